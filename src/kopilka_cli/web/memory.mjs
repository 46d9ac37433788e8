// node memory.mjs PYODIDE LIBRARY MEMORY IMPORTED NAMES ARCHIVE…: imports the wallet with the standard library LIBRARY
// and the modules of the ARCHIVEs, and everything that NAMES names in Flet; writes Python's memory to MEMORY and where
// each imported module came from to IMPORTED.
import { readFile, writeFile } from "node:fs/promises";
import { unpack } from "../../../assets/web/scripts/archive.js";
import { pack, programMemory } from "../../../assets/web/scripts/memory.js";
import { levelTable } from "../../../assets/web/scripts/table.js";

const [, , pyodide, library, memory, imported, names, ...archives] = process.argv;
const { loadPyodide } = await import(`${pyodide}/pyodide.mjs`);
const { default: create } = await import(`${pyodide}/pyodide.asm.mjs`);
const flet = {};
let program = null;
const python = await loadPyodide({
  indexURL: `${pyodide}/`,
  stdLibURL: library,
  createPyodideModule: (settings) => {
    program = programMemory(settings);
    levelTable(settings);
    return create(settings);
  },
  env: { PYTHONPATH: "/modules", PYTHONHASHSEED: "0", HOME: "/home/member", TZ: "UTC" },
  fsInit: async (files) => {
    for (const archive of archives) unpack(files, new Uint8Array(await readFile(archive)), "/modules");
  },
  _makeSnapshot: true,
});
python.registerJsModule("flet_js", flet);
python.globals.set("NAMES", names);
const modules = await python.runPythonAsync(`
import gc, importlib, sys, types, zipimport
from pathlib import Path

def put_off(name):
    "What is written in C cannot be part of the memory: its first use imports it."
    def load(attribute):
        del sys.modules[name]
        stand_in.__dict__.update(vars(importlib.import_module(name)))
        return getattr(stand_in, attribute)

    stand_in = sys.modules[name] = types.ModuleType(name)
    stand_in.__getattr__ = load

put_off("msgpack")
for package in ("loyalty_api", "kopilka"):
    for file in sorted(Path("/modules", package).rglob("*.pyc")):
        parts = file.relative_to("/modules").with_suffix("").parts
        importlib.import_module(".".join(part for part in parts if part != "__init__"))
import flet, flet.messaging.pyodide_connection
import flet.components.component  # which Flet itself puts off until it draws
for name in NAMES.split():
    getattr(flet, name, None)

sys.path_importer_cache.clear()  # none of these places will be there
zipimport._zip_directory_cache.clear()
del NAMES, name, package, file, parts
gc.collect()
specs = [module.__spec__ for module in sys.modules.values()]
"\\n".join(sorted(spec.origin for spec in specs if spec and spec.has_location))
`);
const state = python._api.serializeHiwireState((held) => {
  if (held === flet) return "flet";
  throw new Error(`the memory holds something of this program's: ${held}`);
});
await writeFile(memory, pack(await program, python._module.HEAPU32, state));
await writeFile(imported, modules);
