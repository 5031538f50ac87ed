// Starts the Python of the page under Node.js and lets it pack the parts: node pack.mjs PYODIDE WORK
// WORK/jobs.json says what to pack; see pack.py. Byte-code fits only the Python that wrote it.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [pyodideFolder, work] = process.argv.slice(2).map((name) => path.resolve(name));
const { loadPyodide } = await import(pathToFileURL(path.join(pyodideFolder, "pyodide.mjs")));
const python = await loadPyodide({
  indexURL: pyodideFolder + path.sep,
  // The order of sets goes into byte-code: two builds must be the same.
  env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" },
  stdout: (line) => console.log(line),
});
python.FS.mkdirTree("/packing");
python.FS.mount(python.FS.filesystems.NODEFS, { root: work }, "/packing");
await python.runPythonAsync(fs.readFileSync(path.join(import.meta.dirname ?? path.dirname(process.argv[1]), "pack.py"), "utf8"));
