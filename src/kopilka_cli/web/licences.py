"""Whose work the site is made of: the licence of every part, on one page that needs no script."""

import html
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path
from typing import Final

from kopilka import VERSION
from kopilka.ui.look.brand import Brand
from kopilka_cli.web.places import FLUTTER_CLIENT, PYODIDE, REPOSITORY, SHELL
from kopilka_cli.web.scripts import libraries

PAGE: Final = "licences.html"

_IN_THE_PAGE: Final = (
    "lean-qr",
    "swagger-ui-dist",
    "workbox-core",
    "workbox-precaching",
    "workbox-routing",
    "workbox-strategies",
)
_TEXT_NAMES: Final = ("LICEN", "COPYING", "NOTICE")


@dataclass(frozen=True)
class Licensed:
    """One part of the site that somebody made, with the words under which it is given on."""

    name: str
    version: str
    text: str


def licence_of(installed: Distribution) -> Licensed:
    """What a Python package says of itself: its own texts, else those of the licence it names.

    The name is an SPDX identifier (Core metadata 2.4, `License-Expression`).
    Raises `FileNotFoundError` for a package that has neither.
    """
    named = installed.metadata
    files = (str(file) for file in installed.files or ())
    own = sorted(file for file in files if _is_text(file))
    texts = [Path(str(installed.locate_file(file))).read_text("utf-8") for file in own]
    spoken = "\n\n".join(texts) or spdx_text(named["License-Expression"] or "")
    return Licensed(named["Name"], named["Version"], spoken)


def licences_below(folder: Path) -> list[Licensed]:
    """Those of the packages that pip put into `folder`."""
    return [licence_of(PathDistribution(path)) for path in sorted(folder.glob("*.dist-info"))]


def spdx_text(identifier: str) -> str:
    """The words of a licence by its SPDX identifier. Raises `FileNotFoundError`."""
    kept = libraries() / "node_modules/spdx-license-list/licenses" / f"{identifier}.json"
    return str(json.loads(kept.read_text("utf-8"))["licenseText"])


def write_licences(folder: Path, packages: list[Licensed], brand: Brand, icons: str) -> None:
    """Write the page into `folder`: ours, the engine's, the language's, then the libraries.

    `icons` is the address of the icons' folder.
    """
    template = (SHELL / PAGE).read_text("utf-8")
    parts = "\n".join(map(_as_html, (*_of_the_engine(), *packages, *_of_the_page())))
    for place, value in {
        "light": f"background:{brand.light.background};color:{brand.light.ink}",
        "dark": f"background:{brand.dark.background};color:{brand.dark.ink}",
        "icons": icons,
        "parts": parts,
    }.items():
        template = template.replace(f"{{{{{place}}}}}", value)
    (folder / PAGE).write_text(template, "utf-8")


def _of_the_engine() -> Iterator[Licensed]:
    python = json.loads((PYODIDE / "pyodide-lock.json").read_text("utf-8"))["info"]["python"]
    pyodide = json.loads((PYODIDE / "package.json").read_text("utf-8"))
    yield Licensed("Kopilka", VERSION, (REPOSITORY / "LICENSE").read_text("utf-8"))
    notices = (FLUTTER_CLIENT / "assets/NOTICES").read_text("utf-8")
    yield Licensed(
        "Flet’s client: Flutter, Dart, Skia, CanvasKit", distribution("flet-web").version, notices
    )
    yield Licensed("Python", python, spdx_text("Python-2.0.1"))
    yield Licensed("Pyodide", pyodide["version"], spdx_text(pyodide["license"]))
    yield Licensed("Manrope", distribution("font-manrope").version, spdx_text("OFL-1.1"))
    yield Licensed("Material Icons", "", spdx_text("Apache-2.0"))


def _of_the_page() -> Iterator[Licensed]:
    for name in _IN_THE_PAGE:
        folder = libraries() / "node_modules" / name
        version = json.loads((folder / "package.json").read_text("utf-8"))["version"]
        yield Licensed(name, version, (folder / "LICENSE").read_text("utf-8"))


def _is_text(file: str) -> bool:
    return ".dist-info" in file and Path(file).name.upper().startswith(_TEXT_NAMES)


def _as_html(part: Licensed) -> str:
    summary = f"{html.escape(part.name)} <small>{html.escape(part.version)}</small>"
    return f"<details><summary>{summary}</summary><pre>{html.escape(part.text)}</pre></details>"
