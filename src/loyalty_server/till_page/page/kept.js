/** What the till remembers over a reload: the sale, the receipts, the calls without an answer yet, in one write. */

const STORE = "till";
const KEY = "state";
const VERSION = 1;

/** Opens the memory of this name. What cannot be kept costs the memory over a reload, never the sale. */
export async function openMemory(name) {
  const database = await opened(name).catch(forgetful);
  let writing = Promise.resolve();

  /** The newest state wins; whoever waits for it knows that it is on the disk. */
  function keep(state) {
    if (!database) return Promise.resolve();
    const kept = structuredClone({ version: VERSION, ...state });
    writing = writing.then(() => written(database, kept)).catch(forgetful);
    return writing;
  }

  return { keep, kept: database ? await read(database).catch(forgetful) : undefined };
}

/** Of several tabs the newest is the till; the others are told by `left()`. Needs Web Locks. */
export function holdAlone(name, left) {
  const forever = () => new Promise(() => {});
  navigator.locks?.request(name, { steal: true }, forever).catch(left);
}

function forgetful(error) {
  console.warn("The till cannot remember over a reload:", String(error));
}

/** @returns {Promise<IDBDatabase>} */
function opened(name) {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  return done(opening);
}

async function read(database) {
  const state = await done(database.transaction(STORE).objectStore(STORE).get(KEY));
  return state?.version === VERSION ? state : undefined;
}

/** @returns {Promise<void>} */
function written(database, state) {
  const writing = database.transaction(STORE, "readwrite", { durability: "strict" });
  writing.objectStore(STORE).put(state, KEY);
  return new Promise((resolve, reject) => {
    writing.oncomplete = () => resolve();
    writing.onabort = () => reject(writing.error);
  });
}

/** @returns {Promise<any>} */
function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
