// node run_tests.mjs PYODIDE PACKAGES REPOSITORY CODE: runs CODE in Pyodide, which sees both folders, and ends with its value.
const [, , pyodide, packages, repository, code] = process.argv;
const { loadPyodide } = await import(`${pyodide}/pyodide.mjs`);
const PYTHONPATH = "/packages:/repository:/repository/src";
const env = { PYTHONPATH, PYTHONDONTWRITEBYTECODE: "1", PYTEST_DISABLE_PLUGIN_AUTOLOAD: "1" };
const python = await loadPyodide({ env });
for (const [place, folder] of [["/packages", packages], ["/repository", repository]]) {
  python.FS.mkdirTree(place);
  python.mountNodeFS(place, folder);
}
try {
  process.exitCode = await python.runPythonAsync(code);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
