// Python's side of the app: wakes Python while Flutter boots on the page, then carries messages. Says "arrived" when the
// memory is there, "awake" when the app runs, "connected" when it has met Flutter, and "asleep" when it cannot with this memory.
/** @import { FletModule, Runtime } from "./shapes" */
import { loadPyodide } from "pyodide";
import { startPlainly, wakePython } from "./python.js";

// Safari has it since 17.4, Firefox since 121.
Promise.withResolvers ??= function () {
  /** @type {any} */
  const made = {};
  made.promise = new this((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};

let isMemoryAtFault = false; // whatever fails when the memory is there, until the app has met Flutter
const woken = new Promise((start) => {
  addEventListener("message", ({ data }) => start(data), { once: true });
}).then(begin);
woken.catch(tell);

addEventListener("message", ({ data }) => {
  if (data instanceof Uint8Array) flet.send?.(data);
  else if (data.connect) woken.then(connect, () => {});
});

async function connect() {
  try {
    await flet.start_connection?.(deliver);
    isMemoryAtFault = false;
    postMessage("connected");
  } catch (error) {
    tell(error);
  }
}

/** @param {unknown} error */
function tell(error) {
  console.error(error);
  postMessage(isMemoryAtFault ? "asleep" : String(error));
}

/** @type {FletModule} */
const flet = { documentUrl: "", openedAt: Date.now() };

/** @param {{ toJs(): Uint8Array<ArrayBuffer> }} message */
function deliver(message) {
  const bytes = message.toJs();
  postMessage(bytes, [bytes.buffer]);
}

/**
 *
 * @param {Runtime & Pick<FletModule, "documentUrl" | "openedAt"> & { main: string, plainly: boolean, onPhone: boolean, canShare: boolean, canSharePictures: boolean, inTab: boolean, contrast: string }} page
 */
async function begin({ documentUrl, openedAt, main, plainly, onPhone, canShare, canSharePictures, inTab, contrast, ...site }) {
  Object.assign(flet, { documentUrl, openedAt });
  Object.assign(globalThis, { onPhone, canShare, canSharePictures, inTab, contrast });
  const start = plainly ? startPlainly : wakePython;
  const python = await start(loadPyodide, site, {
    read,
    readNow,
    flet,
    arrived,
    lockFileContents: { info: PYODIDE_LOCK, packages: {} },
    stdout: (/** @type {string} */ text) => console.log(text),
    stderr: (/** @type {string} */ text) => console.error(text),
  });
  await python.runPythonAsync(`import ${main} as app; app.run()`);
  postMessage("awake");
}

function arrived() {
  isMemoryAtFault = true;
  postMessage("arrived");
}

/** @param {string} url */
async function read(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** @param {string} url */
function readNow(url) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`${url}: ${request.status}`);
  return new Uint8Array(request.response);
}
