// The owner's unlock in the Android app, whose WebView has no WebAuthn: `walletOwner` keeps a key that gives its bytes for
// the phone's finger, face or PIN alone, and says them as `walletOwnerSaid`. One question at a time; a new one ends the last.
const NONE = "unable";
/** @param {string} _said */
let hear = (_said) => {};
/** @param {string} said */
globalThis.walletOwnerSaid = (said) => hear(said);

/** @type {Record<string, (...values: string[]) => Promise<unknown>>} */
export const OWNER = {
  isThere: async () => globalThis.walletOwner.isThere(),
  guard: async () => {
    const said = await told(() => globalThis.walletOwner.guard());
    return said !== NONE && understood(said);
  },
  key: async (name) => understood(await told(() => globalThis.walletOwner.key(name)))?.key,
};

/** @param {() => void} ask @returns {Promise<string>} */
function told(ask) {
  hear("");
  return new Promise((done) => {
    hear = done;
    ask();
  });
}

/** @param {string} said */
function understood(said) {
  const end = said.lastIndexOf(" ");
  return end < 0 ? null : { name: said.slice(0, end), key: bytesIn(said.slice(end + 1)) };
}

/** @param {string} text */
const bytesIn = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
