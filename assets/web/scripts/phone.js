// The phone around the page, in the Android app: its window's `walletDevice` does what Python asks for.
export const onPhone = "walletDevice" in globalThis;

/** @param {[string, ...unknown[]]} order */
export function askPhone([order, ...values]) {
  globalThis.walletDevice[order](...values);
}
