// Invites and answers appear by themselves. Without this file the pages work by reloading.
(() => {
  "use strict";
  const page = document.querySelector("[data-events]");
  if (!page) return;
  let source, running, again, replaced;

  // What the person looks at or types in stays: only what is different is replaced, and the focus finds its place again.
  const nameOf = (element) => element.getAttribute("href") ?? `${element.getAttribute("formaction")} ${element.value}`;
  const merge = (part, fresh) => {
    if (part.innerHTML === fresh.innerHTML) return;
    const focused = part.contains(document.activeElement) && document.activeElement !== part && nameOf(document.activeElement);
    for (const open of part.querySelectorAll("details[id][open]")) {
      fresh.querySelector(`#${open.id}`)?.setAttribute("open", "");
    }
    part.replaceChildren(...fresh.childNodes);
    if (focused) ([...part.querySelectorAll("a, button")].find((element) => nameOf(element) === focused) ?? part).focus();
  };

  const refresh = async () => {
    if (document.hidden) return;
    if (running) { again = true; return; }
    running = true;
    try {
      do {
        again = false;
        const reply = await fetch(page.dataset.page, { cache: "no-store" });
        const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
        const invites = fresh.getElementById("invites");
        if (!invites) return;
        document.getElementById("invites").replaceWith(invites);
        for (const part of document.querySelectorAll("[data-live]")) {
          const freshPart = fresh.getElementById(part.id);
          if (freshPart) merge(part, freshPart);
        }
      } while (again);
    } catch {
      // No connection: the stream tells when there is one again.
    } finally {
      running = false;
    }
  };

  const listen = () => {
    source?.close();
    replaced = false;
    source = new EventSource(page.dataset.events);
    // What has changed before the stream was open is not told.
    source.addEventListener("open", refresh);
    source.addEventListener("contacts", refresh);
    // Other windows took its place: this one must not take theirs, unless somebody looks at it.
    source.addEventListener("closed", (event) => {
      replaced = JSON.parse(event.data).reason === "replaced";
      if (replaced) source.close();
    });
    source.addEventListener("error", () => {
      // The browser comes back by itself, unless the server said no.
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 10000);
    });
  };

  document.addEventListener("visibilitychange", () => {
    refresh();
    if (replaced && !document.hidden) listen();
  });
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => { if (event.persisted) { refresh(); listen(); } });
  listen();
})();
