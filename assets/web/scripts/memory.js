// Python's memory with everything imported: a start takes it over instead of importing. Packed, it is a JSON head and
// the pages in which it differs from what the program itself brings, XORed with that.
/** @import { EmscriptenSettings, Memory } from "./shapes" */
const PAGE = 1024; // words of four bytes, as all that follows
const HEAD = 1;

/** @param {Uint32Array} program @param {Uint32Array} memory @param {object} state */
export function pack(program, memory, state) {
  const changed = [];
  for (let number = 0; number * PAGE < memory.length; number++) {
    const words = mixed(memory.slice(number * PAGE, (number + 1) * PAGE), program, number * PAGE);
    if (words.some((word) => word)) changed.push({ number, words });
  }
  const pages = changed.map(({ number }) => number);
  const head = new TextEncoder().encode(JSON.stringify({ state, length: memory.length, pages }));
  const begin = HEAD + Math.ceil(head.length / 4);
  const packed = new Uint32Array(begin + changed.length * PAGE);
  packed[0] = head.length;
  new Uint8Array(packed.buffer).set(head, 4 * HEAD);
  for (const [index, { words }] of changed.entries()) packed.set(words, begin + index * PAGE);
  return packed;
}

// What `pack` was given: how long the memory is, its pages one by one, and the state beside it.
/** @param {Uint32Array} packed @returns {Memory} */
export function unpack(packed) {
  const size = packed[0];
  const head = new TextDecoder().decode(new Uint8Array(packed.buffer, 4 * HEAD, size));
  const { state, length, pages } = JSON.parse(head);
  const begin = HEAD + Math.ceil(size / 4);
  /** @param {Uint32Array} program @param {Uint32Array} memory */
  const fill = (program, memory) => {
    memory.set(program);
    memory.fill(0, program.length);
    pages.forEach((/** @type {number} */ number, /** @type {number} */ index) => {
      const words = packed.subarray(begin + index * PAGE, begin + (index + 1) * PAGE);
      memory.set(mixed(words, program, number * PAGE), number * PAGE);
    });
  };
  return { state, length, fill };
}

/** @param {Uint32Array} words @param {Uint32Array} program @param {number} begin */
function mixed(words, program, begin) {
  const known = Math.min(words.length, program.length - begin);
  for (let index = 0; index < known; index++) words[index] ^= program[begin + index];
  return words;
}

// The memory as the program brings it, before anything has run; told by the settings that Pyodide loads it with.
/** @param {EmscriptenSettings} settings @returns {Promise<Uint32Array>} */
export function programMemory(settings) {
  return new Promise((told) => {
    const { instantiateWasm } = settings;
    settings.instantiateWasm = (imports, done) =>
      instantiateWasm(imports, (instance, module) => {
        const { buffer } = /** @type {WebAssembly.Memory} */ (instance.exports.memory);
        told(usedPart(new Uint32Array(buffer)));
        done(instance, module);
      });
  });
}

/** @param {Uint32Array} memory */
function usedPart(memory) {
  let end = memory.length;
  while (end && !memory[end - 1]) end--;
  return memory.slice(0, end);
}
