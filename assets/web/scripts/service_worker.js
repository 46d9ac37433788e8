// Keeps the whole app in the browser, by content hash: it opens with no network after one visit.
import { createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

const SWITCH = "switch";
const renderer = new URL(location).searchParams.get("renderer");

addEventListener("message", ({ data }) => {
  if (data === SWITCH) skipWaiting();
});

precacheAndRoute([...FILES.all, ...FILES[renderer]]);

const page = createHandlerBoundToURL("/index.html");
registerRoute(
  new NavigationRoute(async (visit) => (await switchVersion(visit)) ?? page(visit), {
    denylist: SERVER_PATHS.map((path) => new RegExp(`^/${path}(/|$|\\?)`)),
  }),
);

// A new version waits until no page of the old one is open. A visit that begins with none open switches
// before its page is loaded, so that a version never changes under the member's hands.
async function switchVersion({ request }) {
  if (!registration.waiting || request.method !== "GET") return null;
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open.length > 1) return null;
  registration.waiting.postMessage(SWITCH);
  return new Response("", { headers: { Refresh: "0" } });
}
