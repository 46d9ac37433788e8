"""Python compiled to bytecode by the very Pyodide that will run it, packed in one stored archive.

The browser would otherwise compile every module at each start. The archive is stored, not deflated:
brotli over the whole of it is smaller, and its files can be read in place.
"""

import shutil
import tempfile
import zipfile
from pathlib import Path

from kopilka_cli.web.places import NODE, PYODIDE
from kopilka_cli.web.programs import run

_COMPILER = Path(__file__).with_name("compile.mjs")
_UNCHANGING_DATE = (1980, 1, 1, 0, 0, 0)


def pack_compiled(sources: Path, archive: Path) -> None:
    """Write every file below `sources` into `archive`, modules as sourceless `.pyc`."""
    with tempfile.TemporaryDirectory() as temporary:
        compiled = Path(temporary)
        _compile(sources, compiled)
        _pack(compiled, archive)


def _compile(sources: Path, compiled: Path) -> None:
    run(NODE, _COMPILER, PYODIDE, sources, compiled)


def _pack(folder: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _UNCHANGING_DATE)
                with path.open("rb") as plain, packed.open(entry, "w") as stored:
                    shutil.copyfileobj(plain, stored)
