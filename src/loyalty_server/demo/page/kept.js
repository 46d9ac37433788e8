/** What the till remembers over a reload: the sale, the receipts, the calls without an answer yet, in one write. */

const NAME = "kopilka.till";
const VERSION = 1;

export function kept() {
  try {
    const state = JSON.parse(localStorage.getItem(NAME) ?? "null");
    return state?.version === VERSION ? state : null;
  } catch {
    return null;
  }
}

/** Of several tabs the newest is the till; the others are told by `left()`. Needs Web Locks. */
export function holdAlone(left) {
  const forever = () => new Promise(() => {});
  navigator.locks?.request(NAME, { steal: true }, forever).catch(left);
}

/** Storage that is full or refused costs the memory over a reload, never the sale. */
export function keep(state) {
  try {
    localStorage.setItem(NAME, JSON.stringify({ version: VERSION, ...state }));
  } catch (error) {
    console.warn("The till cannot remember over a reload:", String(error));
  }
}
