// News appear by themselves. Without this file the pages work by reloading.
(() => {
  "use strict";
  const list = document.getElementById("conversations");
  if (!list) return;
  const title = document.title;
  const answer = document.getElementById("answer");
  const cursor = new URL(list.dataset.events, location.href);
  let source, running, again, replaced, unseen = 0;

  const mergeList = (fresh) => {
    if (list.innerHTML === fresh.innerHTML) return;
    const focused = list.contains(document.activeElement) && document.activeElement.getAttribute("href");
    list.replaceChildren(...fresh.childNodes);
    if (focused) [...list.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused)?.focus();
  };

  // Only what is new is added, so that a screen reader reads only that. How far a message or an offer has come is replaced.
  const mergeMessages = (fresh) => {
    const messages = document.getElementById("messages");
    for (const item of [...fresh.children]) {
      const present = document.getElementById(item.id);
      if (!present) { messages.append(item); continue; }
      for (const part of [".state", ".offer"]) {
        const old = present.querySelector(part), now = item.querySelector(part);
        if (!old || !now || old.outerHTML === now.outerHTML) continue;
        const focused = old.contains(document.activeElement);
        old.replaceWith(now);
        if (focused) (now.querySelector("a, button") ?? messages.closest("[tabindex]")).focus();
      }
    }
    if (messages.children.length) document.getElementById("nothing")?.remove();
  };

  const refresh = async () => {
    // What nobody looks at would be marked as read.
    if (document.hidden) return;
    if (running) { again = true; return; }
    running = true;
    try {
      do {
        again = false;
        const reply = await fetch(location.pathname + location.search, { cache: "no-store" });
        if (reply.status >= 500) return;
        const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
        const freshList = fresh.getElementById("conversations");
        if (!freshList) {
          // Signed out elsewhere; what is typed is kept as long as it is needed.
          if (!answer?.value) location.reload();
          return;
        }
        mergeList(freshList);
        const invites = fresh.getElementById("invites");
        if (invites) document.getElementById("invites")?.replaceWith(invites);
        const freshMessages = fresh.getElementById("messages");
        if (freshMessages) mergeMessages(freshMessages);
        unseen = 0;
        document.title = title;
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
    source = new EventSource(cursor);
    source.addEventListener("message", (event) => {
      if (event.lastEventId) cursor.searchParams.set("after", event.lastEventId);
      if (document.hidden && JSON.parse(event.data).direction === "in") document.title = `(${++unseen}) ${title}`;
      refresh();
    });
    // Whom one can write to, and how many invites wait.
    source.addEventListener("contacts", refresh);
    source.addEventListener("offers", refresh);
    // Other windows took its place: this one must not take theirs, unless somebody looks at it.
    source.addEventListener("closed", (event) => {
      replaced = JSON.parse(event.data).reason === "replaced";
      if (replaced) source.close();
    });
    source.addEventListener("error", () => {
      // The browser comes back by itself, unless the server said no.
      if (source.readyState === EventSource.CLOSED) setTimeout(() => { refresh(); listen(); }, 10000);
    });
  };

  // A link of a message that answers it: the text goes into the box, after what is typed already.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.reply");
    if (!link || !answer || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const text = new URL(link.href).searchParams.get("text");
    answer.value = answer.value ? `${answer.value}\n${text}` : text;
    answer.focus();
  });

  document.addEventListener("visibilitychange", () => {
    refresh();
    if (replaced && !document.hidden) listen();
  });
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => { if (event.persisted) { refresh(); listen(); } });
  if (answer && location.hash === "#answer") answer.focus();
  listen();
})();
