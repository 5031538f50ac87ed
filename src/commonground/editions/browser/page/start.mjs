// Starts Python for the kernel of a page. The kernel asks this file for `loadPyodide`, as it would ask
// pyodide itself; the page's worker (kernel.js) has asked before, so that Python starts while the
// application of the page is still loading. Everything lies beside this file: nothing is installed.
import { loadPyodide as load } from "./pyodide.mjs";

const here = new URL("./", import.meta.url).href;
const bytes = async (name) => new Uint8Array(await (await fetch(here + name)).arrayBuffer());

// What Python writes goes to whom the kernel names, as soon as it is there.
const listeners = {};
const started = start();
started.catch((error) => postMessage({ courseFailed: String(error) }));

async function start() {
  const files = Promise.all(["packages.zip", "course.zip"].map(bytes));
  const python = await load({
    indexURL: here,
    stdLibURL: here + "stdlib.zip",
    packages: [],
    env: {
      HOME: "/home/pyodide",
      COMMONGROUND_COURSE: "/course",
      COMMONGROUND_WORK: "/my-work",
      COMMONGROUND_PLOTLY_BUNDLE: "__PLOTLY__",
      // Each page has a kernel of its own, so nobody else needs to hear what a control was set to.
      JUPYTER_WIDGETS_ECHO: "0",
    },
    stdout: (line) => listeners.stdout?.(line),
    stderr: (line) => listeners.stderr?.(line),
  });
  const [packages, course] = await files;
  python.FS.writeFile("/packages.zip", packages);
  python.unpackArchive(course, "zip", { extractDir: "/course" });
  await python.runPythonAsync(`
import sys
sys.path[:0] = ["/course", "/packages.zip"]
import pyodide_kernel
import commonground.lesson
import commonground.editions.browser.inside
`);
  return python;
}

export async function loadPyodide(options) {
  Object.assign(listeners, { stdout: options.stdout, stderr: options.stderr });
  return started;
}
