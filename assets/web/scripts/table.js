// Python's table of functions, laid out the same in every engine: a memory that one of them packed wakes in another.
// CPython calls C functions through one that it adds to the table first of all (getPyEMTrampolinePtr in pyodide.asm.mjs),
// but not where the engine cannot make it, nor on iOS: there an empty place is left for it.
/** @import { EmscriptenSettings, PythonModule } from "./shapes" */
/** @param {EmscriptenSettings} settings */
export function levelTable(settings) {
  settings.preRun.unshift((module) => {
    if (!module.HEAPU32[trampolinePlace(module)]) module.wasmTable.grow(1);
  });
}

// The word of Python's memory that tells where in the table this engine has that function, or 0.
/** @param {PythonModule} module */
export function trampolinePlace({ HEAPU32, __PyRuntime, __PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET }) {
  const place = (__PyRuntime + HEAPU32[__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET / 4]) / 4;
  if (!Number.isInteger(place)) throw new Error("this Pyodide does not say where its trampoline is");
  return place;
}
