"""The whole site from its parts."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kopilka.ui.look.brand import Brand, brand_files, load_brand, logo_file
from kopilka_cli.web.appearance import ICONS, letters_of
from kopilka_cli.web.compression import compress_files
from kopilka_cli.web.contract_page import fill_contract, write_contract_page
from kopilka_cli.web.flutter import engine_sources, fill_assets, fill_engine
from kopilka_cli.web.icons import icons_named
from kopilka_cli.web.installing import fill_icons
from kopilka_cli.web.licences import Licensed, write_licences
from kopilka_cli.web.memory import PACKER, fill_memory, flet_names
from kopilka_cli.web.packages import fill_app, fill_packages, licences_of
from kopilka_cli.web.page import (
    APP,
    JOIN,
    WORKER,
    Addresses,
    write_app,
    write_join,
    write_page,
    write_worker,
)
from kopilka_cli.web.parts import Part, Workshop, copy_files, forget_unused
from kopilka_cli.web.places import (
    APP_PACKAGES,
    BRAND,
    CONTRACT,
    ELEMENTS,
    FLUTTER_CLIENT,
    KEPT,
    LOCK,
    MANROPE,
    PYODIDE,
    SHELL,
    TEXTS,
)
from kopilka_cli.web.plain import fill_plain
from kopilka_cli.web.precache import write_service_worker
from kopilka_cli.web.runtime import fill_library, fill_runtime

_QUICK, _SMALLEST = 9, 11


@dataclass(frozen=True)
class _Parts:
    engine: Part
    assets: Part
    python: Part
    worker: Part
    join: Part
    memory: Part
    plain: Part
    icons: Part
    contract: Part
    licences: list[Licensed]

    @property
    def addresses(self) -> Addresses:
        return Addresses(
            engine=f"/{self.engine.name}/",
            assets=f"/{self.assets.name}/",
            python=f"/{self.python.name}/",
            app=f"/{self.worker.name}/{APP}",
            worker=f"/{self.worker.name}/{WORKER}",
            join=f"/{self.join.name}/{JOIN}",
            memory=f"/{self.memory.name}/",
            plain=f"/{self.plain.name}/",
            icons=f"/{self.icons.name}/",
        )

    @property
    def kept_by_the_browser(self) -> tuple[Part, ...]:
        return (
            self.engine,
            self.assets,
            self.python,
            self.worker,
            self.join,
            self.memory,
        )


def build_site(out: Path, *, smallest: bool = False, brand_file: Path = BRAND) -> None:
    """Make the site in `out`, replacing what is there once all of the new one is ready."""
    workshop = Workshop(KEPT, _SMALLEST if smallest else _QUICK)
    brand = load_brand(brand_file)
    logo = logo_file(brand_file)
    parts = _make_parts(workshop, brand, brand_file)
    with tempfile.TemporaryDirectory(dir=workshop.kept) as temporary:
        draft = Path(temporary, "site")
        for part in (*parts.kept_by_the_browser, parts.plain, parts.icons, parts.contract):
            shutil.copytree(part.folder, draft / part.name, copy_function=_link)
        copy_files(logo.parent, draft, logo.name)
        write_page(draft, parts.addresses, brand)
        write_contract_page(draft, f"/{parts.contract.name}/", parts.addresses.icons)
        write_licences(draft, parts.licences, brand, parts.addresses.icons)
        write_service_worker(draft, parts.kept_by_the_browser, parts.plain)
        compress_files(list(draft.iterdir()), _SMALLEST)
        _put_in_place(draft, out)
    forget_unused(workshop.kept)


def _make_parts(workshop: Workshop, brand: Brand, brand_file: Path) -> _Parts:
    icons = icons_named(APP_PACKAGES) | ICONS
    named = " ".join(sorted(icons))
    library = workshop.material("library", [PYODIDE], fill_library)
    packages = workshop.material("packages", [LOCK], lambda to: fill_packages(to, icons), named)
    branded = brand_files(brand_file)
    app = workshop.material("app", [*APP_PACKAGES, *branded], lambda to: fill_app(to, brand_file))
    python = (library, packages, app)
    font, letters, picture = brand.font or MANROPE, letters_of(brand), logo_file(brand_file)
    fonts = [FLUTTER_CLIENT / "assets", font]
    return _Parts(
        engine=workshop.part("engine", engine_sources(), fill_engine),
        assets=workshop.part(
            "assets",
            fonts,
            lambda to: fill_assets(to, icons, font, letters),
            f"{named} {letters}",
        ),
        python=workshop.part("python", [PYODIDE], fill_runtime),
        worker=workshop.part("worker", [PYODIDE / "pyodide.mjs", SHELL, ELEMENTS], _fill_worker),
        join=workshop.part(
            "join", [SHELL, ELEMENTS, *branded, TEXTS], lambda to: write_join(to, brand)
        ),
        memory=workshop.part(
            "memory",
            [PYODIDE, *python, *PACKER],
            lambda to: fill_memory(to, *python, flet_names(APP_PACKAGES)),
        ),
        plain=workshop.part("plain", python, lambda to: fill_plain(to, *python)),
        icons=workshop.part("icons", [picture], lambda to: fill_icons(to, picture)),
        contract=workshop.part(
            "contract",
            [CONTRACT, SHELL / "package-lock.json", brand_file],
            lambda to: fill_contract(to, brand),
        ),
        licences=licences_of(packages),
    )


def _fill_worker(folder: Path) -> None:
    write_app(folder)
    write_worker(folder)


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
