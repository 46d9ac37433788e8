// Keeps a session and its card as the app does; kopilka/browser/indexed_db.py tells the shape.
/** @import { Keys, Wallet } from "./shapes" */
/** @import { Answer } from "./contract.js" */
const DATABASE = "kopilka";
const VERSION = 1;
const KEY_BYTES = 32;
const HMAC = { name: "HMAC", hash: "SHA-256", length: 256 };
const KEY_NAMES = { qr: "LW1 qr", manual: "LW1 manual" };

export class NotKept extends Error {}

// Whether a session is open here, and whether one is to be closed first.
export async function readSession() {
  return within("readonly", async ({ kept }) => {
    const [session, leaving] = await Promise.all([got(kept.get("session")), got(kept.get("leaving"))]);
    return { isOpen: session !== undefined && leaving === undefined, isLeaving: leaving !== undefined };
  });
}

// All of it in one transaction: never a session without its key.
/** @param {{ kid: string, key: string }} credential */
export async function keepSession({ kid, key }) {
  const derived = await derivedKeys(key);
  const nothing = { json: null, etag: null, as_of: null, offset: 0, margin: null, learned_at: null };
  await within("readwrite", async ({ kept, pages, keys }) => {
    keys.clear();
    keys.put(derived, kid);
    kept.put({ kid, ...nothing }, "wallet");
    kept.put("", "session");
    for (const name of ["leaving", "refusals"]) kept.delete(name);
    pages.clear();
  });
}

// The snapshot, if its credential is still the one that is kept.
/** @param {Answer<Wallet>} answer */
export async function keepWallet({ value, text, etag, sentAt, heardAt }) {
  const clock = {
    offset: Date.parse(value.server_time) / 1000 - (sentAt + heardAt) / 2,
    margin: (heardAt - sentAt) / 2,
    learned_at: heardAt,
  };
  await within("readwrite", async ({ kept }) => {
    const { kid } = await got(kept.get("wallet"));
    kept.put({ kid, json: text, etag, as_of: value.server_time, ...clock }, "wallet");
  });
}

/** @param {string} text @returns {Promise<Keys>} */
async function derivedKeys(text) {
  const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
  if (bytes.length !== KEY_BYTES) throw new NotKept();
  const source = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
  /** @param {string} info */
  const derive = async (info) => {
    const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: new TextEncoder().encode(info) };
    return crypto.subtle.deriveKey(how, source, HMAC, false, ["sign"]);
  };
  const [qr, manual] = await Promise.all([derive(KEY_NAMES.qr), derive(KEY_NAMES.manual)]);
  return { qr, manual };
}

/**
 * @template Result
 * @param {IDBTransactionMode} mode
 * @param {(tables: Record<"kept" | "pages" | "keys", IDBObjectStore>) => Result | Promise<Result>} work
 * @returns {Promise<Result>}
 */
async function within(mode, work) {
  try {
    const database = await open();
    const transaction = database.transaction(["kept", "pages", "keys"], mode, { durability: "strict" });
    const finished = new Promise((done, failed) => {
      transaction.oncomplete = done;
      transaction.onabort = transaction.onerror = () => failed(transaction.error);
    });
    const table = (/** @type {string} */ name) => transaction.objectStore(name);
    const result = await work({ kept: table("kept"), pages: table("pages"), keys: table("keys") });
    await finished;
    database.close();
    return result;
  } catch {
    throw new NotKept();
  }
}

function open() {
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = () => {
    for (const name of ["kept", "pages", "keys"]) request.result.createObjectStore(name);
    request.result.createObjectStore("outbox", { autoIncrement: true });
  };
  return got(request);
}

/** @template Result @param {IDBRequest<Result>} request @returns {Promise<Result>} */
function got(request) {
  return new Promise((found, failed) => {
    request.onsuccess = () => found(request.result);
    request.onerror = () => failed(request.error);
  });
}
