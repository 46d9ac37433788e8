// What a browser may lack, by the names that its makers give it.
const EXCEPTIONS_AND_REFERENCES = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 4, 4, 1, 111, 0, 0, 13, 3, 1, 0, 0];
const TO_RUN = {
  HTTPS: () => isSecureContext,
  WebAssembly: () => WebAssembly.validate(new Uint8Array(EXCEPTIONS_AND_REFERENCES)),
  "Web Crypto": () => crypto.subtle,
  "Web Locks": () => navigator.locks,
};
const TO_KEEP = { IndexedDB: () => indexedDB, "Service Worker": () => navigator.serviceWorker };

// Without these the app cannot run.
export const missing = () => lacking(TO_RUN);

// Without these it runs, and is gone with the page.
export const missingToKeep = () => lacking(TO_KEEP);

/** @param {Record<string, () => unknown>} needs */
function lacking(needs) {
  return Object.keys(needs).filter((name) => {
    try {
      return !needs[name]();
    } catch {
      return true;
    }
  });
}
