// Starts Python and Flutter side by side and carries messages between them. `connected` is fulfilled when they have
// met, rejected when one of them cannot start; `shown` is fulfilled when Python says that the app is on screen.
export function startEngine(site) {
  const python = new Worker(site.worker, { type: "module", name: "python" });
  const { python: runtime, memory, main } = site;
  python.postMessage({ documentUrl: document.URL, runtime, memory, main });
  const { met, shown } = connect(python);
  return { connected: Promise.all([met, startFlutter(site)]), shown };
}

// The three functions that Flet's client calls.
function connect(python) {
  let receive = () => {};
  let show;
  const shown = new Promise((told) => { show = told; });
  const met = new Promise((connected, failed) => {
    python.onerror = failed;
    python.onmessage = ({ data }) => {
      if (data instanceof Uint8Array) receive(data);
      else if (data === "connected") connected();
      else if (data === "shown") show();
      else failed(data);
    };
  });
  globalThis.jsSend = async (_app, message) => python.postMessage(message, [message.buffer]);
  globalThis.jsDisconnect = async () => python.terminate();
  globalThis.jsConnect = (_app, _arguments, receiver) => {
    receive = receiver;
    python.postMessage({ connect: true });
    return met;
  };
  return { met, shown };
}

function startFlutter({ engine, assets, builds }) {
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
  const loader = document.createElement("script");
  loader.src = `${engine}flutter.js`;
  return new Promise((running, failed) => {
    const run = async (client) => (await client.initializeEngine(settings)).runApp();
    const onEntrypointLoaded = (client) => run(client).then(running, failed);
    loader.onload = () => _flutter.loader.load({ config: settings, onEntrypointLoaded }).catch(failed);
    loader.onerror = failed;
    document.head.append(loader);
  });
}

// The client asks a CDN for Rive, an animation player that the wallet does not use.
function refuseOtherHosts() {
  const { append } = Element.prototype;
  Element.prototype.append = function (...nodes) {
    append.apply(this, nodes.filter((node) => !node.src || new URL(node.src).origin === location.origin));
  };
}
