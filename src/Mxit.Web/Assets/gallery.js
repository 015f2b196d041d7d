// Says what is too large before it is sent, composes names, and mends pictures. Without this file the server says so afterwards.
(() => {
  "use strict";
  // The server compares names character by character, and some systems write a letter and its accent as two.
  document.addEventListener("submit", (event) => {
    for (const field of event.target.querySelectorAll("input[name=name]")) field.value = field.value.normalize();
  }, true);
  for (const form of document.querySelectorAll("form[data-max]")) {
    const field = form.querySelector("input[type=file]");
    const button = form.querySelector("input[type=submit]");
    const word = button.value;
    const rest = () => { button.value = word; button.disabled = false; };
    field.addEventListener("change", () => {
      const large = [...field.files].find((file) => file.size > Number(form.dataset.max));
      field.setCustomValidity(large ? `${large.name} is too large. A file may have ${form.dataset.maxText} at most.` : "");
      field.reportValidity();
      rest();
    });
    form.addEventListener("submit", () => { button.value = "Sending…"; button.disabled = true; });
    addEventListener("pageshow", rest);
  }

  // A small picture that is being made just now, or was lost on the way, is there in a moment; else there is none.
  // One failure may be reported twice: found below while its event is still on the way.
  const mend = (image) => {
    if (!image.src.includes("/thumbnail?")) return;
    if (image.dataset.again === "now") image.classList.add("torn");
    else if (!image.dataset.again) {
      image.dataset.again = "soon";
      setTimeout(() => { image.dataset.again = "now"; image.src = image.src; }, 6000);
    }
  };
  document.addEventListener("error", (event) => { if (event.target instanceof HTMLImageElement) mend(event.target); }, true);
  for (const image of document.images) if (image.complete && !image.naturalWidth && image.currentSrc) mend(image);
})();
