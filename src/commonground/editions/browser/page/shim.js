// An extension without plugins, in the form that the page's application loads. The application shares
// @jupyterlite/apputils 0.7.0; the kernel asks for a later one, does not find it, and falls back to a
// copy that asks for modules which the page does not share. So the page's own copy is offered under
// the later version numbers as well.
var _JUPYTERLAB = globalThis._JUPYTERLAB = globalThis._JUPYTERLAB || {};
_JUPYTERLAB["commonground-shared"] = {
  init: (scope) => {
    globalThis.commongroundShared = scope;
    const versions = scope["@jupyterlite/apputils"];
    const own = versions && versions["0.7.0"];
    if (own) for (const later of ["0.7.999", "0.8.999"]) versions[later] = versions[later] || own;
  },
  get: () => Promise.resolve(() => ({ __esModule: true, default: [] })),
};
