"""The staged project: the wallet and its contract, the brand, pictures, and what Flet is told."""

import re
import shutil
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont

from kopilka.ui.look.brand import Brand, brand_files, load_brand
from kopilka.ui.look.theme import FONT_FILE
from kopilka_cli.android.tools import CannotMake
from kopilka_cli.targets.apple_links import ASSOCIATION, association
from kopilka_cli.targets.pictures import write_pictures
from kopilka_cli.targets.settings import APP_FOLDER, App, locked, pyproject
from kopilka_cli.targets.template import copy_template
from kopilka_cli.web.places import APP_PACKAGES, BRAND, MANROPE, REPOSITORY

LOCK: Final = REPOSITORY / "locks/phones.txt"
MARK: Final = ".staged-by-kopilka"
TEMPLATE: Final = "template"
_NOT_FOR_PHONES: Final = (
    "__pycache__",
    "*.pyc",
    "*.pyi",
    "py.typed",
    "browser",
    "desktop_secrets.py",
    "openapi.json",
)
_START: Final = '''"""Where Flet starts the wallet."""

from kopilka.main import run

if __name__ == "__main__":
    run()
'''


def stage(app: App, brand_file: Path, folder: Path, template: Path | None) -> None:
    """Make `folder` anew, with Flet's template in it where one is given. Raises `CannotMake`."""
    _empty(folder)
    packed = folder / APP_FOLDER
    for package in APP_PACKAGES:
        ignored = shutil.ignore_patterns(*_NOT_FOR_PHONES)
        shutil.copytree(package, packed / package.name, ignore=ignored)
    (packed / "main.py").write_text(_START, encoding="utf-8")
    _write_brand(app, brand_file, packed / "assets")
    write_pictures(brand_file.with_name("icon.png"), packed / "assets")
    if app.ios_team:
        (folder / ASSOCIATION).write_text(association(app), encoding="utf-8")
    if template:
        copy_template(template, folder / TEMPLATE, app)
    told = pyproject(app, locked(LOCK), TEMPLATE if template else None)
    (folder / "pyproject.toml").write_text(told, encoding="utf-8")


def _empty(folder: Path) -> None:
    """Flet empties and fills folders beside the project, so it must have nothing but our own."""
    if folder == REPOSITORY or folder in REPOSITORY.parents:
        raise CannotMake(f"{folder}: the repository is there; stage below dist")
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).is_file():
            raise CannotMake(f"{folder}: something else is there; name another with --out")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()


def _write_brand(app: App, brand_file: Path, assets: Path) -> None:
    for file in brand_files(brand_file):
        copy = assets / file.relative_to(brand_file.parent)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    (assets / brand_file.name).rename(assets / BRAND.name)
    _write_address(app, assets / BRAND.name)
    _write_font(app.brand, assets / FONT_FILE)


def _write_address(app: App, staged: Path) -> None:
    if app.brand.api.rstrip("/") not in ("", app.address):
        raise CannotMake(f"api in the brand file is {app.brand.api}, not {app.address}")
    text = staged.read_text(encoding="utf-8")
    line = f'api = "{app.address}"'
    staged.write_text(re.sub(r"(?m)^api\s*=.*$", line, text, count=1), encoding="utf-8")
    if load_brand(staged).api != app.address:
        raise CannotMake('api in the brand file: write it as api = "" on a line of its own')


def _write_font(brand: Brand, target: Path) -> None:
    """As TrueType or OpenType: the phones' engine takes no compressed fonts of the web."""
    target.parent.mkdir(parents=True, exist_ok=True)
    source = brand.font or MANROPE
    with TTFont(source, lazy=True) as font:
        if font.flavor is None:
            shutil.copyfile(source, target)
            return
        font.flavor = None
        font.save(target)
