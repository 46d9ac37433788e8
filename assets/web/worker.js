// Python's side of the app: boots Pyodide while Flutter boots on the page, then carries messages.
import { loadPyodide } from "./pyodide.mjs";

const MODULES = "/modules";

const booted = new Promise((start) => {
  addEventListener("message", ({ data }) => start(data), { once: true });
}).then(boot);

addEventListener("message", async ({ data }) => {
  if (data instanceof Uint8Array) return flet.send(data);
  if (!data.connect) return;
  try {
    await booted;
    await flet.start_connection(deliver);
    postMessage("connected");
  } catch (error) {
    postMessage(String(error));
  }
});

const flet = { documentUrl: null };

function deliver(message) {
  const bytes = message.toJs();
  postMessage(bytes, [bytes.buffer]);
}

async function boot({ documentUrl, archives, main }) {
  flet.documentUrl = documentUrl;
  const fetched = archives.map(async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer()));
  const python = await loadPyodide({
    lockFileContents: { info: JSON.parse('{{lock}}'), packages: {} },
    env: { PYTHONPATH: MODULES, HOME: "/home/member" },
    fsInit: async (files) => (await Promise.all(fetched)).forEach((archive) => unpack(files, archive)),
    stdout: (text) => console.log(text),
    stderr: (text) => console.error(text),
  });
  python.registerJsModule("flet_js", flet);
  await python.runPythonAsync(`import runpy; runpy.run_module("${main}", run_name="__main__")`);
}

// The archives are stored zips (APPNOTE.TXT 4.3): each file lies in them as it is.
function unpack(files, archive) {
  const view = new DataView(archive.buffer);
  const text = new TextDecoder();
  const end = archive.length - 22;
  let entry = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    const size = view.getUint32(entry + 20, true);
    const nameLength = view.getUint16(entry + 28, true);
    const header = view.getUint32(entry + 42, true);
    const name = text.decode(archive.subarray(entry + 46, entry + 46 + nameLength));
    const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
    write(files, `${MODULES}/${name}`, archive.subarray(start, start + size));
    entry += 46 + nameLength + view.getUint16(entry + 30, true) + view.getUint16(entry + 32, true);
  }
}

function write(files, path, bytes) {
  files.mkdirTree(path.slice(0, path.lastIndexOf("/")));
  files.writeFile(path, bytes, { canOwn: true });
}
