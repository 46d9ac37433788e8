// Python woken from the memory that the build left, in which every module of the wallet is imported; or started without
// it, and then the modules are imported one by one.
/** @import { EmscriptenSettings, LoadPyodide, Means, Memory, Pyodide, PythonFiles, PythonModule, Runtime } from "./shapes" */
import { unpack as unpackFiles } from "./archive.js";
import { programMemory, unpack } from "./memory.js";
import { levelTable, trampolinePlace } from "./table.js";

const LIBRARY = "/lib/python314.zip";

// `runtime`, `memory` and `plain` are addresses of folders, with a slash at the end. `read` fetches a file's bytes, `readNow`
// does so without giving way; `flet` is what Python knows as the module flet_js; `arrived` is called when all that waking
// needs is there.
/** @param {LoadPyodide} loadPyodide @param {Runtime} site @param {Means} means @returns {Promise<Pyodide>} */
export async function wakePython(loadPyodide, { runtime, memory }, { read, readNow, flet, arrived, ...settings }) {
  const kept = read(`${memory}memory.bin`).then((bytes) => unpack(new Uint32Array(bytes.buffer)));
  const python = await loadPyodide({
    ...settings,
    indexURL: runtime,
    stdLibURL: `${memory}files.zip`, // Pyodide insists on a library: it gets what the memory needs beside itself
    createPyodideModule: (/** @type {EmscriptenSettings} */ options) => create(runtime, options, kept, arrived),
    _loadSnapshot: new Uint8Array(),
    _snapshotDeserializer: () => flet,
  });
  const files = python.FS.readFile(LIBRARY);
  python.FS.unlink(LIBRARY);
  unpackFiles(python.FS, files, "");
  const { wake } = python.pyimport("kopilka.browser.waking");
  wake(() => unpackFiles(python.FS, readNow(`${memory}late.zip`), ""));
  return python;
}

/** @param {LoadPyodide} loadPyodide @param {Runtime} site @param {Means} means @returns {Promise<Pyodide>} */
export async function startPlainly(loadPyodide, { runtime, plain }, { read, readNow, flet, arrived, ...settings }) {
  const modules = read(`${plain}modules.zip`);
  const python = await loadPyodide({
    ...settings,
    indexURL: runtime,
    stdLibURL: `${plain}python_stdlib.zip`,
    env: { PYTHONPATH: "/modules", HOME: "/home/member" },
    fsInit: async (/** @type {PythonFiles} */ files) => unpackFiles(files, await modules, "/modules"),
  });
  python.registerJsModule("flet_js", flet);
  return python;
}

/**
 * @param {string} runtime @param {EmscriptenSettings} options @param {Promise<Memory>} kept @param {() => void} arrived
 * @returns {Promise<PythonModule>}
 */
async function create(runtime, options, kept, arrived) {
  const { default: instantiate } = await import(`${runtime}pyodide.asm.mjs`);
  const program = programMemory(options);
  levelTable(options);
  const module = await instantiate(options);
  const { state, length, fill } = await kept;
  arrived();
  if (module.HEAPU32.length < length) module._emscripten_resize_heap(4 * length);
  const place = trampolinePlace(module);
  const trampoline = module.HEAPU32[place];
  fill(await program, module.HEAPU32);
  module.HEAPU32[place] = trampoline;
  module.API.restoreSnapshot = () => state;
  return module;
}
