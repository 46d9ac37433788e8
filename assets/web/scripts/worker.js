// Python's side of the app: boots Pyodide while Flutter boots on the page, then carries messages.
import { loadPyodide } from "pyodide";
import { unpack } from "./archive.js";

const MODULES = "/modules";

const booted = new Promise((start) => {
  addEventListener("message", ({ data }) => start(data), { once: true });
}).then(boot);
booted.catch(tell);

addEventListener("message", ({ data }) => {
  if (data instanceof Uint8Array) flet.send(data);
  else if (data.connect) booted.then(connect, () => {});
});

async function connect() {
  try {
    await flet.start_connection(deliver);
    postMessage("connected");
  } catch (error) {
    tell(error);
  }
}

function tell(error) {
  console.error(error);
  postMessage(String(error));
}

const flet = { documentUrl: null };

function deliver(message) {
  const bytes = message.toJs();
  postMessage(bytes, [bytes.buffer]);
}

async function boot({ documentUrl, runtime, archives, main }) {
  flet.documentUrl = documentUrl;
  const fetched = archives.map(read);
  const python = await loadPyodide({
    indexURL: runtime,
    lockFileContents: { info: PYODIDE_LOCK, packages: {} },
    env: { PYTHONPATH: MODULES, HOME: "/home/member" },
    fsInit: async (files) => (await Promise.all(fetched)).forEach((archive) => unpack(files, archive, MODULES)),
    stdout: (text) => console.log(text),
    stderr: (text) => console.error(text),
  });
  python.registerJsModule("flet_js", flet);
  await python.runPythonAsync(`import runpy; runpy.run_module("${main}", run_name="__main__")`);
}

async function read(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}
