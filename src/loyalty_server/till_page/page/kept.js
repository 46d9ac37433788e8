/** What the till remembers over a reload: the sale, the receipts, the calls without an answer yet, in one write. */

/** @import { Kept } from "../shapes" */
const STORE = "till";
const KEY = "state";
const VERSION = 1;
const AT_ONCE = 2_000; // milliseconds in which of two tabs that hear each other the younger stays

/** Opens the memory of this name. What cannot be kept costs the memory over a reload, never the sale. */
/** @param {string} name */
export async function openMemory(name) {
  const database = await opened(name).catch(forgetful);
  let writing = Promise.resolve();

  /** The newest state wins; whoever waits for it knows that it is on the disk. */
  /** @param {Kept} state */
  function keep(state) {
    if (!database) return Promise.resolve();
    const kept = structuredClone({ version: VERSION, ...state });
    writing = writing.then(() => written(database, kept)).catch(forgetful);
    return writing;
  }

  return { keep, kept: database ? await read(database).catch(forgetful) : undefined };
}

/** Of several tabs the newest is the till; the others are told by `left()`. */
/** @param {string} name @param {() => void} left */
export function holdAlone(name, left) {
  if (!("BroadcastChannel" in globalThis)) return;
  const [own, opened] = [Date.now() + Math.random(), performance.now()];
  const tabs = new BroadcastChannel(name);
  tabs.onmessage = ({ data }) => {
    const isYounger = own > data && performance.now() - opened < AT_ONCE;
    if (isYounger) return tabs.postMessage(own);
    tabs.close();
    left();
  };
  tabs.postMessage(own);
}

/** @param {unknown} error @returns {undefined} */
function forgetful(error) {
  console.warn("The till cannot remember over a reload:", String(error));
}

/** @param {string} name */
function opened(name) {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  return done(opening);
}

/** @param {IDBDatabase} database @returns {Promise<Kept | undefined>} */
async function read(database) {
  const state = await done(database.transaction(STORE).objectStore(STORE).get(KEY));
  return state?.version === VERSION ? state : undefined;
}

/** @param {IDBDatabase} database @param {Kept} state @returns {Promise<void>} */
function written(database, state) {
  const writing = database.transaction(STORE, "readwrite", { durability: "strict" });
  writing.objectStore(STORE).put(state, KEY);
  return new Promise((resolve, reject) => {
    writing.oncomplete = () => resolve();
    writing.onabort = () => reject(writing.error);
  });
}

/** @template Value @param {IDBRequest<Value>} request @returns {Promise<Value>} */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
