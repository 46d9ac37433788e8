// node compile.mjs PYODIDE SOURCES TARGET: every .py below SOURCES as a sourceless .pyc below TARGET, other files as they are.
const [, , pyodide, sources, target] = process.argv;
const { loadPyodide } = await import(`${pyodide}/pyodide.mjs`);
// Lines are enough to find a fault; columns would be a tenth of the bytecode.
const python = await loadPyodide({ indexURL: `${pyodide}/`, env: { PYTHONNODEBUGRANGES: "1" } });
for (const [name, root] of [["/sources", sources], ["/target", target]]) {
  python.FS.mkdirTree(name);
  python.FS.mount(python.FS.filesystems.NODEFS, { root }, name);
}
await python.runPythonAsync(`
import py_compile, shutil
from pathlib import Path

sources, target = Path("/sources"), Path("/target")
for source in sources.rglob("*"):
    name = source.relative_to(sources)
    if source.is_dir() or "__pycache__" in name.parts:
        continue
    (target / name).parent.mkdir(parents=True, exist_ok=True)
    if source.suffix == ".py":
        py_compile.compile(
            str(source),
            cfile=str(target / name.with_suffix(".pyc")),
            dfile=str(name),
            doraise=True,
            optimize=2,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
    else:
        shutil.copyfile(source, target / name)
`);
