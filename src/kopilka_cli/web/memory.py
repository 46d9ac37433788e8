"""Python's memory with the wallet imported, made in node by the very Pyodide that will run it.

Importing flet and the wallet would otherwise take most of every start. What is in the memory is not sent
again as modules; the rest comes in two archives, one for every start and one for who asks for more.
"""

import ast
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from kopilka_cli.web.packages import ARCHIVE
from kopilka_cli.web.places import NODE, PYODIDE, REPOSITORY, SHELL
from kopilka_cli.web.programs import run
from kopilka_cli.web.runtime import STANDARD_LIBRARY

MEMORY: Final = "memory.bin"
FILES: Final = "files.zip"
LATE: Final = "late.zip"

PACKER: Final = tuple(SHELL / "scripts" / name for name in ("memory.js", "archive.js", "table.js"))
"""What the build and the worker both pack the memory with."""

_IMAGER = REPOSITORY / "src/kopilka_cli/web/memory.mjs"
_LIBRARY_PLACE = "lib/python314.zip"
_MODULES_PLACE = "modules"
_LOADED_WHEN_USED = "msgpack/"


def fill_memory(
    folder: Path, library: Path, packages: Path, app: Path, named: Iterable[str]
) -> None:
    """Put the memory into `folder`, and what it lacks of these parts; `named` are Flet's names to import."""
    standard = library / STANDARD_LIBRARY
    archives = [packages / ARCHIVE, app / ARCHIVE]
    with tempfile.TemporaryDirectory() as temporary:
        imported = Path(temporary, "imported")
        names = " ".join(sorted(named))
        run(NODE, _IMAGER, PYODIDE, standard, folder / MEMORY, imported, names, *archives)
        known = frozenset(imported.read_text().splitlines())
    places = {standard: _LIBRARY_PLACE} | dict.fromkeys(archives, _MODULES_PLACE)
    with ZipFile(folder / FILES, "w") as files, ZipFile(folder / LATE, "w") as late:
        for archive, place in places.items():
            _share_out(archive, place, known, files, late)


def flet_names(sources: Iterable[Path]) -> frozenset[str]:
    """Every `ft.NAME` in the Python files below these folders."""
    trees = (ast.parse(path.read_text()) for folder in sources for path in folder.rglob("*.py"))
    return frozenset(
        node.attr
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and _is_flet(node.value)
    )


def _is_flet(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "ft"


def _share_out(
    archive: Path, place: str, known: frozenset[str], files: ZipFile, late: ZipFile
) -> None:
    """What is not known goes to `late`, and what the memory may ask for at any time to `files`."""
    with ZipFile(archive) as opened:
        for entry in opened.infolist():
            content = opened.read(entry)
            at_once = entry.filename.startswith(_LOADED_WHEN_USED) or not _is_module(entry.filename)
            entry.filename = f"{place}/{entry.filename}"
            if f"/{entry.filename}" not in known:
                (files if at_once else late).writestr(entry, content)


def _is_module(name: str) -> bool:
    return name.endswith(".pyc")
