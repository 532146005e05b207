/* Help for boxes whose text may have emphasis, lists and links. It works without. */
(() => {
  "use strict";
  const template = document.getElementById("rich-tools");
  if (!template) return;
  const BOX = "textarea[data-rich]";
  const ITEM = /^(\s*)([-*]|(\d+)\.) +/;
  const isWord = (sign) => /[\p{L}\p{N}]/u.test(sign || "");

  // Toolbars: one stop of the Tab key, arrows inside; none in a narrow row.
  document.querySelectorAll(BOX).forEach((box) => {
    if (box.closest("table, .inline-row")) return;
    const bar = template.content.firstElementChild.cloneNode(true);
    const names = [box.closest("fieldset")?.querySelector("legend"), box.labels[0]];
    bar.ariaLabel = [bar.ariaLabel, ...names.filter(Boolean).map((name) => name.textContent.trim())].join(" – ");
    bar.setAttribute("aria-controls", box.id);
    box.before(bar);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".rich-tools button");
    if (button) tools[button.dataset.tool](button.parentNode.nextElementSibling);
  });
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const isCommand = event.ctrlKey || event.metaKey;
    let act = target.closest(".rich-tools") && move;
    if (target.matches(BOX) && !event.altKey && !event.shiftKey && !event.isComposing) act = isCommand ? tools[`^${key}`] : key === "Enter" && goOn;
    if (act && act(target, key)) event.preventDefault();
  });
  const move = (button, key) => {
    const buttons = [...button.parentNode.children];
    const to = buttons.at((buttons.indexOf(button) + ({ ArrowRight: 1, ArrowLeft: -1 }[key] || 0)) % buttons.length);
    button.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
    return to !== button;
  };

  // insertText keeps undo, and says `input`.
  const put = (box, text, from, to, first = from + text.length, last = first) => {
    box.focus();
    box.setSelectionRange(from, to);
    if (!document.execCommand(text ? "insertText" : "delete", false, text)) {
      box.setRangeText(text, from, to, "end");
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    box.setSelectionRange(first, last);
    return true;
  };

  const emphasis = (mark) => (box) => {
    const { value, selectionStart, selectionEnd } = box;
    let [from, to] = [selectionStart, selectionEnd];
    if (from === to) {
      while (isWord(value[from - 1])) from--;
      while (isWord(value[to])) to++;
    }
    while (from < to && /\s/.test(value[from])) from++;
    while (from < to && /\s/.test(value[to - 1])) to--;
    const words = value.slice(from, to);
    const around = Math.min(/\*{0,3}$/.exec(value.slice(0, from))[0].length, /^\*{0,3}/.exec(value.slice(to))[0].length);
    const size = mark.length;
    if (size === 1 ? around % 2 : around > 1) return put(box, words, from - size, to + size, from - size, to - size);
    const made = words.replace(/^(\s*(?:[-*] +|\d+\. +)?)(.*\S)/gm, (_line, start, said) => start + mark + said + mark) || mark + mark;
    return put(box, made, from, to, from + size, from + made.length - size);
  };

  const list = (isNumbered) => (box) => {
    const { value, selectionStart, selectionEnd } = box;
    const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
    const to = (value + "\n").indexOf("\n", selectionEnd);
    const lines = value.slice(from, to).split("\n");
    const kind = isNumbered ? /^\s*\d+\. / : /^\s*[-*] /;
    const isOn = lines.every((line) => kind.test(line));
    let number = 0;
    const made = lines.map((line) => {
      const words = line.replace(ITEM, "$1");
      return isOn || (lines[1] && !words) ? words : words.replace(/^\s*/, (space) => space + (isNumbered ? `${++number}. ` : "- "));
    });
    return put(box, made.join("\n"), from, to);
  };

  const link = (box) => {
    const { value, selectionStart: from, selectionEnd: to } = box;
    const words = value.slice(from, to);
    if (!words || safe(words)) return put(box, `[](${words || "https://"})`, from, to, from + 1);
    const at = from + words.length + 3;
    return put(box, `[${words}](https://)`, from, to, at, at + 8);
  };

  const bold = emphasis("**");
  const italic = emphasis("*");
  const tools = { bold, "^b": bold, italic, "^i": italic, list: list(false), numbers: list(true), link };

  // Enter goes on with a list, or ends it on an empty item.
  const goOn = (box) => {
    const { value, selectionStart: at, selectionEnd } = box;
    const start = value.lastIndexOf("\n", at - 1) + 1;
    const [all, margin, sign, number] = ITEM.exec(value.slice(start, at)) || [];
    if (!all || at !== selectionEnd) return false;
    if (start + all.length === at) return put(box, "", start, at);
    return put(box, `\n${margin}${number ? `${+number + 1}.` : sign} `, at, at);
  };

  // Pasting: the clipboard's HTML as our subset. Ctrl+Shift+V has none; a spreadsheet's is left alone.
  const SHEET = /content=["']?Excel|office:excel|google-sheets|LibreOffice[^>]*Calc/i;
  const OUT = /^(STYLE|SCRIPT|DEL|SELECT|BUTTON|TEXTAREA|SVG)$/i;
  const OUT_STYLE = /mso-hide|mso-element:\s*(comment|footnote)|mso-list:\s*ignore|display:\s*none/i;
  const WIDE = /^(P|H\d|BLOCKQUOTE|PRE|TABLE|[UO]L|SECTION|ARTICLE)$/;
  const NARROW = /^(DIV|LI|TR|D[TD])$/;

  document.addEventListener("paste", (event) => {
    const box = event.target;
    const html = event.clipboardData?.getData("text/html");
    if (!html || event.defaultPrevented || !box.matches(BOX) || SHEET.test(html)) return;
    const text = markdown(new DOMParser().parseFromString(html, "text/html").body);
    if (!/\*|\n|\]\(|^- |^\d+\. |^## /.test(text)) return;
    event.preventDefault();
    const { value, selectionStart: from, selectionEnd: to } = box;
    put(box, (/^(- |\d+\. |## )/.test(text) && /.$/.test(value.slice(0, from)) ? "\n" : "") + text, from, to);
  });

  const markdown = (body) => {
    let text = "";
    let runs = [];
    let hasGap = false;
    let above = {}; // the block before
    let outer; // the sign of the last outermost item
    const flush = (state) => {
      const words = said(runs, state).trim();
      runs = [];
      if (!words) return;
      const { item } = state;
      if (text) text += (item && above.item) || !hasGap ? "\n" : "\n\n";
      let sign = state.isHead ? "## " : "";
      if (item?.sign) sign = item.sign.replace(/./g, " "); // a further paragraph of the item
      else if (item) {
        const { depth, number } = item;
        item.number = number < 0 ? (above.item?.depth === depth && above.item.number + 1) || 1 : number;
        sign = (depth > 1 && above.item ? outer.replace(/./g, " ") : "") + (number ? `${item.number}. ` : "- ");
        if (depth < 2) outer = sign;
        item.sign = sign;
      }
      text += sign + words;
      above = state;
      hasGap = false;
    };
    const walk = (node, state) => {
      if (node.nodeType === 3) return runs.push({ ...state, text: node.data.replace(/[ \t\r\n\f]+/g, " ") });
      const name = node.tagName;
      if (!name || OUT.test(name) || OUT_STYLE.test(node.getAttribute("style")) || node.matches(".MsoCommentReference")) return;
      if (name === "BR") return runs.push({ ...state, text: "\n" });
      const inner = within(node, name, state);
      const isWide = !state.isCell && WIDE.test(name);
      const isBlock = isWide || (!state.isCell && NARROW.test(name));
      if (isBlock) flush(state);
      const before = text;
      hasGap ||= isWide;
      node.childNodes.forEach((child) => walk(child, inner));
      if (isBlock) flush(inner);
      hasGap ||= isWide || (isBlock && before === text);
      if (inner.isCell && !state.isCell && node.nextElementSibling) runs.push({ text: " – " });
    };
    walk(body, {});
    flush({});
    return text;
  };

  const within = (node, name, state) => {
    const inner = { ...state };
    const style = node.getAttribute("style");
    const weight = /font-weight:\s*(\w)/.exec(style);
    const slope = /font-style:\s*(\w)/.exec(style);
    if (weight || /^(B|STRONG)$/.test(name)) inner.isBold = !weight || /[b6-9]/.test(weight[1]);
    if (slope || /^(I|EM)$/.test(name)) inner.isItalic = !slope || slope[1] !== "n";
    if (/^H\d/.test(name)) inner.isHead = !state.item && !state.isCell;
    if (/^T[DH]$/.test(name)) inner.isCell = true;
    if (name === "A") inner.href = safe(node.getAttribute("href"));
    if (/^[UO]L$/.test(name)) Object.assign(inner, { depth: (state.depth || 0) + 1, next: name === "OL" ? { number: node.start } : null });
    if (name === "LI") inner.item = { depth: +node.ariaLevel || +node.dataset.ariaLevel || state.depth, number: state.next ? state.next.number++ : 0 };
    const word = /mso-list:\s*l\d+ level(\d)/.exec(style);
    if (word) {
      const sign = node.querySelector("[style*='mso-list:Ignore' i]")?.textContent.trim();
      inner.item = { depth: +word[1], number: /^\(?\w{1,4}[.)]/.test(sign) ? parseInt(sign, 10) || -1 : 0 };
    }
    return inner;
  };

  const safe = (href) => {
    if (!/^(https?:\/\/|mailto:)\S+$/i.test(href)) return "";
    // Outlook's own address before the page's names the reader.
    const hidden = /\.safelinks\.protection\.outlook\.com\/.*?[?&]url=([^&]+)/i.exec(href);
    return hidden ? safe(decodeURIComponent(hidden[1])) : href.replace(/[()\s<>\\]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  };

  const said = (runs, state) => {
    const joined = [];
    const kind = (run) => [!!run.isBold, !!run.isItalic, run.href].join();
    runs.forEach((run) => {
      const last = joined.at(-1);
      if (last && (kind(last) === kind(run) || !run.text.trim())) last.text += run.text;
      else joined.push({ ...run });
    });
    const all = joined.reduce((text, run, place) => text + marked(run, text.at(-1), joined[place + 1]?.text[0], state.isHead), "");
    return all.replace(/ *\n */g, "\n").replace(/ {2,}/g, " ");
  };

  const marked = (run, before, after, isHead) => {
    const [, start, core, end] = /^(\s*)([^]*?)(\s*)$/.exec(run.text);
    const words = core.replace(/\*(?=\S)|(?<=\S)\*/g, "\\*").replace(/\](?=\()/g, "\\]");
    if (!core) return run.text;
    if (run.href) return start + (safe(core) === run.href ? core : `[${words}](${run.href})`) + end;
    // Inside a word, or after other stars, stars would be stars.
    const isInside = (!start && (isWord(before) || before === "*")) || (!end && isWord(after));
    const stars = isHead || isInside ? "" : (run.isBold ? "**" : "") + (run.isItalic ? "*" : "");
    return start + stars + words + stars + end;
  };
})();
