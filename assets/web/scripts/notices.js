// Notifications of this browser, asked for by Python when the member has pressed for them. The subscription is made with
// the server's key; who has it can write to this browser, so it goes to the server alone.
/** @type {Record<string, (...values: string[]) => Promise<unknown>>} */
const ORDERS = { isThere, subscribe, unsubscribe };

// Answers through `port`; null when the browser would not, or its owner said no.
/** @param {[string, ...string[]]} order @param {MessagePort} port */
export async function askForNotices([order, ...values], port) {
  port.postMessage(await ORDERS[order](...values).catch(() => null));
}

async function isThere() {
  return "PushManager" in globalThis && "Notification" in globalThis && "serviceWorker" in navigator;
}

/** @param {string} key */
async function subscribe(key) {
  if ((await Notification.requestPermission()) !== "granted") return null;
  const { pushManager } = await navigator.serviceWorker.ready;
  await (await pushManager.getSubscription())?.unsubscribe(); // it may be of another key
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = made.toJSON();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return JSON.stringify({ endpoint, p256dh: keys?.p256dh, auth: keys?.auth, time_zone: zone });
}

async function unsubscribe() {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription())?.unsubscribe();
}
