"""index.html: the one page of the site, with its script inside and the parts' names filled in."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from kopilka_cli.web.flutter import builds
from kopilka_cli.web.places import PYODIDE, SHELL


@dataclass(frozen=True)
class Addresses:
    """Where the page finds the parts: absolute paths that end with a slash, and two archives."""

    engine: str
    assets: str
    python: str
    archives: tuple[str, ...]


def write_page(folder: Path, addresses: Addresses, main: str) -> None:
    """Write index.html into `folder`; `main` is the Python module that runs the app."""
    site = asdict(addresses) | {"main": main, "builds": json.loads(builds())}
    values = {
        "title": "Kopilka",
        "engine": addresses.engine,
        "site": json.dumps(site, separators=(",", ":")),
        "page.js": (SHELL / "page.js").read_text(),
    }
    (folder / "index.html").write_text(fill_in(SHELL / "index.html", values))


def write_worker(folder: Path) -> None:
    """Write the script of the thread that runs Python into `folder`."""
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text())
    (folder / "worker.js").write_text(
        fill_in(SHELL / "worker.js", {"lock": json.dumps(lock["info"])})
    )


def fill_in(template: Path, values: Mapping[str, str]) -> str:
    """The template's text with each `{{name}}` replaced by its value."""
    return re.sub(r"{{([\w.]+)}}", lambda place: values[place[1]], template.read_text())
