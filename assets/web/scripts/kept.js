// What the wallet keeps in this browser, read without Python; kopilka/browser/indexed_db.py tells its shape.
/** @import { Card, Kept, Keys, Settings } from "./shapes" */
/** @import { KeptKeys, KeptWallet } from "./shapes" */
const DATABASE = "kopilka";
const VERSION = 1;

// The member's settings, and what a card needs: its wallet, keys, clock. `card` is null when there is none,
// or when the browser denies its storage. `isNew` is true when there surely is neither a session nor a card.
/** @returns {Promise<Kept>} */
export async function readKept() {
  return read().catch(() => ({ settings: {}, card: null, isNew: false }));
}

/** @returns {Promise<Kept>} */
async function read() {
  const database = await open();
  if (!database) return { settings: {}, card: null, isNew: true };
  const all = database.transaction(["kept", "keys"]);
  const [wallet, session, leaving, settings, owners, pairs] = await Promise.all([
    found(all.objectStore("kept").get("wallet")),
    found(all.objectStore("kept").get("session")),
    found(all.objectStore("kept").get("leaving")),
    found(all.objectStore("kept").get("settings")),
    found(all.objectStore("keys").getAllKeys()),
    found(all.objectStore("keys").getAll()),
  ]);
  database.close();
  const keys = leaving === undefined ? pairs[owners.indexOf(wallet?.kid)] : null;
  const card = keys?.qr && wallet.json ? cardOf(wallet, keys) : null;
  const isNew = leaving !== undefined || (session === undefined && !card);
  return { settings: settings ?? {}, card, isNew };
}

/** @param {KeptWallet} wallet @param {KeptKeys} keys @returns {Card} */
function cardOf({ kid: signedIn, json, as_of: asOf, offset }, { kid = signedIn, ...keys }) {
  return { kid, keys, offset, asOf: /** @type {Date | null} */ (asOf && new Date(asOf)), wallet: JSON.parse(json) };
}

// Null when there is no database yet; whoever has something to keep makes it.
/** @returns {Promise<IDBDatabase | null>} */
function open() {
  return new Promise((opened, failed) => {
    const request = indexedDB.open(DATABASE, VERSION);
    request.onupgradeneeded = () => {
      opened(null);
      request.transaction?.abort();
    };
    request.onsuccess = () => opened(request.result);
    request.onerror = failed;
  });
}

/** @template Result @param {IDBRequest<Result>} request @returns {Promise<Result>} */
function found(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
