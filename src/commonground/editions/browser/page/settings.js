// The addresses in the settings of the page's application, which must be whole ones.
(() => {
  "use strict";
  const element = document.getElementById("jupyter-config-data");
  if (!element) return; // a page without exercises
  const settings = JSON.parse(element.textContent);
  const root = new URL(document.body.dataset.root, location.href);
  const kernel = settings.litePluginSettings["@jupyterlite/pyodide-kernel-extension:kernel"];
  kernel.pyodideUrl = new URL(kernel.pyodideUrl, root).href;
  settings.baseUrl = root.pathname;
  settings.fullStaticUrl = new URL("code/app", root).href;
  settings.fullLabextensionsUrl = new URL("code/extensions", root).href;
  element.textContent = JSON.stringify(settings);
  // Formulas would be set by a typesetter from the web. The course's pages have none.
  window.MathJax = { Hub: { Config() {}, Configured() {}, Queue() {}, Register: { StartupHook() {} } } };
})();
