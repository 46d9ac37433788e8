// Keeps the whole app in the browser, by content hash: it opens with no network after one visit.
import { PrecacheController } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

const PICTURES = { path: "/v1/pictures/", cache: "kopilka pictures", most: 200 };
const PART = /^\/[a-z]+-[0-9a-f]{16}\//;
const renderer = new URL(location.href).searchParams.get("renderer");

const onDemand = new Set(KEPT_WHEN_ASKED_FOR.map((path) => new URL(path, location.href).href));

const kept = new PrecacheController();
kept.addToCacheList([...FILES.all, ...FILES[renderer ?? ""]]);
const page = kept.createHandlerBoundToURL("/index.html");

// A new version takes over as soon as all of it is kept, so that the next visit has it. A page that is open
// stays what it is: it asks for the parts of its own version, whose names no other version has.
addEventListener("install", (event) => {
  kept.install(/** @type {ExtendableEvent} */ (event));
  self.skipWaiting();
});

registerRoute(
  new NavigationRoute(
    (visit) => {
      const event = /** @type {FetchEvent} */ (visit.event);
      event.waitUntil(forgetOthers(event.resultingClientId));
      return page(visit);
    },
    { denylist: SERVER_PATHS.map((path) => new RegExp(`^/${path}(/|$|\\?)`)) },
  ),
);
registerRoute(({ url }) => PART.test(url.pathname), fromCache);
registerRoute(({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith(PICTURES.path), shown);

// A picture is the same for ever under its address: what was shown is shown again without a network.
/** @param {{ request: Request }} visit */
async function shown({ request }) {
  const cache = await caches.open(PICTURES.cache);
  const there = await cache.match(request.url);
  if (there) return there;
  const answer = await fetch(request);
  if (answer.ok) await keepPicture(cache, request.url, answer.clone()).catch(() => {});
  return answer;
}

// What was kept first goes first.
/** @param {Cache} cache @param {string} url @param {Response} answer */
async function keepPicture(cache, url, answer) {
  await cache.put(url, answer);
  const all = await cache.keys();
  await Promise.all(all.slice(0, -PICTURES.most).map((one) => cache.delete(one)));
}

/** @param {{ request: Request }} visit */
async function fromCache({ request }) {
  return (await caches.match(request.url)) ?? fetched(request);
}

/** @param {Request} request */
async function fetched(request) {
  const answer = await fetch(request);
  if (answer.ok && onDemand.has(request.url)) {
    const cache = await caches.open(kept.strategy.cacheName);
    await cache.put(request.url, answer.clone());
  }
  return answer;
}

// A page lives on the parts of its version: only when this visit's page has begun, and no other is open,
// can nobody ask for those of another version any more.
/** @param {string} visitor */
async function forgetOthers(visitor) {
  await self.clients.get(visitor);
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open.some(({ id }) => id !== visitor)) return;
  const cache = await caches.open(kept.strategy.cacheName);
  const current = new Set([...kept.getURLsToCacheKeys().values(), ...onDemand]);
  const others = (await cache.keys()).filter(({ url }) => !current.has(url));
  await Promise.all(others.map((file) => cache.delete(file)));
}

// A notification says its title and the place of the wallet that it opens, and nothing else.
addEventListener("push", (event) => {
  const push = /** @type {PushEvent} */ (event);
  if (!push.data) return;
  const { title, place } = push.data.json();
  push.waitUntil(self.registration.showNotification(title, { data: place }));
});

addEventListener("notificationclick", (event) => {
  const click = /** @type {NotificationEvent} */ (event);
  click.notification.close();
  click.waitUntil(goTo(new URL(click.notification.data, location.origin)));
});

// In the wallet that is open, where one is: its half-written forms are kept by themselves.
/** @param {URL} place */
async function goTo(place) {
  if (place.origin !== location.origin) return;
  const open = await self.clients.matchAll({ type: "window" });
  const wallet = open.find(({ focused }) => focused) ?? open[0];
  if (!wallet) return self.clients.openWindow(place);
  await wallet.navigate(place);
  await wallet.focus();
}
