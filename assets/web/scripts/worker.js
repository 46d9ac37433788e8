// Python's side of the app: wakes Python while Flutter boots on the page, then carries messages.
import { loadPyodide } from "pyodide";
import { wakePython } from "./python.js";

const woken = new Promise((start) => {
  addEventListener("message", ({ data }) => start(data), { once: true });
}).then(wake);
woken.catch(tell);

addEventListener("message", ({ data }) => {
  if (data instanceof Uint8Array) flet.send(data);
  else if (data.connect) woken.then(connect, () => {});
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

async function wake({ documentUrl, main, ...site }) {
  flet.documentUrl = documentUrl;
  const python = await wakePython(loadPyodide, site, {
    read,
    readNow,
    flet,
    lockFileContents: { info: PYODIDE_LOCK, packages: {} },
    stdout: (text) => console.log(text),
    stderr: (text) => console.error(text),
  });
  await python.runPythonAsync(`import ${main} as app; app.run()`);
}

async function read(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

function readNow(url) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`${url}: ${request.status}`);
  return new Uint8Array(request.response);
}
