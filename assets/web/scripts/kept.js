// What the wallet keeps in this browser, read without Python; kopilka/browser/indexed_db.py tells its shape.
const DATABASE = "kopilka";
const VERSION = 1;

// The member's settings, and what a card needs: its wallet, keys, clock. `card` is null when there is none,
// or when the browser denies its storage.
export async function readKept() {
  return read().catch(() => ({ settings: {}, card: null }));
}

async function read() {
  const database = await open();
  if (!database) return { settings: {}, card: null };
  const all = database.transaction(["kept", "keys"]);
  const [wallet, leaving, settings, owners, pairs] = await Promise.all([
    found(all.objectStore("kept").get("wallet")),
    found(all.objectStore("kept").get("leaving")),
    found(all.objectStore("kept").get("settings")),
    found(all.objectStore("keys").getAllKeys()),
    found(all.objectStore("keys").getAll()),
  ]);
  database.close();
  const keys = leaving === undefined ? pairs[owners.indexOf(wallet?.kid)] : null;
  return { settings: settings ?? {}, card: keys?.qr && wallet.json ? cardOf(wallet, keys) : null };
}

function cardOf({ kid: signedIn, json, as_of: asOf, offset }, { kid = signedIn, ...keys }) {
  return { kid, keys, offset, asOf: asOf && new Date(asOf), wallet: JSON.parse(json) };
}

// A database that is not there yet is left to the app to make.
function open() {
  return new Promise((opened) => {
    const request = indexedDB.open(DATABASE, VERSION);
    request.onupgradeneeded = () => request.transaction?.abort();
    request.onsuccess = () => opened(request.result);
    request.onerror = () => opened(null);
  });
}

function found(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
