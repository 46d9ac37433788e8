// Keeps the page in the browser, so that it opens without the network; calls to the server are never kept.

const { version, files } = self.KEPT;
const CACHE = `cashier-${version}`;

addEventListener("install", (event) => {
  const installing = /** @type {ExtendableEvent} */ (event);
  installing.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(files.map((name) => new Request(name, { cache: "reload" })))),
  );
  self.skipWaiting();
});

addEventListener("activate", (event) => {
  const activating = /** @type {ExtendableEvent} */ (event);
  activating.waitUntil(forgetOthers());
});

addEventListener("fetch", (event) => {
  const asking = /** @type {FetchEvent} */ (event);
  const { origin, pathname } = new URL(asking.request.url);
  const isOurs = origin === location.origin && pathname.startsWith("/cashier/");
  if (asking.request.method === "GET" && isOurs) asking.respondWith(found(asking.request));
});

/** From what is kept, whole and of one version; what is not kept is asked for. */
/** @param {Request} request */
async function found(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, { ignoreSearch: true, ignoreVary: true })) ?? fetch(request);
}

async function forgetOthers() {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith("cashier-") && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
  await self.clients.claim();
}
