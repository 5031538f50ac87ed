/* The script of a lesson's page: it tells the reader when the exercises are ready, and mends what
   the widgets leave out for people who use a screen reader or a keyboard. No rule of an exercise
   is in here, and nothing is asked of any other host. */
(() => {
  "use strict";
  const status = document.getElementById("page-status");
  const spoken = document.getElementById("page-spoken");
  const main = document.getElementById("lesson");
  const slots = [...main.querySelectorAll(".page-slot")];
  const SAY = {
    ready: "The exercises are ready.",
    partly: "Some exercises on this page could not start. Reload the page to try again.",
    away: "The course has stopped. Start it again, then reload this page. What you saved is kept.",
    dead: "The exercises on this page have stopped. Reload the page to start them again. What you saved is kept.",
    failed: "This exercise could not start. Reload the page. If it happens again, tell your trainer the name of the page and the heading above.",
  };
  let finished = false;
  let leaving = false;

  // ---- the status line -----------------------------------------------------------------------
  // It is fixed at the edge of the window, so that nothing moves when it comes or goes.
  let hiding = 0;
  const say = (text, stays) => {
    clearTimeout(hiding);
    status.textContent = text;
    status.classList.remove("page-gone");
    if (!stays) hiding = setTimeout(() => status.classList.add("page-gone"), 5000);
  };

  // ---- the places of the exercises -----------------------------------------------------------
  // The heights of the last visit are reserved, so that the words below do not move.
  const memory = "commonground heights " + location.pathname;
  const heights = (() => {
    try { return JSON.parse(localStorage.getItem(memory)) || {}; } catch { return {}; }
  })();
  const wide = String(Math.round(main.clientWidth / 40));
  for (const slot of slots) {
    const height = (heights[wide] || {})[slot.id];
    if (height > 0) slot.style.minHeight = height + "px";
  }
  const keepHeights = () => {
    heights[wide] = Object.fromEntries(slots.map((slot) => {
      slot.style.minHeight = "";
      return [slot.id, Math.round(slot.getBoundingClientRect().height)];
    }));
    try { localStorage.setItem(memory, JSON.stringify(heights)); } catch { /* private window: next time it may move */ }
  };
  const fill = (slot) => {
    slot.removeAttribute("aria-busy");
    const waiting = slot.querySelector(".page-waiting");
    if (waiting) waiting.remove();
  };
  const fail = (slot) => {
    fill(slot);
    const words = document.createElement("p");
    words.className = "page-problem";
    words.textContent = SAY.failed;
    slot.lastElementChild.replaceChildren(words);
  };
  const shown = (slot) => [...slot.querySelectorAll(".jp-OutputArea-output")].every((part) => part.childElementCount);
  const finish = (well, tries = 0) => {
    // The last cell has run; its widgets may still be on their way into the page.
    if (well && tries < 100 && !slots.every(shown)) return void setTimeout(finish, 50, well, tries + 1);
    slots.filter((slot) => slot.hasAttribute("aria-busy")).forEach(well ? fill : fail);
    const problems = main.querySelector(".page-problem");
    document.documentElement.dataset.course = problems ? "partly" : "ready";
    if (slots.length) say(problems ? SAY.partly : SAY.ready, Boolean(problems));
    finished = true;
    requestAnimationFrame(keepHeights);
  };

  // ---- listening to Voila's connections --------------------------------------------------------
  // One carries the results of the cells, the other the widgets; both tell how the page is doing.
  const results = (socket) => {
    let ended = false;
    socket.addEventListener("message", (event) => {
      const { action, payload } = JSON.parse(event.data);
      if (action === "execution_error") { ended = true; finish(false); }
      if (action !== "execution_result") return;
      const slot = slots.find((one) => one.getAttribute("cell-index") === String(payload.cell_index + 1));
      const outputs = payload.output_cell.outputs || [];
      if (slot) setTimeout(outputs.some((output) => output.output_type === "error") ? fail : fill, 0, slot);
      if (payload.cell_index + 1 === payload.total_cell) { ended = true; setTimeout(finish, 0, true); }
    });
    socket.addEventListener("close", () => { if (!ended && !leaving) finish(false); });
  };
  let lost = 0;
  let dead = false;
  const kernel = (socket) => {
    socket.addEventListener("open", () => {
      if (lost && finished && !dead) say(SAY.ready);
      clearTimeout(lost);
      lost = 0;
    });
    socket.addEventListener("close", () => {
      if (!leaving && !lost) lost = setTimeout(say, 4000, SAY.away, true);
    });
    socket.addEventListener("message", ({ data }) => {
      if (typeof data === "object" && data.byteLength > 4000) return;
      const text = typeof data === "string" ? data.slice(0, 4000) : new TextDecoder().decode(data);
      if (/"execution_state":\s*"(restarting|autorestarting|dead)"/.test(text)) {
        dead = true;
        say(SAY.dead, true);
      }
    });
  };
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(address, ...others) {
      super(address, ...others);
      if (String(address).includes("/voila/execution/")) results(this);
      else if (String(address).includes("/api/kernels/")) kernel(this);
    }
  };
  window.addEventListener("pagehide", () => { leaving = true; });
  // A page brought back by the Back button has lost its kernel, which ended when the page was left.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // The token has done its work and a cookie has taken its place: keep it off projectors.
  const address = new URL(location.href);
  if (address.searchParams.has("token")) {
    address.searchParams.delete("token");
    history.replaceState(history.state, "", address);
  }

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
  };

  // ---- what changed, spoken ------------------------------------------------------------------------
  const last = new WeakMap();
  let speaking = 0;
  const listen = () => {
    const news = [];
    for (const element of main.querySelectorAll(".cg-live")) {
      const text = element.innerText.replace(/\s+/g, " ").trim();
      if (last.has(element) && last.get(element) !== text && text) news.push(text);
      last.set(element, text);
    }
    if (!news.length || !finished) return;
    clearTimeout(speaking);
    speaking = setTimeout(() => { spoken.textContent = news.join(" "); }, 250);
  };

  // ---- fact ids lead to their sources ----------------------------------------------------------------
  const MARK = /\[[A-Z][A-Z0-9]+-[\w-]+(?:\s*[,;]\s*[A-Z][A-Z0-9]+-[\w-]+)*\]/g;
  const ID = /[A-Z][A-Z0-9]+-[\w-]+/g;
  const NOT_IN = "a, button, label, input, textarea, select, svg, pre, code, script, style, [contenteditable]";
  const known = (id) => document.getElementById("fact-" + id);
  const linked = (mark) => {
    const pieces = document.createDocumentFragment();
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

  // Tidying looks over the whole page, so it waits for a pause: it must not hold up a figure that is
  // being redrawn while a slider moves.
  const PAUSE = 150;
  let due = 0;
  const tidy = () => { mend(); cite(); listen(); };
  new MutationObserver(() => { clearTimeout(due); due = setTimeout(tidy, PAUSE); }).observe(main, {
    childList: true, subtree: true, characterData: true,
    attributes: true, attributeFilter: ["class", "aria-valuetext", "contenteditable"],
  });
  tidy();

  if (!slots.length) { finished = true; status.classList.add("page-gone"); document.documentElement.dataset.course = "ready"; }
})();
