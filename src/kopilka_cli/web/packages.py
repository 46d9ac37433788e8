"""The Python packages of the browser: fetched by pip for Pyodide's platform, checked by hash, compiled."""

import json
import shutil
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Final

from kopilka.ui.look.brand import brand_files
from kopilka_cli.web.bytecode import pack_compiled
from kopilka_cli.web.icons import cut_icon_table
from kopilka_cli.web.licences import Licensed, licences_below
from kopilka_cli.web.parts import copy_files
from kopilka_cli.web.places import APP_PACKAGES, BRAND, LOCK
from kopilka_cli.web.programs import run

ARCHIVE: Final = "modules.zip"
LICENCES: Final = "licences.json"
"""What each package says of itself: a list of `Licensed`."""

_PLATFORM = ("--platform", "pyemscripten_2026_0_wasm32", "--python-version", "3.14")
_NOT_FOR_THE_BROWSER = """
    bin share
    flet/auth flet/controls/cupertino/cupertino_icons.json flet/fastapi
    flet/messaging/flet_dart_bridge_server.py flet/messaging/flet_socket_server.py
    flet/pytest_plugin.py flet/security flet/testing flet/utils/griffe_deprecations.py
    httpx/_main.py idna/__main__.py idna/cli.py msgpack/fallback.py
    qrcode/compat/etree.py qrcode/console_scripts.py qrcode/image/pil.py qrcode/image/styledpil.py
    qrcode/image/styles/colormasks.py qrcode/image/styles/moduledrawers/pil.py
    qrcode/image/styles/moduledrawers/svg.py qrcode/image/svg.py qrcode/release.py qrcode/tests
    kopilka/local/desktop_secrets.py kopilka/local/phone_secrets.py
    kopilka/local/sqlite.py kopilka/local/sqlite_file.py
"""
_NOT_RUN = ("*.pyi", "py.typed", "*.pyx", "*.c", "*.h")


def fill_packages(folder: Path, icons: frozenset[str]) -> None:
    """Put the locked packages into `folder` as one archive, their licences beside it."""
    with tempfile.TemporaryDirectory() as temporary:
        installed = Path(temporary)
        install(LOCK, installed)
        licences = [asdict(licensed) for licensed in licences_below(installed)]
        (folder / LICENCES).write_text(json.dumps(licences), "utf-8")
        _trim(installed)
        cut_icon_table(icons, installed / "flet/controls/material/icons.json")
        pack_compiled(installed, folder / ARCHIVE)


def fill_app(folder: Path, brand: Path) -> None:
    """Put the wallet, its contract and this brand file with all it names into `folder` as one archive."""
    with tempfile.TemporaryDirectory() as temporary:
        sources = Path(temporary)
        for package in APP_PACKAGES:
            shutil.copytree(package, sources / package.name)
        names = (file.relative_to(brand.parent) for file in brand_files(brand))
        copy_files(brand.parent, sources / "assets", *map(str, names))
        (sources / "assets" / brand.name).rename(sources / "assets" / BRAND.name)
        _trim(sources)
        pack_compiled(sources, folder / ARCHIVE)


def install(lock: Path, target: Path) -> None:
    """Put what this lock names into `target`, as Pyodide's platform takes it. Raises `ProgramFailed`."""
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    locked = ("--no-deps", "--require-hashes", "--only-binary=:all:", "-r", lock)
    run(*pip, *locked, *_PLATFORM, "--no-compile", "--target", target)


def licences_of(packages: Path) -> list[Licensed]:
    """Those of the packages that `fill_packages` put into this folder."""
    return [Licensed(**told) for told in json.loads((packages / LICENCES).read_text("utf-8"))]


def _trim(folder: Path) -> None:
    unwanted = [folder / name for name in _NOT_FOR_THE_BROWSER.split()]
    unwanted += [path for pattern in (*_NOT_RUN, "*.dist-info") for path in folder.rglob(pattern)]
    for path in unwanted:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
