"""Pyodide, and its standard library without what a wallet in a browser never imports."""

import tempfile
import zipfile
from pathlib import Path
from typing import Final

from kopilka_cli.web.bytecode import pack_compiled
from kopilka_cli.web.parts import copy_files
from kopilka_cli.web.places import PYODIDE

STANDARD_LIBRARY: Final = "python_stdlib.zip"

_RUNTIME = ("pyodide.asm.mjs", "pyodide.asm.wasm")
_NEVER_IMPORTED = """
    __hello__ __phello__ _pyio _pyrepl antigravity argparse bdb cProfile cmd code compileall ctypes
    doctest filecmp fileinput ftplib getopt getpass gettext imaplib mailbox modulefinder
    multiprocessing netrc optparse pdb pickletools plistlib poplib profile pstats pty pyclbr pydoc
    rlcompleter sched shelve site-packages smtplib socketserver sqlite3 statistics symtable tabnanny
    this timeit trace tty unittest wave wsgiref xml/dom xml/etree xmlrpc zipapp
"""
_ENCODINGS = """
    __init__ aliases ascii charmap cp1251 cp437 idna latin_1 punycode raw_unicode_escape
    unicode_escape utf_16 utf_16_be utf_16_le utf_32 utf_8 utf_8_sig
"""


def fill_runtime(folder: Path) -> None:
    """Put Pyodide itself into `folder`."""
    copy_files(PYODIDE, folder, *_RUNTIME)


def fill_library(folder: Path) -> None:
    """Put the trimmed, compiled standard library into `folder`, as one archive."""
    with tempfile.TemporaryDirectory() as temporary:
        sources = Path(temporary)
        with zipfile.ZipFile(PYODIDE / STANDARD_LIBRARY) as library:
            library.extractall(sources, [name for name in library.namelist() if _is_needed(name)])
        pack_compiled(sources, folder / STANDARD_LIBRARY)


def _is_needed(name: str) -> bool:
    path = Path(name).with_suffix("")
    if path.parts[0] == "encodings":
        return path.name in _ENCODINGS.split()
    return not {str(path), *map(str, path.parents)} & set(_NEVER_IMPORTED.split())
