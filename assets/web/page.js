// Starts Python and Flutter side by side and carries messages between them.
{
  const site = JSON.parse(document.getElementById("site").textContent);
  const python = new Worker(`${site.python}worker.js`, { type: "module", name: "python" });
  python.postMessage({ documentUrl: document.URL, archives: site.archives, main: site.main });

  globalThis.jsConnect = (_app, _arguments, receive) =>
    new Promise((connected, failed) => {
      python.onmessage = ({ data }) => {
        if (data instanceof Uint8Array) receive(data);
        else if (data === "connected") connected();
        else failed(data);
      };
      python.postMessage({ connect: true });
    });
  globalThis.jsSend = async (_app, message) => python.postMessage(message, [message.buffer]);
  globalThis.jsDisconnect = async () => python.terminate();

  globalThis.flet = { pyodide: true, multiView: false, noCdn: true, routeUrlStrategy: "path" };
  globalThis._flutter = { buildConfig: site.builds };
  const settings = {
    entrypointBaseUrl: site.engine,
    assetBase: site.assets,
    canvasKitBaseUrl: `${site.engine}canvaskit/`,
    canvasKitVariant: "full",
    fontFallbackBaseUrl: `${site.assets}assets/fonts/`,
  };

  // The client asks a CDN for Rive, an animation player that the wallet does not use.
  const { append } = Element.prototype;
  Element.prototype.append = function (...nodes) {
    append.apply(this, nodes.filter((node) => !node.src || node.src.startsWith(location.origin)));
  };

  document.getElementById("flutter").addEventListener("load", () =>
    _flutter.loader.load({
      config: settings,
      onEntrypointLoaded: async (client) => (await client.initializeEngine(settings)).runApp(),
    }),
  );
}
