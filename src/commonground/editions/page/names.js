/* What the widgets leave out for people who use a screen reader or a keyboard: names and states of
   controls, words for what changed, links from a fact id to its source. Included by the pages of the
   local course and of the browser edition alike. It needs three things of a page: the lesson stands in
   #lesson, #page-spoken is a polite live region, and `data-course` is set on the html element as soon
   as the exercises can be used (until then nothing is spoken). */
(() => {
  "use strict";
  const page = document.documentElement;
  const spoken = document.getElementById("page-spoken");
  const main = document.getElementById("lesson");

  // Tidying looks over the whole page, so it waits for a pause: it must not hold up a figure that is
  // being redrawn while a slider moves.
  const PAUSE = 150;

  // ---- names and states for assistive technology ---------------------------------------------------
  const set = (element, name, value) => {
    if (value && element.getAttribute(name) !== value) element.setAttribute(name, value);
  };
  const labelOf = (element) => {
    // The label is a child of the widget's own element: look no further up than the box around the widget.
    for (let box = element; box && box !== main && !box.matches(".widget-box"); box = box.parentElement) {
      const label = box.querySelector(":scope > .widget-label");
      if (label) return label.textContent.trim();
    }
    return "";
  };
  let groups = 0;
  let ids = 0;
  const idOf = (element) => element.id || (element.id = "text-" + ++ids);
  const visible = (element) => element.checkVisibility({ visibilityProperty: true });
  const fieldIn = (widget) => widget.querySelector(".widget-radio-box, .noUi-handle, input:not([type=hidden]), select, textarea");
  const FIELDS = ".widget-radio-box, .jupyter-widgets :is(input:not([type=radio], [type=hidden]), select, textarea)";
  const open = (field) => (field.matches(".widget-radio-box") ? !field.querySelector(":checked") : field.type !== "checkbox" && !field.value.trim());
  // Help beside a field, and words on what is still missing, are told together with the field.
  const tie = () => {
    const told = new Map();
    const tell = (field, text) => told.set(field, [...(told.get(field) || []), idOf(text)]);
    for (const help of main.querySelectorAll(".cg-help")) {
      let beside = help.previousElementSibling;
      while (beside && beside.matches(".cg-help")) beside = beside.previousElementSibling;
      const field = beside && beside.matches(".cg-field, .cg-slider, .cg-radios") && fieldIn(beside);
      if (field) tell(field, help);
    }
    const wrong = new Set();
    for (const problem of main.querySelectorAll(".cg-problem")) {
      let box = problem.closest(".widget-box");
      while (box && !box.matches(".cg-exercise") && !box.querySelector(FIELDS)) box = box.parentElement.closest(".widget-box");
      for (const field of box ? box.querySelectorAll(FIELDS) : []) {
        if (!visible(field)) continue;
        tell(field, problem);
        if (open(field)) wrong.add(field);
      }
    }
    for (const field of main.querySelectorAll("[aria-describedby], [aria-invalid]")) {
      if (!told.has(field)) field.removeAttribute("aria-describedby");
      if (!wrong.has(field)) field.removeAttribute("aria-invalid");
    }
    for (const [field, texts] of told) set(field, "aria-describedby", texts.join(" "));
    for (const field of wrong) set(field, "aria-invalid", "true");
  };
  const mend = () => {
    for (const handle of main.querySelectorAll(".noUi-handle")) {
      const box = handle.closest(".jupyter-widgets");
      const readout = box && box.querySelector(".widget-readout");
      const several = box ? [...box.querySelectorAll(".noUi-handle")] : [];
      const which = several.length > 1 ? (several.indexOf(handle) ? ", upper end" : ", lower end") : "";
      set(handle, "aria-label", labelOf(handle) && labelOf(handle) + which);
      if (readout && !which) set(handle, "aria-valuetext", readout.textContent.trim());
    }
    for (const readout of main.querySelectorAll(".widget-readout[contenteditable='true']")) {
      set(readout, "role", "textbox");
      set(readout, "aria-label", labelOf(readout) && labelOf(readout) + ", type a value");
    }
    for (const box of main.querySelectorAll(".widget-radio-box")) {
      set(box, "role", "radiogroup");
      set(box, "aria-label", labelOf(box));
      // ipywidgets leaves radio buttons without a name; with one they are a group with one Tab stop.
      const radios = [...box.querySelectorAll("input[type='radio']")];
      const name = (radios.find((radio) => radio.name) || {}).name || "choice-" + ++groups;
      for (const radio of radios) if (radio.name !== name) radio.name = name;
    }
    // What scrolls sideways within itself must be reached by the keyboard, and have a name.
    for (const table of main.querySelectorAll("table, .cg-table")) {
      if (table.scrollWidth <= table.clientWidth + 1 || !/auto|scroll/.test(getComputedStyle(table).overflowX)) continue;
      const caption = table.querySelector("caption");
      table.tabIndex = 0;
      if (table.localName !== "table") set(table, "role", "group");
      set(table, "aria-label", (caption ? caption.textContent + ": t" : "T") + "able, scrolls sideways");
    }
    for (const box of main.querySelectorAll(".widget-toggle-buttons")) {
      set(box, "role", "group");
      set(box, "aria-label", labelOf(box));
    }
    for (const button of main.querySelectorAll(".widget-toggle-button, .widget-toggle-buttons button")) {
      if (button.localName === "button") set(button, "aria-pressed", String(button.classList.contains("mod-active")));
    }
    for (const field of main.querySelectorAll(".jupyter-widgets :is(input, select, textarea)")) {
      if (field.type === "radio" || field.type === "checkbox" || field.type === "hidden") continue;
      if (!(field.labels && field.labels.length) && !field.hasAttribute("aria-labelledby")) set(field, "aria-label", labelOf(field) || field.placeholder);
    }
    // A figure that stands in the lesson itself, not within an exercise, follows a heading of level 2.
    for (const title of main.querySelectorAll(".cg-figure-title h4")) {
      if (!title.closest(".cg-exercise")) set(title, "aria-level", "3");
    }
    tie();
  };

  // ---- what the mouse shows can be put away --------------------------------------------------------
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !globalThis.Plotly) return;
    for (const plot of main.querySelectorAll(".js-plotly-plot")) globalThis.Plotly.Fx.unhover(plot);
  });

  // ---- the focus is never lost ---------------------------------------------------------------------
  // A button that is pressed may go away or be locked, and the keyboard would be left nowhere. And
  // whoever presses "Next" at the end of a question is led to the question that took its place.
  const STOPS = ":is(h3, h4, h5), :is(a[href], button, input, select, textarea, summary, .noUi-handle):not(:disabled)";
  let held = null;
  let pressed = null;
  let pointing = false;
  const lead = (target, scroll) => {
    if (!target.matches("a, button, input, select, textarea, summary, [tabindex]")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    if (scroll) target.scrollIntoView({ block: "nearest" });
  };
  const gone = (element) => !element.isConnected || !visible(element) || element.matches(":disabled");
  const follows = (one, other) => Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
  main.addEventListener("focusin", ({ target }) => { held = target; });
  // Whoever clicks beside a control has let it go; a control that goes away was not let go.
  main.addEventListener("focusout", ({ target, relatedTarget }) => {
    if (relatedTarget) return;
    if (gone(target)) setTimeout(guide, PAUSE);
    else held = null;
  });
  main.addEventListener("click", ({ target, detail }) => {
    pointing = detail > 0; // a key that presses a button clicks it no times
    const button = target.closest("button");
    const box = button && button.closest(".cg-exercise");
    const where = box && box.querySelector(".cg-where");
    pressed = where ? { button, box, where: where.textContent } : null;
  });
  const guide = () => {
    if (pressed && pressed.button.isConnected) {
      const { button, box, where } = pressed;
      const place = box.querySelector(".cg-where");
      const between = [...box.querySelectorAll(".cg-radios")].some((one) => visible(one) && follows(one, button));
      if (place && place.textContent !== where) {
        pressed = null;
        if (between && visible(place)) return lead(place, true);
      }
    }
    const at = document.activeElement;
    const away = !at || at === document.body || gone(at);
    if (!held || !away || !held.isConnected || !gone(held)) return;
    const box = held.closest(".cg-exercise");
    const stops = box ? [...box.querySelectorAll(STOPS)].filter(visible) : [];
    const target = stops.find((one) => follows(held, one)) || stops.at(-1);
    if (target) lead(target, !pointing); // what is under a pointer stays there
  };

  // ---- what changed, spoken ------------------------------------------------------------------------
  // One press may change several places, one after the other: their words are gathered and spoken
  // together, and of a place that changed twice only the latest.
  // Nothing is spoken before somebody has pressed something: what is there from the beginning, or comes
  // alive out of sight (visibility: hidden), is read like the rest of the page.
  const last = new WeakMap();
  const news = new Map();
  const waiting = new WeakSet();
  let touched = false;
  for (const kind of ["pointerdown", "click", "input", "keydown"]) {
    main.addEventListener(kind, ({ key }) => { touched ||= Boolean(page.dataset.course) && key !== "Tab"; }, true);
  }
  let speaking = 0;
  const speak = () => {
    spoken.textContent = [...news.values()].join(" ");
    news.clear();
  };
  const listen = () => {
    let changed = false;
    for (const element of main.querySelectorAll(".cg-live")) {
      if (element.querySelector("[role=alert]")) continue; // speaks for itself
      if (getComputedStyle(element).visibility === "hidden") {
        waiting.add(element);
        continue;
      }
      const text = element.innerText.replace(/\s+/g, " ").trim();
      if (touched && !waiting.delete(element) && (last.has(element) || text) && last.get(element) !== text) {
        if (text) news.set(element, text);
        else news.delete(element);
        changed = true;
      }
      last.set(element, text);
    }
    if (!changed) return;
    clearTimeout(speaking);
    if (news.size) speaking = setTimeout(speak, 250);
  };

  // ---- fact ids lead to their sources ----------------------------------------------------------------
  const MARK = /\[[A-Z][A-Z0-9]+-[\w-]+(?:\s*[,;]\s*[A-Z][A-Z0-9]+-[\w-]+)*\]/g;
  const ID = /[A-Z][A-Z0-9]+-[\w-]+/g;
  const NOT_IN = "a, button, label, input, textarea, select, svg, pre, code, script, style, [contenteditable]";
  const known = (id) => document.getElementById("fact-" + id);
  const linked = (mark) => {
    const pieces = document.createElement("span");
    pieces.className = "page-mark";
    let at = 0;
    for (const found of mark.matchAll(ID)) {
      pieces.append(mark.slice(at, found.index));
      at = found.index + found[0].length;
      if (known(found[0])) {
        const link = document.createElement("a");
        link.className = "page-cite";
        link.href = "#fact-" + found[0];
        link.textContent = found[0];
        pieces.append(link);
      } else pieces.append(found[0]);
    }
    pieces.append(mark.slice(at));
    return pieces;
  };
  const cite = () => {
    if (!main.querySelector("[id^='fact-']")) return;
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT, (node) =>
      node.data.includes("[") && node.parentElement && !node.parentElement.closest(NOT_IN)
        ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const node of texts) {
      const marks = [...node.data.matchAll(MARK)].filter((mark) => mark[0].match(ID).some(known));
      if (!marks.length) continue;
      const pieces = document.createDocumentFragment();
      let at = 0;
      for (const mark of marks) {
        pieces.append(node.data.slice(at, mark.index), linked(mark[0]));
        at = mark.index + mark[0].length;
      }
      pieces.append(node.data.slice(at));
      node.replaceWith(pieces);
    }
  };

  let due = 0;
  const tidy = () => { mend(); cite(); listen(); guide(); };
  new MutationObserver(() => { clearTimeout(due); due = setTimeout(tidy, PAUSE); }).observe(main, {
    childList: true, subtree: true, characterData: true,
    attributes: true, attributeFilter: ["class", "aria-valuetext", "contenteditable"],
  });
  tidy();
})();
