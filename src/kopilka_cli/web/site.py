"""The whole site from its parts."""

import os
import shutil
import tempfile
from pathlib import Path

from kopilka.ui.brand import brand_files, load_brand
from kopilka_cli.web.appearance import ICONS
from kopilka_cli.web.compression import compress_files
from kopilka_cli.web.flutter import engine_sources, fill_assets, fill_engine
from kopilka_cli.web.icons import icons_named
from kopilka_cli.web.packages import ARCHIVE, fill_app, fill_packages
from kopilka_cli.web.page import WORKER, Addresses, write_page, write_worker
from kopilka_cli.web.parts import Part, Workshop
from kopilka_cli.web.places import (
    APP_PACKAGES,
    BRAND,
    FLUTTER_CLIENT,
    KEPT,
    LOCK,
    MANROPE,
    PYODIDE,
    SHELL,
)
from kopilka_cli.web.precache import write_service_worker
from kopilka_cli.web.runtime import fill_runtime

_QUICK, _SMALLEST = 9, 11


def build_site(out: Path, *, smallest: bool = False) -> None:
    """Make the site in `out`, replacing what is there once all of the new one is ready."""
    workshop = Workshop(KEPT, _SMALLEST if smallest else _QUICK)
    brand = load_brand(BRAND)
    icons = icons_named(APP_PACKAGES) | ICONS
    engine = workshop.part("engine", engine_sources(), fill_engine)
    named = " ".join(sorted(icons))
    assets = workshop.part(
        "assets",
        [FLUTTER_CLIENT / "assets", MANROPE],
        lambda folder: fill_assets(folder, icons),
        detail=named,
    )
    python = workshop.part("python", [PYODIDE], fill_runtime)
    worker = workshop.part("worker", [PYODIDE / "pyodide.mjs", SHELL], write_worker)
    packages = workshop.part(
        "packages", [LOCK], lambda folder: fill_packages(folder, icons), detail=named
    )
    app = workshop.part("app", [*APP_PACKAGES, *brand_files(BRAND)], fill_app)
    addresses = Addresses(
        engine=f"/{engine.name}/",
        assets=f"/{assets.name}/",
        python=f"/{python.name}/",
        worker=f"/{worker.name}/{WORKER}",
        archives=(f"/{packages.name}/{ARCHIVE}", f"/{app.name}/{ARCHIVE}"),
    )
    with tempfile.TemporaryDirectory(dir=workshop.kept) as temporary:
        draft = Path(temporary, "site")
        parts = (engine, assets, python, worker, packages, app)
        for part in parts:
            _link_part(part, draft)
        write_page(draft, addresses, brand)
        write_service_worker(draft, parts)
        compress_files(list(draft.iterdir()), _SMALLEST)
        _put_in_place(draft, out)


def _link_part(part: Part, site: Path) -> None:
    shutil.copytree(part.folder, site / part.name, copy_function=_link)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _put_in_place(draft: Path, out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    former = draft.with_name("former")
    if out.exists():
        shutil.move(out, former)
    shutil.move(draft, out)
