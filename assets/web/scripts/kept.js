// What the wallet keeps in this browser, read without Python; kopilka/browser/indexed_db.py tells its shape.
const DATABASE = "kopilka";
const VERSION = 1;

// The member's settings, and what a card needs: its wallet, keys, clock. `card` is null when there is none,
// or when the browser denies its storage. `isEmpty` is true when there surely is neither a session nor a card.
export async function readKept() {
  return read().catch(() => ({ settings: {}, card: null, isEmpty: false }));
}

async function read() {
  const database = await open();
  if (!database) return { settings: {}, card: null, isEmpty: true };
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
  const isEmpty = leaving !== undefined || (session === undefined && !card);
  return { settings: settings ?? {}, card, isEmpty };
}

function cardOf({ kid: signedIn, json, as_of: asOf, offset }, { kid = signedIn, ...keys }) {
  return { kid, keys, offset, asOf: asOf && new Date(asOf), wallet: JSON.parse(json) };
}

// Null when there is no database yet; whoever has something to keep makes it.
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

function found(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
