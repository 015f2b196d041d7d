// Says what is too large before it is sent. Without this file the server says so afterwards.
(() => {
  "use strict";
  for (const form of document.querySelectorAll("form[data-max]")) {
    const field = form.querySelector("input[type=file]");
    const button = form.querySelector("input[type=submit]");
    const word = button.value;
    field.addEventListener("change", () => {
      const large = [...field.files].find((file) => file.size > Number(form.dataset.max));
      field.setCustomValidity(large ? `${large.name} is too large. A file may have ${form.dataset.maxText} at most.` : "");
      field.reportValidity();
    });
    form.addEventListener("submit", () => {
      button.value = "Sending…";
      button.disabled = true;
    });
    addEventListener("pageshow", () => {
      button.value = word;
      button.disabled = false;
    });
  }
})();
