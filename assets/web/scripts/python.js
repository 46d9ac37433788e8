// Python woken from the memory that the build left, in which every module of the wallet is imported.
import { unpack as unpackFiles } from "./archive.js";
import { programMemory, unpack } from "./memory.js";

const LIBRARY = "/lib/python314.zip";

// `runtime` and `memory` are addresses of folders, with a slash at the end. `read` fetches a file's bytes, `readNow`
// does so without giving way; `flet` is what Python knows as the module flet_js.
export async function wakePython(loadPyodide, { runtime, memory }, { read, readNow, flet, ...settings }) {
  const kept = read(`${memory}memory.bin`).then((bytes) => unpack(new Uint32Array(bytes.buffer)));
  const python = await loadPyodide({
    ...settings,
    indexURL: runtime,
    stdLibURL: `${memory}files.zip`, // Pyodide insists on a library: it gets what the memory needs beside itself
    createPyodideModule: (options) => create(runtime, options, kept),
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

async function create(runtime, options, kept) {
  const { default: instantiate } = await import(`${runtime}pyodide.asm.mjs`);
  const program = programMemory(options);
  const module = await instantiate(options);
  const { state, length, fill } = await kept;
  if (module.HEAPU32.length < length) module._emscripten_resize_heap(4 * length);
  fill(await program, module.HEAPU32);
  module.API.restoreSnapshot = () => state;
  return module;
}
