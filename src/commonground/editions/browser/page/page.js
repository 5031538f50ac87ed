// The script of a page in the browser edition: it tells the reader how far the exercises are, puts
// them in the place of their stills without anything jumping.
// No rule of an exercise is in here. Names for assistive technology are in names.js.
(() => {
  "use strict";
  const course = window.course || {};
  const root = new URL(document.body.dataset.root, location.href);
  const status = document.getElementById("page-status");
  const main = document.getElementById("lesson");
  const SAY = {
    starting: "Getting the exercises ready. You can start reading.",
    python: "Getting the exercises ready: Python has started.",
    ready: "The exercises are ready.",
    partly: "Some exercises on this page could not start. Reload the page to try again.",
    failed: "This exercise could not start. Reload the page. If it happens again, tell your trainer the name of the page and the heading above.",
    stopped: "The exercises could not start in this browser. You can read the lesson. To do the exercises, use a current version of Chrome, Edge, Firefox or Safari.",
    file: "You opened this page from a folder. You can read it. The exercises need a web address: ask whoever keeps this copy, or see hosting.html.",
  };

  // ---- the status line -----------------------------------------------------------------------
  // It is fixed at the edge of the window, so that nothing moves when it comes or goes.
  let hiding = 0;
  const say = (text, stays) => {
    clearTimeout(hiding);
    status.textContent = text;
    status.classList.remove("page-gone");
    if (!stays) hiding = setTimeout(() => status.classList.add("page-gone"), 5000);
  };

  // ---- stills and exercises ------------------------------------------------------------------
  const slots = [...main.querySelectorAll(".page-slot")];
  const settle = (slot) => {
    // The place keeps the height that it had until the exercise stands in it.
    slot.style.minHeight = slot.offsetHeight + "px";
    slot.removeAttribute("aria-busy");
    slot.classList.add("page-live");
    requestAnimationFrame(() => requestAnimationFrame(() => { slot.style.minHeight = ""; }));
  };
  const fail = (slot) => {
    const words = document.createElement("p");
    words.className = "page-problem";
    words.textContent = SAY.failed;
    slot.removeAttribute("aria-busy");
    slot.classList.add("page-failed");
    slot.append(words);
  };
  const drawn = (slot) => {
    const outputs = [...slot.querySelectorAll(".page-result .jp-OutputArea-output")];
    return outputs.length > 0 && outputs.every((output) => output.childElementCount);
  };
  const broken = (slot) => slot.querySelector('.page-result [data-mime-type$="jupyter.stderr"], .page-result [data-mime-type$="jupyter.error"]');
  const look = () => {
    for (const slot of slots) {
      if (!slot.hasAttribute("aria-busy")) continue;
      if (broken(slot)) fail(slot);
      else if (drawn(slot)) settle(slot);
    }
    return slots.every((slot) => !slot.hasAttribute("aria-busy"));
  };
  const watcher = new MutationObserver(() => { if (look() && ended) finish(); });
  let ended = false;
  const finish = () => {
    watcher.disconnect();
    const problems = main.querySelector(".page-failed");
    document.documentElement.dataset.course = problems ? "partly" : "ready";
    say(problems ? SAY.partly : SAY.ready, Boolean(problems));
  };

  // The application of the page calls these two as it goes through the cells.
  window.update_loading_text = (number, count, text) => { if (text) say(SAY.python, true); };
  window.display_cells = () => {
    ended = true;
    if (look()) finish();
  };

  if (!slots.length) {
    document.documentElement.dataset.course = "ready";
    return;
  }
  watcher.observe(main, { childList: true, subtree: true });
  if (location.protocol === "file:") say(SAY.file, true);
  else if (typeof WebAssembly === "undefined") say(SAY.stopped, true);
  else say(SAY.starting, true);
})();
