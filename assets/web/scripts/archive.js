// Writes the files of a stored zip (APPNOTE.TXT 4.3), in which each lies as it is, below `folder`.
/** @import { PythonFiles } from "./shapes" */
/** @param {PythonFiles} files @param {Uint8Array} archive @param {string} folder */
export function unpack(files, archive, folder) {
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
    write(files, `${folder}/${name}`, archive.subarray(start, start + size));
    entry += 46 + nameLength + view.getUint16(entry + 30, true) + view.getUint16(entry + 32, true);
  }
}

/** @param {PythonFiles} files @param {string} path @param {Uint8Array} bytes */
function write(files, path, bytes) {
  files.mkdirTree(path.slice(0, path.lastIndexOf("/")));
  files.writeFile(path, bytes, { canOwn: true });
}
