/* The script of a lesson's page on the local course: it listens to Voila's connections and tells the
   reader when the exercises are ready. No rule of an exercise is in here, and nothing is asked of any
   other host. Names for assistive technology are given by editions/page/names.js. */
(() => {
  "use strict";
  const status = document.getElementById("page-status");
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

  if (!slots.length) { finished = true; status.classList.add("page-gone"); document.documentElement.dataset.course = "ready"; }
})();
