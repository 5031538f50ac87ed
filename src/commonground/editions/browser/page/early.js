// Runs before anything else of a page: Python starts at once, while the words are read and the
// application of the page is loading.
(() => {
  "use strict";
  const script = document.currentScript.src;
  const root = new URL("../", script);
  const course = (window.course = { root: root.href, serviceWorker: navigator.serviceWorker });
  // JupyterLite would put a service worker of its own in the place of the course's, to let the kernel
  // reach files of the page. The course's kernel keeps its files itself, so JupyterLite is refused
  // (and not given nothing: it would wait for ever).
  const refused = { controller: null, register: () => Promise.reject(new Error("The course has its own.")) };
  Object.defineProperty(navigator, "serviceWorker", { value: refused, configurable: true });
  if (location.protocol === "file:") return;
  const Plain = window.Worker;
  course.worker = new Plain(new URL("python/kernel.js", root), { type: "module" });
  const failed = () => dispatchEvent(new Event("coursefailed"));
  course.worker.addEventListener("message", ({ data }) => { if (data && data.courseFailed) failed(); });
  course.worker.addEventListener("error", failed);
  // The kernel asks for its worker when the application has loaded: it gets the one that is running.
  window.Worker = class {
    constructor(address, options) {
      const early = course.worker;
      if (early && String(address).includes("comlink.worker")) {
        course.worker = null;
        return early;
      }
      return new Plain(address, options);
    }
  };
})();
