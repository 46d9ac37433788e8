"""The page of the site: index.html with its script and style inside, and the worker that runs Python."""

import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from typing import Final

from kopilka.ui.look.brand import Brand
from kopilka_cli.web.appearance import join_words, promise, style_values, words
from kopilka_cli.web.flutter import builds
from kopilka_cli.web.installing import write_manifest
from kopilka_cli.web.places import PYODIDE, SHELL
from kopilka_cli.web.scripts import bundle, minified

MAIN_MODULE: Final = "kopilka.main"
APP: Final = "app.js"
WORKER: Final = "worker.js"
JOIN: Final = "join.js"
LANGUAGE: Final = "ru"


@dataclass(frozen=True)
class Addresses:
    """Where the page finds the parts: absolute paths, of folders with a slash at the end."""

    engine: str
    assets: str
    python: str
    app: str
    worker: str
    join: str
    icons: str
    memory: str
    plain: str


def write_page(folder: Path, addresses: Addresses, brand: Brand) -> None:
    """Write index.html and the manifest it names into `folder`."""
    site = asdict(addresses) | {
        "main": MAIN_MODULE,
        "builds": json.loads(builds()),
        "words": words(brand),
        "api": brand.api,
    }
    style = {**style_values(brand), "assets": addresses.assets}
    values = {
        "language": LANGUAGE,
        "title": brand.name_in(LANGUAGE),
        "description": escape(promise(brand, LANGUAGE)),
        "light_background": brand.light.background,
        "dark_background": brand.dark.background,
        "assets": addresses.assets,
        "join": addresses.join,
        "icons": addresses.icons,
        "site": json.dumps(site, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        "shell.css": _style(style),
        "page.js": _bundled("page.js"),
    }
    shortcut = words(brand)[LANGUAGE]["to_till"]
    write_manifest(folder, addresses.icons, brand, LANGUAGE, shortcut)
    (folder / "index.html").write_text(fill_in((SHELL / "index.html").read_text(), values))


def write_worker(folder: Path) -> None:
    """Write the script of the thread that runs Python into `folder`."""
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text())
    bundle(WORKER, folder / WORKER, {"PYODIDE_LOCK": lock["info"]}, module=True)


def write_app(folder: Path) -> None:
    """Write the script that brings the app after the card into `folder`."""
    bundle(APP, folder / APP, {}, module=True)


def write_join(folder: Path, brand: Brand) -> None:
    """Write the script of the join page, which only those who open it load, into `folder`."""
    bundle(JOIN, folder / JOIN, {"JOIN_WORDS": join_words(brand)}, module=True)


def fill_in(template: str, values: Mapping[str, str]) -> str:
    """The template with each `{{name}}` replaced by its value. Raises `KeyError`."""
    return re.sub(r"{{([\w.]+)}}", lambda place: values[place[1]], template)


def _style(values: Mapping[str, str]) -> str:
    small = minified(fill_in((SHELL / "shell.css").read_text(), values))
    return re.sub(
        r"(--[\w-]+): ", r"\1:", small
    )  # the value of a property of one's own keeps its blank


def _bundled(script: str) -> str:
    with tempfile.TemporaryDirectory() as temporary:
        target = Path(temporary, script)
        bundle(script, target, {})
        return target.read_text()
