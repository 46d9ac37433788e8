// node wake.mjs PYODIDE PYTHON_PART MEMORY_PART LOCK CODE: runs CODE in the site's own Python, woken from its memory, and
// prints its last value.
import { readFileSync } from "node:fs";
import { wakePython } from "../../assets/web/scripts/python.js";

const [, , pyodide, python, memory, lock, code] = process.argv;
const { loadPyodide } = await import(`${pyodide}/pyodide.mjs`);
const bytesOf = (path) => new Uint8Array(readFileSync(path));
const interpreter = await wakePython(
  loadPyodide,
  { runtime: `${python}/`, memory: `${memory}/` },
  {
    read: async (path) => bytesOf(path),
    readNow: bytesOf,
    flet: {},
    lockFileContents: { info: JSON.parse(lock), packages: {} },
  },
);
console.log(await interpreter.runPythonAsync(code));
