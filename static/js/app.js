/* Small comforts on pages that work without them. */
(() => {
  "use strict";
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

  // What is wrong is read first.
  const summary = document.querySelector("[data-error-summary]");
  if (summary) {
    summary.focus();
    all("a", summary).forEach((link) =>
      link.addEventListener("click", (event) => {
        const field = document.getElementById(link.hash.slice(1));
        if (!field) return;
        event.preventDefault();
        const label = field.closest("fieldset, .field") || field;
        label.scrollIntoView({ block: "start" });
        field.focus({ preventScroll: true });
      }),
    );
  }

  // Ctrl+S or Cmd+S sends the main form: by the button marked for it, else by the main one, else by the first.
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    const form = document.querySelector("form[data-main]");
    if (!form) return;
    event.preventDefault();
    const marked = ["[data-save]", ".button--primary", "button:not([type=button])"];
    form.requestSubmit(marked.map((selector) => form.querySelector(selector)).find(Boolean));
  });

  // One press, one request. The second press of a double click is dropped; the button itself stays, so its value is sent.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 3000);
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // Who signs out leaves no unsaved text of theirs in this browser (see write.js).
  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    if (!("signsOut" in target.dataset) || defaultPrevented) return;
    const own = `govsocial-writing:${target.dataset.signsOut}:`;
    try {
      Object.keys(localStorage).filter((name) => name.startsWith(own)).forEach((name) => localStorage.removeItem(name));
    } catch { /* storage is switched off: nothing was kept */ }
  });

  // A menu closes with Escape and with a click elsewhere.
  const menus = all("details[data-menu]");
  document.addEventListener("click", (event) => menus.forEach((menu) => menu.contains(event.target) || (menu.open = false)));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus.filter((menu) => menu.open).forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  // Text boxes grow where the browser does not do it from the style sheet alone.
  if (!CSS.supports("field-sizing", "content")) {
    const grow = (box) => {
      box.style.height = "auto";
      box.style.height = `${box.scrollHeight + 4}px`;
    };
    all("textarea[data-grow]").forEach((box) => {
      grow(box);
      box.addEventListener("input", () => grow(box));
    });
  }

  // A word limit counts; it never cuts. The count is spoken when the person pauses.
  const count = (text) => (text.replace(/^\s*\d+\. /gm, "").match(/\S*[\p{L}\p{N}]\S*/gu) || []).length;
  all("textarea[data-words]").forEach((box) => {
    const limit = Number(box.dataset.words);
    const hint = document.getElementById(`${box.id}_words`);
    if (!hint) return;
    const figure = document.createElement("span");
    figure.className = "word-count";
    figure.setAttribute("aria-live", "polite");
    hint.append(" ", figure);
    let timer;
    const show = () => {
      const words = count(box.value);
      figure.textContent = `(${words} / ${limit})`;
      figure.classList.toggle("word-count--over", words > limit);
    };
    show();
    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(show, 400);
    });
  });

  // The other language opens at the same place of the same page.
  const key = "place-in-other-language";
  all("[data-keep-place]").forEach((link) =>
    link.addEventListener("click", () => {
      link.hash = location.hash;
      const height = document.documentElement.scrollHeight - innerHeight;
      try {
        sessionStorage.setItem(key, JSON.stringify({ path: link.pathname, part: height > 0 ? scrollY / height : 0 }));
      } catch { /* storage is switched off: the page opens at its top */ }
    }),
  );
  try {
    const place = JSON.parse(sessionStorage.getItem(key) || "null");
    sessionStorage.removeItem(key);
    if (place && place.path === location.pathname && !location.hash && !summary) {
      scrollTo(0, place.part * (document.documentElement.scrollHeight - innerHeight));
    }
  } catch { /* as above */ }

  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
})();
