// node wake.mjs PYODIDE PYTHON_PART MEMORY_PART PLAIN_PART LOCK CODE: runs CODE in the site's own Python, woken from its
// memory, or started without it when PLAINLY is set, and prints its last value. NAVIGATOR, a JSON object, says what
// browser it believes to be in.
import { readFileSync } from "node:fs";
import { startPlainly, wakePython } from "../../assets/web/scripts/python.js";

const [, , pyodide, python, memory, plain, lock, code] = process.argv;
const { NAVIGATOR, PLAINLY } = process.env;
if (NAVIGATOR) Object.defineProperty(globalThis, "navigator", { value: JSON.parse(NAVIGATOR) });
const { loadPyodide } = await import(`${pyodide}/pyodide.mjs`);
const bytesOf = (path) => new Uint8Array(readFileSync(path));
const start = PLAINLY ? startPlainly : wakePython;
const interpreter = await start(
  loadPyodide,
  { runtime: `${python}/`, memory: `${memory}/`, plain: `${plain}/` },
  {
    read: async (path) => bytesOf(path),
    readNow: bytesOf,
    flet: {},
    arrived: () => {},
    lockFileContents: { info: JSON.parse(lock), packages: {} },
  },
);
console.log(await interpreter.runPythonAsync(code));
