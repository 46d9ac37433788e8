// Starts Python and Flutter side by side and carries messages between them. Flutter is loaded at once and runs when
// `mayRun` is fulfilled: it takes the address as it is then, and from then on keys and screen. `connected` is fulfilled when they have
// met, rejected when one of them cannot start; `shown` is fulfilled when Python says that the app is on screen.
/** @import { Engine, FlutterClient, Python, Site } from "./shapes" */
import { startPython } from "./interpreter.js";
import { leaveOutNoLanguages } from "./languages.js";
import { endWithPage } from "./leaving.js";

/** @param {Site} site @param {Promise<unknown>} mayRun @returns {Engine} */
export function startEngine(site, mayRun) {
  const python = startPython(site);
  answerFlet(python);
  endWithPage(python);
  return { connected: Promise.all([python.connected, startFlutter(site, mayRun)]), shown: python.shown };
}

// The three functions that Flet's client calls.
/** @param {Python} python */
function answerFlet(python) {
  globalThis.jsSend = async (_app, message) => python.send(message);
  globalThis.jsDisconnect = async () => python.end();
  globalThis.jsConnect = async (_app, _arguments, receiver) => {
    python.receive(receiver);
    return python.connected;
  };
}

/** @param {Site} site @param {Promise<unknown>} mayRun @returns {Promise<unknown>} */
function startFlutter({ engine, assets, builds }, mayRun) {
  const settings = {
    entrypointBaseUrl: engine,
    assetBase: assets,
    canvasKitBaseUrl: `${engine}canvaskit/`,
    canvasKitVariant: "full",
    fontFallbackBaseUrl: `${assets}assets/fonts/`,
  };
  globalThis.flet = { pyodide: true, multiView: false, noCdn: true, routeUrlStrategy: "path" };
  globalThis._flutter = { buildConfig: builds };
  refuseOtherHosts();
  leaveOutNoLanguages();
  const loader = document.createElement("script");
  loader.src = `${engine}flutter.js`;
  return new Promise((running, failed) => {
    /** @param {FlutterClient} client */
    const run = async (client) => {
      await mayRun;
      return (await client.initializeEngine(settings)).runApp();
    };
    /** @param {FlutterClient} client */
    const onEntrypointLoaded = (client) => run(client).then(running, failed);
    loader.onload = () => globalThis._flutter.loader?.load({ config: settings, onEntrypointLoaded }).catch(failed);
    loader.onerror = failed;
    document.head.append(loader);
  });
}

// The client asks a CDN for Rive, an animation player that the wallet does not use.
/** @param {(Node | string) & { src?: string }} node */
const isOurs = (node) => !node.src || new URL(node.src).origin === location.origin;

function refuseOtherHosts() {
  const { append } = Element.prototype;
  Element.prototype.append = function (...nodes) {
    append.apply(this, nodes.filter(isOurs));
  };
}
