// Lets the browser keep the course (service-worker.js), and tells the reader what that means: that the
// course goes on without a connection, and that a newer version is there to be used.
(() => {
  "use strict";
  const root = new URL(document.body.dataset.root, location.href);
  const page = document.documentElement;
  // early.js hides it from the application of the page, which would register a worker of its own.
  const workers = window.course ? window.course.serviceWorker : navigator.serviceWorker;
  const SAY = {
    kept: "This browser keeps the course from here on. It opens without a connection too.",
    offline: "You are offline. The course goes on.",
    online: "You are online again.",
    newer: "There is a newer version of this course. Your work is kept.",
    use: "Use the newer version",
    later: "Later",
    loading: "Loading the newer version.",
    where: "The buttons are at the start of the page.",
  };
  const SHOWN = 8000;
  const HOUR = 3600000;

  // ---- the notice ------------------------------------------------------------------------------
  // It comes right after the link that skips to the lesson, so that the keyboard finds it at once; it
  // is drawn at the lower edge, above the status line. Its words are spoken as they change.
  const notice = document.createElement("section");
  notice.className = "page-notice";
  notice.hidden = true;
  notice.setAttribute("aria-label", "About this copy of the course");
  const words = document.createElement("p");
  const buttons = document.createElement("div");
  notice.append(words, buttons);
  const spoken = document.createElement("div");
  spoken.className = "page-spoken";
  spoken.setAttribute("role", "status");
  document.querySelector(".page-skip").after(notice, spoken);

  const status = document.getElementById("page-status");
  const covered = document.documentElement.style;
  const place = () => {
    const below = status.classList.contains("page-gone") ? 0 : status.offsetHeight;
    notice.style.bottom = below ? `${below}px` : "";
    // What gets the focus is scrolled clear of the notice, however many lines that has.
    if (notice.hidden) covered.removeProperty("--page-covered");
    else covered.setProperty("--page-covered", `${below + notice.offsetHeight + 16}px`);
  };
  new MutationObserver(place).observe(status, { attributes: true, childList: true });
  addEventListener("resize", place);

  let hiding = 0;
  let asking = false;
  const hide = () => {
    if (notice.contains(document.activeElement)) document.getElementById("lesson").focus({ preventScroll: true });
    notice.hidden = true;
    place();
  };
  const show = (text) => {
    clearTimeout(hiding);
    words.textContent = text;
    notice.hidden = false;
    place();
  };
  const tell = (text) => {
    spoken.textContent = text;
    // A question stays until it is answered.
    if (asking) return;
    buttons.replaceChildren();
    show(text);
    hiding = setTimeout(hide, SHOWN);
  };
  const button = (text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };

  addEventListener("offline", () => tell(SAY.offline));
  addEventListener("online", () => tell(SAY.online));

  // ---- a newer version ---------------------------------------------------------------------------
  const ask = (worker) => {
    asking = true;
    const use = button(SAY.use, () => {
      buttons.replaceChildren();
      show(SAY.loading);
      spoken.textContent = SAY.loading;
      worker.postMessage("use-this-version");
    });
    const later = button(SAY.later, () => {
      asking = false;
      hide();
    });
    buttons.replaceChildren(use, later);
    show(SAY.newer);
    spoken.textContent = `${SAY.newer} ${SAY.where}`;
  };
  const watch = (registration) => {
    const follow = (worker) => {
      const first = !registration.active;
      const look = () => {
        if (worker.state === "installed" && !first) ask(worker);
        if (worker.state === "activated" && first) tell(SAY.kept);
      };
      worker.addEventListener("statechange", look);
      look();
    };
    if (registration.waiting) follow(registration.waiting);
    else if (registration.installing) follow(registration.installing);
    registration.addEventListener("updatefound", () => follow(registration.installing));
  };

  // What was typed last may still be on its way into the browser's store.
  const saved = async () => {
    const kernel = window.jupyterapp && window.jupyterapp.widgetManager && window.jupyterapp.widgetManager.kernel;
    if (!kernel || page.dataset.course === undefined) return;
    const code = "from commonground.editions.browser import inside\nawait inside.settled()";
    const wait = new Promise((resolve) => setTimeout(resolve, 3000));
    await Promise.race([kernel.requestExecute({ code, silent: true }).done, wait]).catch(() => {});
  };

  const begin = async () => {
    // Each open page of the course goes over to the version that the reader chose.
    let before = workers.controller;
    workers.addEventListener("controllerchange", () => {
      if (before) saved().then(() => location.reload());
      before = workers.controller;
    });
    const registration = await workers.register(new URL("service-worker.js", root), { scope: root.href });
    watch(registration);
    let asked = Date.now();
    document.addEventListener("visibilitychange", () => {
      if (document.hidden || Date.now() - asked < HOUR) return;
      asked = Date.now();
      registration.update().catch(() => {});
    });
  };

  // The first visit goes first: what it does not need is fetched when its exercises work.
  const idle = window.requestIdleCallback || ((act) => setTimeout(act, 1000));
  const start = () => idle(() => begin().catch((error) => console.warn("The course is not kept for offline use:", error)));
  if (!workers || root.protocol === "file:") return;
  if (navigator.connection && navigator.connection.saveData) return;
  if (page.dataset.course !== undefined) {
    start();
    return;
  }
  const ready = new MutationObserver(() => {
    if (page.dataset.course === undefined) return;
    ready.disconnect();
    start();
  });
  ready.observe(page, { attributes: true, attributeFilter: ["data-course"] });
})();
