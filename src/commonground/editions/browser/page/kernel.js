// The worker of a page: JupyterLite's kernel, and Python already on its way.
import "__KERNEL_WORKER__";
import "./start.mjs";
