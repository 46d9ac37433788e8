// Lets the browser keep the app and the wallet: a service worker for the one, durable storage for the other.
const SKWASM = "skwasm";
const CANVASKIT = "canvaskit";

// Called when the app is on screen, so that nothing of it competes with the start.
export async function keepApp() {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register(`/service_worker.js?renderer=${renderer()}`);
  if (navigator.storage?.persist && !(await navigator.storage.persisted())) await navigator.storage.persist();
}

// What Flutter's loader chose for this browser.
function renderer() {
  const loaded = performance.getEntriesByType("resource").some(({ name }) => name.endsWith(`/${SKWASM}.wasm`));
  return loaded ? SKWASM : CANVASKIT;
}
