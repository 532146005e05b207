/* Comments: selecting words beside a "Comment on this answer" offers to comment on these very words. */
(() => {
  "use strict";
  const places = ".question, .read-part, .read-row, .row-card, .inline-row, section.stack";
  const offer = document.createElement("a");
  offer.className = "button button--secondary comment-offer no-print";

  // The link beside the words: that of the row if it has one, else of the question or table around it.
  const linkFor = (element) => {
    for (let place = element.closest(places); place; place = place.parentElement.closest(places)) {
      const link = place.querySelector("a[data-comment]");
      if (link) return link;
    }
    return null;
  };

  const selected = () => {
    const box = document.activeElement;
    if (box && /^(TEXTAREA|INPUT)$/.test(box.tagName)) {
      try {
        return { element: box, words: box.value.slice(box.selectionStart, box.selectionEnd) };
      } catch { return null; /* a date or a tick has no words */ }
    }
    const chosen = getSelection();
    if (!chosen.rangeCount) return null;
    const node = chosen.getRangeAt(0).commonAncestorContainer;
    return { element: node.nodeType === 1 ? node : node.parentElement, words: chosen.toString() };
  };

  // Nothing moves while words are being chosen with the mouse.
  let isHeld = false;
  const show = () => {
    if (isHeld || document.activeElement === offer) return;
    const found = selected();
    const words = found && found.words.trim();
    const link = words && words.length <= 1000 && linkFor(found.element);
    if (!link) return offer.remove();
    const address = new URL(link.href);
    const side = found.element.closest("[lang]");
    if (side && side !== document.documentElement) address.searchParams.set("lang", side.lang);
    address.searchParams.set("quote", words);
    offer.href = address;
    offer.textContent = link.dataset.comment;
    // After the box or passage, so that the next Tab reaches it.
    const passage = found.element.closest("textarea, input, p, li, dd, td, div");
    const after = /^(LI|DD|TD)$/.test(passage.tagName) ? null : passage;
    if (after) after.after(offer);
    else passage.append(offer);
  };

  let timer;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(show, 300);
  };
  document.addEventListener("selectionchange", soon);
  document.addEventListener("select", soon, true);
  document.addEventListener("pointerdown", () => { isHeld = true; });
  ["pointerup", "pointercancel"].forEach((name) =>
    document.addEventListener(name, () => {
      isHeld = false;
      soon();
    }),
  );
})();
