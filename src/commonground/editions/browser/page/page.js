// The script of a page in the browser edition: it tells the reader how far the exercises are, and puts
// them in the place of their stills without anything jumping. A link to another page of the course
// changes the words and keeps Python running, so that one start serves the whole visit.
// No rule of an exercise is in here. Names for assistive technology are in names.js.
(() => {
  "use strict";
  const root = new URL(document.body.dataset.root, location.href);
  const page = document.documentElement;
  const status = document.getElementById("page-status");
  const main = document.getElementById("lesson");
  const SAY = {
    starting: "Getting the exercises ready. You can start reading.",
    python: "Getting the exercises ready: Python has started.",
    ready: "The exercises are ready.",
    partly: "Some exercises on this page could not start. Reload the page to try again.",
    failed: "This exercise could not start. Reload the page. If it happens again, tell your trainer the name of the page and the heading above.",
    stopped: "The exercises could not start. You can read the lesson. Reload the page to try again. If that does not help, try a current version of Chrome, Edge, Firefox or Safari.",
    file: "You opened this page from a folder. You can read it. The exercises need a web address: ask whoever keeps this copy of the course.",
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
  const ERROR = '.page-result [data-mime-type$="jupyter.stderr"], .page-result [data-mime-type$="jupyter.error"]';
  let slots = [];
  let ended = false;
  const settle = (slot) => {
    // The place keeps the height that it had until the exercise stands in it.
    slot.style.minHeight = slot.offsetHeight + "px";
    slot.removeAttribute("aria-busy");
    slot.classList.add("page-live");
    slot.querySelector(".page-still").remove();
    requestAnimationFrame(() => requestAnimationFrame(() => { slot.style.minHeight = ""; }));
  };
  // What has been begun prints as it stands; anything else prints with lines to write on.
  const BEGUN = ".cg-choice input:checked, .cg-card input:checked";
  const begin = (slot) => slot && slot.classList.contains("page-live") && slot.classList.add("page-begun");
  main.addEventListener("input", (event) => begin(event.target.closest(".page-slot")));
  main.addEventListener("click", (event) => event.target.closest("button") && begin(event.target.closest(".page-slot")));
  addEventListener("beforeprint", () => {
    for (const slot of slots) {
      const written = [...slot.querySelectorAll(".page-result :is(input[type='text'], textarea)")].some((field) => field.value);
      if (written || slot.querySelector(`.page-result :is(${BEGUN})`)) begin(slot);
    }
  });
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
  const look = () => {
    for (const slot of slots) {
      if (!slot.hasAttribute("aria-busy")) continue;
      if (slot.querySelector(ERROR)) fail(slot);
      else if (drawn(slot)) settle(slot);
    }
    return slots.every((slot) => !slot.hasAttribute("aria-busy"));
  };
  const finish = () => {
    watcher.disconnect();
    const problems = main.querySelector(".page-failed");
    page.dataset.course = problems ? "partly" : "ready";
    say(problems ? SAY.partly : SAY.ready, Boolean(problems));
  };
  const watcher = new MutationObserver(() => { if (look() && ended) finish(); });
  const cellsEnded = () => {
    ended = true;
    if (look()) finish();
  };
  const open = (words) => {
    slots = [...main.querySelectorAll(".page-slot")];
    ended = false;
    if (!slots.length || !document.getElementById("jupyter-config-data")) {
      status.classList.add("page-gone");
      page.dataset.course = "ready";
      return;
    }
    watcher.observe(main, { childList: true, subtree: true });
    say(words, true);
  };

  addEventListener("coursefailed", () => {
    page.dataset.course = "failed";
    say(SAY.stopped, true);
  });

  // The application of the page calls these two as it goes through the cells of the first page.
  window.update_loading_text = (number, count, text) => { if (text) say(SAY.python, true); };
  window.display_cells = cellsEnded;

  // ---- the next page, with the same Python -------------------------------------------------------
  const shared = async (name) => {
    const versions = globalThis.commongroundShared[name];
    return (await Object.values(versions)[0].get())();
  };
  const settingsIn = (whole) => {
    const element = whole.getElementById("jupyter-config-data");
    return element ? JSON.parse(element.textContent) : null;
  };
  const run = async (source, kernel, rendermime, place) => {
    const { OutputAreaModel, SimplifiedOutputArea } = await shared("@jupyterlab/outputarea");
    const { Widget } = await shared("@lumino/widgets");
    const area = new SimplifiedOutputArea({ model: new OutputAreaModel({ trusted: true }), rendermime });
    area.future = kernel.requestExecute({ code: source });
    await area.future.done;
    if (place && area.node.childNodes.length) Widget.attach(area, place);
    else area.dispose();
  };
  const runCells = async (cells) => {
    const { kernel, rendermime } = jupyterapp.widgetManager;
    for (const [i, cell] of cells.entries()) {
      const slot = main.querySelector(`[cell-index="${i + 1}"]`);
      await run(cell.source, kernel, rendermime, slot && slot.lastElementChild);
    }
    cellsEnded();
  };
  let turning = 0;
  const turnTo = async (address, y) => {
    const mine = ++turning;
    watcher.disconnect();
    delete page.dataset.course;
    const whole = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    if (mine !== turning) return;
    const words = whole.getElementById("lesson");
    if (!words) throw new Error("not a page of the course");
    page.lang = whole.documentElement.lang;
    document.title = whole.title;
    main.replaceChildren(...words.childNodes);
    for (const part of [".page-header", ".page-footer"]) {
      document.querySelector(part).replaceWith(whole.querySelector(part));
    }
    const settings = settingsIn(whole);
    open(SAY.starting);
    const target = address.hash && document.getElementById(decodeURIComponent(address.hash.slice(1)));
    if (target) target.scrollIntoView();
    else scrollTo(0, y);
    main.focus({ preventScroll: true });
    if (settings) await runCells(settings.notebookSrc.cells);
  };
  const isPage = (address) =>
    address.origin === root.origin && address.pathname.startsWith(root.pathname) && address.pathname.endsWith(".html");
  const go = (address, y) => turnTo(address, y).catch(() => { location.href = address.href; });
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute("download") || !window.jupyterapp || page.dataset.course === undefined) return;
    const address = new URL(link.href);
    if (!isPage(address) || address.pathname === location.pathname) return;
    event.preventDefault();
    history.replaceState({ y: scrollY }, "");
    history.pushState({ y: 0 }, "", address);
    go(address, 0);
  });
  addEventListener("popstate", (event) => {
    if (event.state && window.jupyterapp) go(new URL(location.href), event.state.y || 0);
  });

  // A browser may clear what a site keeps when the disk is full, unless it was asked not to.
  addEventListener("pointerdown", () => {
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
  }, { once: true });

  open(SAY.starting);
  if (!slots.length) return;
  if (location.protocol === "file:") say(SAY.file, true);
  else if (typeof WebAssembly === "undefined") dispatchEvent(new Event("coursefailed"));
})();
