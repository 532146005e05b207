/* What is typed is saved by itself, is kept in this browser until the server has it, and never overwrites what somebody
   else wrote. Without this script the form is posted like any other. Its words are in documents/_writing.html. */
(() => {
  "use strict";
  const hook = document.querySelector("[data-writing]");
  if (!hook) return;
  const form = hook.closest("form");
  const { autosave, pulse, person, document: doc, section } = hook.dataset;
  // On which revisions was typed what a page shows again unsaved?
  const isTyped = "typed" in hook.dataset, start = Number(form?.elements.revision.value);
  const seen = JSON.parse(form?.elements.seen.value || "{}");
  const [PAUSE, COPY, BEAT, PATIENCE, MONTH] = [1000, 250, 20000, 15000, 2592e6];
  const part = (name, root = hook) => root.querySelector(`[data-${name}]`);
  const make = (tag, textContent, more) => Object.assign(document.createElement(tag), { textContent, ...more });
  const mapped = (names, get) => Object.fromEntries(names.map((name) => [name, get(name)]));
  const words = (name, values) =>
    part(`words=${name}`).content.textContent.replace(/\{(\w+)\}/g, (_, key) => values[key]);

  // ---- what stands in the boxes

  const others = "button, fieldset, output, [type=hidden], [type=file], [data-by-hand] *";
  const isWritten = (box) => box.name && !box.matches(others);
  const boxes = (name) => Array.from(form?.elements || []).filter((box) => isWritten(box) && (!name || box.name === name));
  const isTick = (box) => box.type === "checkbox" || box.type === "radio";
  const list = (value) => (Array.isArray(value) ? value : [value ?? ""]).map(String);
  const plain = (value) => list(value).sort().join("\n").replace(/\r\n?/g, "\n").trim();
  const same = (one, other) => plain(one) === plain(other);

  /** Return {name: value}: as it stands, or (`first`) as it came. */
  function texts(first) {
    const found = {};
    for (const box of boxes()) {
      const { name, value, options } = box, isOn = first ? box.defaultChecked : box.checked;
      if (box.type === "checkbox") found[name] = [...(found[name] || []), ...(isOn ? [value] : [])];
      else if (box.type === "radio") found[name] = isOn ? value : found[name] ?? "";
      else if (options && first) found[name] = (Array.from(options).find((one) => one.defaultSelected) || options[0])?.value;
      else found[name] = first ? box.defaultValue : value;
    }
    return found;
  }

  function put(name, value) {
    const said = list(value), all = boxes(name);
    for (const box of all) {
      if (isTick(box)) box.checked = said.includes(box.value);
      else box.value = said[0];
    }
    all[0]?.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Put `value` in the box as if typed: Ctrl+Z takes it back. */
  function type(name, value) {
    const [box] = boxes(name);
    box.focus();
    if (value && box.matches("textarea, [type=text]")) {
      box.select();
      document.execCommand("insertText", false, value);
    }
    if (!same(texts()[name], value)) put(name, value);
  }

  function labelOf(name) {
    const [box] = boxes(name), labels = [box.closest("fieldset")?.querySelector("legend"), box.labels[0]];
    return labels.map((one) => one?.textContent.trim()).join(" ");
  }

  // ---- what the server has of it

  const base = {}; // name: {value, revision}; dirty while its box says something else
  const held = {}; // name: what the server did not take, sent again once it changes
  const panels = {}; // name: an open collision
  const UNKNOWN = "\0";
  let tried = {}; // name: what was sent without an answer
  let latest = Number(hook.dataset.revision), isUnsure = false;

  function dirty(now = texts()) {
    const names = Object.keys(now), fresh = names.filter((name) => !base[name]), first = fresh.length && texts(true);
    for (const name of fresh) base[name] = { value: isTyped ? UNKNOWN : first[name], revision: seen[name] ?? start };
    return names.filter((name) => !same(now[name], base[name].value));
  }
  const waiting = (now = texts()) => dirty(now).filter((name) => !(name in held && same(held[name], now[name])));
  const oldest = (fields = {}) =>
    Math.min(latest, ...Object.keys(base).flatMap((name) => (name in fields || name in held ? [] : base[name].revision)));

  // ---- the copy in this browser

  const prefix = `govsocial-writing:${person}:${doc}:${section}:`;
  const own = prefix + Math.random();
  let canStore = true, isSigningOut = false, storing = 0;
  // An open page holds the lock of its copy.
  navigator.locks?.request(own, () => new Promise(() => {}));

  function store() {
    clearTimeout(storing);
    storing = 0;
    if (isSigningOut) return;
    const now = texts(), entry = (name) => ({ ...base[name], value: now[name], tried: tried[name], label: labelOf(name) });
    canStore = keep(own, mapped(dirty(now), entry));
  }

  function keep(key, fields) {
    try {
      if (Object.keys(fields).length) localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields }));
      else localStorage.removeItem(key);
      return true;
    } catch {
      return false; // full or switched off: leaving asks first
    }
  }

  /** Return the copies of closed pages, the newest first: [key, fields]. */
  async function copies() {
    const { held: open = [] } = (await navigator.locks?.query()) || {};
    const isOurs = (key) => key.startsWith(prefix) && !open.some((lock) => lock.name === key) && key !== own;
    try {
      return Object.keys(localStorage).filter(isOurs).map((key) => [key, JSON.parse(localStorage.getItem(key))])
        .filter(([key, { at }]) => at > Date.now() - MONTH || localStorage.removeItem(key))
        .sort(([, one], [, other]) => other.at - one.at).map(([key, { fields }]) => [key, fields]);
    } catch {
      return [];
    }
  }

  /** Put back what was not saved; show what has no place. What finds its box taken waits. */
  async function restore() {
    const lost = {};
    let count = 0, isNewer = false;
    for (const [key, fields] of await copies()) {
      const rest = {}, away = {};
      for (const [name, copy] of Object.entries(fields)) {
        const now = texts();
        if (!(name in now)) away[name] = copy;
        else if (same(copy.value, now[name])) continue;
        else if (dirty(now).includes(name)) rest[name] = copy;
        else count += adopt(name, copy);
      }
      if (form && Object.keys(away).length) isNewer = (await sendAway(away)) || isNewer;
      store();
      keep(key, { ...rest, ...away });
      Object.assign(lost, away);
    }
    if (isNewer && !dirty().length) location.replace(location.pathname + location.search);
    if (count) speak(reveal("restored").textContent.trim());
    if (Object.keys(lost).length) showLost(lost);
  }

  function adopt(name, { value, revision, tried: sent = [] }) {
    // What was sent last did arrive: nobody else has written since.
    if (!sent.some((one) => same(one, base[name].value))) base[name].revision = Math.min(revision, base[name].revision);
    put(name, value);
    return 1;
  }

  /** Save what was typed into rows that are not open here; return whether some was. */
  async function sendAway(fields) {
    while (busy) await busy;
    const names = Object.keys(fields);
    for (const name of names) base[name] = { ...fields[name], value: UNKNOWN };
    await alone(() => exchange(mapped(names, (name) => fields[name].value)));
    for (const name of names) {
      if (base[name].value !== UNKNOWN) delete fields[name];
      delete base[name];
      delete held[name];
    }
    return names.length > Object.keys(fields).length;
  }

  function showLost(fields) {
    for (const { label, value } of Object.values(fields)) part("texts").append(make("dt", label), make("dd", list(value)));
    part("throw").addEventListener("click", async () => {
      const left = (held) => Object.keys(held).filter((name) => !(name in fields));
      for (const [key, held] of await copies()) keep(key, mapped(left(held), (name) => held[name]));
      notice.hidden = true;
    });
    const notice = reveal("lost");
  }

  function reveal(name) {
    const notice = document.querySelector(`[data-${name}]`);
    (form || hook).before(notice);
    notice.hidden = false;
    return notice;
  }

  // ---- what the page says

  let spoken = "", savedAt = "";
  const speak = (text) => { part("spoken").textContent = text; };

  const isWell = () => [undefined, "idle", "saving", "saved"].includes(hook.dataset.state);

  /** Show how things stand; say aloud only a change of kind. */
  function say(state, text = words(state)) {
    if (state === "saving" && !isWell()) return;
    hook.dataset.state = state;
    part("say").textContent = text;
    part("sign-in").hidden = state !== "signed-out" && state !== "other";
    part("go").hidden = state !== "collided" && state !== "refused";
    if (!["idle", "saving", spoken].includes(state)) speak(text, (spoken = state));
  }

  function tell() {
    if (Object.keys(panels).length) say("collided");
    else if (Object.keys(held).length) say("refused");
    else if (waiting().length) say("saving");
    else if (savedAt) say("saved", words("saved", { time: savedAt }));
    else say("idle");
  }

  function sayPeople(names = []) {
    const line = part("people"), text = names[0] ? words(names[1] ? "many" : "one", { names: names.join(", ") }) : "";
    line.parentElement.hidden = !text;
    if (line.textContent !== text) speak((line.textContent = text));
  }

  function sayMore(progress, translations) {
    part("progress").textContent = progress;
    for (const note of document.querySelectorAll("[data-translation]")) {
      for (const [lang, { state, label }] of Object.entries(translations[note.dataset.translation] || {})) {
        const side = part(`lang=${lang}`, note), stale = part(`stale=${lang}`, note);
        if (side) Object.assign(side, { textContent: label }).dataset.state = state;
        if (stale) stale.hidden = state !== "stale";
      }
    }
  }

  /** Say something under a box. */
  function note(name, kind, text) {
    const [box] = boxes(name), id = `${kind}-${name}`;
    document.getElementById(id)?.remove();
    if (!text || !box) return;
    (box.closest(".choices") || box).after(make("p", text, { id, className: `note note--${kind}` }));
    const ids = (box.getAttribute("aria-describedby") || "").replace(id, "");
    box.setAttribute("aria-describedby", `${ids} ${id}`);
  }

  // ---- asking the server

  let token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  let failures = 0, timer = 0, busy = null, isStopped = false;

  /** Return {status, answer}, or {} without an answer. */
  async function request(address, body) {
    const text = body && JSON.stringify(body), headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    // It outlives its page, up to 64 KB.
    const options = body && { method: "POST", body: text, keepalive: text.length < 20000 };
    try {
      const response = await fetch(address, { headers, signal: AbortSignal.timeout(PATIENCE), ...options });
      return { status: response.status, answer: await response.json().catch(() => null) };
    } catch {
      return {};
    }
  }

  /** Return a good answer; of any other, say what is wrong, and try again where that helps. */
  function heard({ status, answer }) {
    if (answer?.person && String(answer.person) !== person) say("other");
    else if (answer && (status === 200 || status === 422)) {
      failures = 0;
      token = answer.csrf || token;
      for (const box of document.querySelectorAll("[name=csrfmiddlewaretoken]")) box.value = token;
      return answer;
    } else if (status === 401) {
      say("signed-out");
      part("sign-in").href = answer?.sign_in || location;
    } else if (status === 409) stop(answer?.message);
    else if (status === 403 || status === 404) say("forbidden");
    else {
      say("trying");
      clearTimeout(timer);
      timer = setTimeout(flush, Math.min(30000, 1000 * 2 ** failures++) * (0.5 + Math.random()));
    }
    return null;
  }

  function stop(message = "") {
    isStopped = true;
    say("frozen", `${message} ${words("frozen")}`.trim());
    store();
  }

  // ---- saving

  /** Send `fields`; return whether they were answered. */
  async function exchange(fields) {
    const seen = mapped(Object.keys(fields), (name) => base[name].revision);
    const send = () => request(autosave, { page: oldest(fields), fields, seen });
    let reply = await send();
    if (reply.status === 403) { // The pulse brings the token of a new session.
      if (!heard(await request(pulse))) return false;
      reply = await send();
    }
    const answer = heard(reply);
    if (answer) accept(answer, fields);
    else isUnsure ||= !(reply.status < 500);
    return !!answer;
  }

  async function save() {
    // What had no answer may have arrived: first ask.
    if (isUnsure && !(await exchange({}))) return false;
    isUnsure = false;
    const now = texts(), names = waiting(now);
    if (!names.length) return true;
    for (const name of names) tried[name] = [...(tried[name] || []), now[name]].slice(-5);
    store();
    say("saving");
    return exchange(mapped(names, (name) => now[name]));
  }

  /** One thing at a time talks with the server about the text. */
  const alone = (work) => (busy ||= work().finally(() => { busy = null; }));

  /** Save all that waits; return whether that worked. */
  async function flush() {
    clearTimeout(timer);
    while (busy || waiting().length) if (isStopped || !(await (busy || alone(save)))) return false;
    tell();
    return true;
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      await busy;
      if (isStopped || !(await (busy || alone(save)))) return;
      if (waiting().length) soon();
      else tell();
    }, PAUSE);
  }

  function accept({ revision, collisions, errors, taken, people, translations, ...said }, fields) {
    latest = Math.max(latest, revision);
    savedAt = said.saved_at;
    for (const name of Object.keys(base)) {
      if (name in errors || collisions.some((one) => one.name === name)) held[name] = fields[name];
      else if (name in fields) settle(name, fields[name], revision);
      else if (name in taken) take(name, taken[name], revision);
      else if (!(name in held)) base[name].revision = revision;
    }
    tried = {};
    collisions.forEach((one) => ask(one, revision));
    Object.entries(errors).forEach(([name, message]) => mark(name, message));
    part("rows").hidden &&= Object.keys(taken).every((name) => name in base);
    sayPeople(people);
    sayMore(said.progress, translations);
    store();
  }

  /** Show what others wrote; a box that was touched, or is being written in, keeps its older base. */
  function take(name, { value, by }, revision) {
    if (name in held) return;
    if (tried[name]?.some((one) => same(one, value))) base[name] = { value, revision };
    if (same(value, base[name].value) || !same(texts()[name], base[name].value)) return;
    if (boxes(name).includes(document.activeElement)) return;
    base[name] = { value, revision };
    put(name, value);
    if (by) note(name, "taken", words("taken", { name: by, time: savedAt }));
  }

  function mark(name, message) {
    note(name, "refused", message);
    boxes(name).forEach((box) => box.setAttribute("aria-invalid", !!message));
  }

  /** The server holds `value`: let go of the field. */
  function settle(name, value, revision) {
    // Was it unknown before, the next answer tells whether it is somebody else's.
    base[name] = { value, revision: base[name].value === UNKNOWN ? base[name].revision : revision };
    if (!(name in held)) return;
    delete held[name];
    panels[name]?.box.remove();
    delete panels[name];
    mark(name, "");
  }

  // ---- collisions

  /** Show both texts and their merging; nothing is overwritten until one is chosen. */
  function ask({ name, by, at, theirs, mine, merged, difference, mending, row_is_gone: isGone }, revision) {
    if (!boxes(name).length) return;
    const box = panels[name]?.box || openPanel(name);
    part("heading", box).textContent = words(isGone ? "gone" : "changed", { name: by, time: at });
    panels[name] = { box, theirs, merged, revision };
    show(part("theirs", box), difference, "removed");
    show(part("mine", box), difference, "added");
    show(part("merged", box), mending, "added");
    box.querySelectorAll(".collision__text").forEach((text) => { text.lang = boxes(name)[0].lang; });
    part("merged", box).parentElement.hidden = merged == null || same(merged, mine) || same(merged, theirs);
  }

  /** Write one side, marking what the other has not. */
  function show(target, pieces, marked) {
    const here = pieces.filter(([kind]) => kind === "same" || kind === marked);
    target.replaceChildren(...here.map(([kind, text]) => make(kind === "same" ? "span" : "mark", text)));
    if (!here.length) target.textContent = words("nothing");
  }

  function openPanel(name) {
    const box = part("collision").content.firstElementChild.cloneNode(true), heading = part("heading", box);
    spoken = "";
    heading.id = `collision-${name}`;
    box.setAttribute("aria-labelledby", heading.id);
    box.addEventListener("click", ({ target }) => target.value && choose(name, target.value));
    boxes(name)[0].closest(".field").append(box);
    return box;
  }

  function choose(name, which) {
    const { theirs, merged, revision } = panels[name];
    settle(name, theirs, revision);
    if (which === "mine") boxes(name)[0].focus();
    else type(name, which === "theirs" ? theirs : merged);
    spoken = "";
    flush();
  }

  // ---- the pulse

  let beating = 0, lastBeat = 0;

  async function beat() {
    clearTimeout(beating);
    beating = setTimeout(beat, BEAT);
    if (document.hidden || isStopped) return;
    lastBeat = Date.now();
    const reply = await request(pulse), wasAway = !isWell();
    if (!(reply.status < 500)) return; // a lost network matters once text waits
    const answer = heard(reply);
    if (!answer) return;
    sayPeople(answer.people);
    if (answer.frozen) stop();
    else if (!busy && answer.revision > oldest()) await alone(() => exchange({}));
    if (wasAway) flush();
  }

  const comeBack = () => { if (!document.hidden && Date.now() - lastBeat > COPY) beat(); };

  // ---- leaving

  let isGoing = false, isPassing = false;
  const isBehind = () => form && !isStopped && (busy || waiting().length);

  /** Save, then go. News of a problem keeps the person here once. */
  async function leave(event, go) {
    event.preventDefault();
    if (isGoing) return;
    isGoing = true;
    const before = hook.dataset.state;
    store();
    await Promise.race([flush(), new Promise((done) => setTimeout(done, 2500))]);
    isGoing = false;
    const now = hook.dataset.state;
    if (now === before || !["trying", "collided", "refused"].includes(now)) go();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.target || link.download || link.origin !== location.origin || !isBehind()) return;
    if (link.hash && link.href.split("#")[0] === location.href.split("#")[0]) return;
    leave(event, () => location.assign(link.href));
  });

  document.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    if (target.method === "post" && !isPassing && isBehind()) {
      leave(event, () => {
        isPassing = true;
        target.requestSubmit(submitter);
        isPassing = false;
      });
    } else if (target === form) {
      form.elements.seen.value = JSON.stringify(mapped(Object.keys(base), (name) => base[name].revision));
    } else isSigningOut = "signsOut" in target.dataset;
  }, true);

  // Ctrl+S saves here; app.js sends the form where something changed that is sent by hand.
  document.addEventListener("keydown", (event) => {
    if (!form || !(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    const byHand = Array.from(form.querySelectorAll("[data-by-hand] :is(input, textarea)"));
    if (byHand.some((box) => (isTick(box) ? box.checked !== box.defaultChecked : box.value !== box.defaultValue))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    spoken = "";
    if (isBehind()) flush();
    else alone(() => exchange({})).then(flush);
  }, true);

  window.addEventListener("beforeunload", (event) => {
    if ((isSigningOut || !canStore) && dirty().length) event.preventDefault();
  });

  // ---- begin

  if (!form) return void restore();
  form.addEventListener("input", ({ target }) => {
    if (!isWritten(target)) return;
    isSigningOut = false;
    storing ||= setTimeout(store, COPY);
    if (!waiting().length) return;
    say("saving");
    note(target.name, "taken", "");
    soon();
  });
  form.addEventListener("change", ({ target }) => isWritten(target) && waiting().length && flush());
  part("go").addEventListener("click", () => {
    const box = document.querySelector(".collision, [aria-invalid=true]");
    box?.scrollIntoView({ block: "center" });
    box?.focus({ preventScroll: true });
  });
  document.addEventListener("visibilitychange", () => (document.hidden ? flush(store()) : comeBack()));
  window.addEventListener("pagehide", () => flush(store()));
  window.addEventListener("pageshow", ({ persisted }) => persisted && beat());
  window.addEventListener("focus", comeBack);
  window.addEventListener("online", comeBack);

  hook.hidden = false;
  restore().then(flush).then(beat);
})();
