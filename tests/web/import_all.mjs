// node import_all.mjs PYODIDE PYTHON_PART LOCK ARCHIVE…: imports every module of the archives in the site's own
// Python and prints what failed.
import { readFile } from "node:fs/promises";
import { unpack } from "../../assets/web/scripts/archive.js";

const [, , pyodide, python, lock, ...archives] = process.argv;
const { loadPyodide } = await import(`${pyodide}/pyodide.mjs`);
const interpreter = await loadPyodide({
  indexURL: `${python}/`,
  lockFileContents: { info: JSON.parse(lock), packages: {} },
  env: { PYTHONPATH: "/modules" },
  fsInit: async (files) => {
    for (const archive of archives) unpack(files, new Uint8Array(await readFile(archive)), "/modules");
  },
});
interpreter.registerJsModule("flet_js", {});
const failures = await interpreter.runPythonAsync(`
import asyncio, importlib, pathlib, traceback

def name_of(path):
    parts = path.relative_to("/modules").with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

failures = []
for path in sorted(pathlib.Path("/modules").rglob("*.pyc")):
    name = name_of(path)
    try:
        importlib.import_module(name)
    except BaseException as error:
        failures.append(f"{name}: {error!r}")
"\\n".join(failures)
`);
console.log(failures);
