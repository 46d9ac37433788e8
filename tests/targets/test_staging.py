"""What is staged is the wallet alone, whole, and in no folder that is somebody else's."""

import ast
import json
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from kopilka.ui.look.brand import load_brand
from kopilka.ui.look.theme import FONT_FILE
from kopilka_cli.android.tools import CannotMake
from kopilka_cli.main import main
from kopilka_cli.targets.building import build
from kopilka_cli.web.places import REPOSITORY
from tests.targets.conftest import HOST, NAME, stage

OWN = {"kopilka", "loyalty_api", "main"}
FETCHED_BY_FLET = {"msgpack"}
"""Compiled, so in the version that Flet's own index has for phones."""
OF_A_BROWSER = {"js", "pyodide", "flet_js"}
IMPORT_ALL = """
import importlib, pkgutil, sys
sys.path[:0] = sys.argv[1:]
import main, kopilka, loyalty_api
for package in kopilka, loyalty_api:
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(found.name)
print(main.run.__module__, *sorted(sys.modules))
"""


def test_wallet_its_contract_and_its_brand_are_staged_and_nothing_else(staged: Path) -> None:
    made_by_flet = {"build"}
    there = {one.name for one in staged.iterdir() if one.name[0] != "."} - made_by_flet
    assert there == {"app", "pyproject.toml", "apple-app-site-association"}
    assert {one.name for one in (staged / "app").iterdir()} == OWN - {"main"} | {
        "main.py",
        "assets",
    }
    endings = {file.suffix for file in (staged / "app").rglob("*") if file.is_file()}
    assert endings == {".py", ".png", ".toml", ".ttf"}
    assert not (staged / "app/kopilka/browser").exists()


def test_every_package_that_the_wallet_imports_is_told_to_flet(staged: Path) -> None:
    imported = _imported(staged / "app") - OWN - sys.stdlib_module_names - OF_A_BROWSER
    assert imported == {"flet", "flet_secure_storage", "httpx", "qrcode"}
    told = tomllib.loads((staged / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {one.partition("==")[0].replace("-", "_") for one in told}
    assert all("==" in one for one in told)
    assert imported | {"tzdata"} <= names
    assert not names & {"fastapi", "sqlalchemy", "pillow", "keyring", "flet_web"}


@pytest.mark.slow
def test_every_staged_module_is_imported_with_what_phones_have(
    staged: Path, tmp_path: Path
) -> None:
    told = tomllib.loads((staged / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    for name in {one.partition("==")[0] for one in told} | FETCHED_BY_FLET:
        _link(name, tmp_path)
    ended = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", IMPORT_ALL, staged / "app", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    run, *modules = ended.stdout.split()
    assert run == "kopilka.main"
    assert {"kopilka.local.phone_secrets", "kopilka.api.client", "qrcode"} <= set(modules)


def test_brand_comes_with_address_font_and_pictures(staged: Path) -> None:
    assets = staged / "app/assets"
    brand = load_brand(assets / "brand.toml")
    assert (brand.api, brand.name_in("ru")) == (f"https://{HOST}", NAME)
    with TTFont(assets / FONT_FILE) as font:
        assert font.flavor is None
        assert ord("Я") in font.getBestCmap()
    with Image.open(assets / "icon.png") as icon, Image.open(assets / "splash.png") as splash:
        assert (icon.size, icon.mode) == ((1024, 1024), "RGB")
        assert splash.getpixel((0, 0))[3] == 0
        assert splash.getpixel((splash.width // 2, splash.height // 2))[3] == 255


def test_host_is_told_which_app_of_an_iphone_opens_its_links(
    brand: Path, staged: Path, tmp_path: Path
) -> None:
    told = json.loads((staged / "apple-app-site-association").read_text("utf-8"))
    (opened,) = told["applinks"]["details"]
    assert opened["appIDs"] == ["ABCDE12345.example.fish-chips.card"]
    shown = [one["/"] for one in opened["components"] if not one.get("exclude")]
    assert shown == ["*"]
    excluded = {one["/"] for one in opened["components"] if one.get("exclude")}
    assert {"/v1/*", "/cashier", "/desk"} <= excluded
    assert stage(tmp_path / "targets", brand) == 0  # without a team nobody vouches for it
    assert not (tmp_path / "targets/apple-app-site-association").exists()


def test_compressed_font_of_a_brand_is_staged_as_phones_read_it(
    brand: Path, staged: Path, tmp_path: Path
) -> None:
    for file in brand.parent.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    with TTFont(staged / "app/assets" / FONT_FILE) as font:
        font.flavor = "woff"
        font.save(tmp_path / "own.woff")
    own = tmp_path / "brand.toml"
    own.write_text(f'font = "own.woff"\n{own.read_text("utf-8")}', "utf-8")
    assert stage(tmp_path / "targets", own) == 0
    with TTFont(tmp_path / "targets/app/assets" / FONT_FILE) as font:
        assert font.flavor is None


def test_folder_of_something_else_is_left_alone(
    brand: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").touch()
    assert stage(tmp_path, brand) == 1
    assert "something else is there" in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("folder", [REPOSITORY, REPOSITORY.parent])
def test_repository_is_never_staged_over(
    brand: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stage(folder, brand) == 1
    assert "stage below dist" in capsys.readouterr().err


def test_own_folder_is_made_anew(brand: Path, tmp_path: Path) -> None:
    folder = tmp_path / "targets"
    assert stage(folder, brand) == 0
    (folder / "app/kopilka/gone.py").touch()
    assert stage(folder, brand) == 0
    assert not (folder / "app/kopilka/gone.py").exists()


def test_address_is_needed_and_only_one(
    brand: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["targets", "--out", str(tmp_path / "targets"), "--brand", str(brand)]) == 1
    assert "give one with --api" in capsys.readouterr().err
    other = tmp_path / "brand.toml"
    other.write_text(
        brand.read_text("utf-8").replace('api = ""', 'api = "https://other.example"'), "utf-8"
    )
    for name in ("icon.png", "logo.png"):
        (tmp_path / name).write_bytes(brand.with_name(name).read_bytes())
    assert stage(tmp_path / "targets", other) == 1
    assert "api in the brand file is https://other.example" in capsys.readouterr().err


def test_target_that_cannot_be_built_here_is_an_error_with_its_remedy(
    brand: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert stage(tmp_path / "targets", brand, "apk") == 1
    assert "Flutter's SDK" in capsys.readouterr().err
    monkeypatch.setattr("platform.system", lambda: "Linux")
    assert stage(tmp_path / "targets", brand, "aab", "ipa") == 1
    assert "on a Mac alone" in capsys.readouterr().err
    assert not (tmp_path / "targets").exists()
    assert stage(tmp_path / "targets", brand) == 0
    assert "./build/targets apk aab" in capsys.readouterr().out


def test_build_runs_flet_where_it_was_staged_and_tells_what_came_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = tmp_path / "python"
    command.write_text('#!/bin/sh\n[ "$5" = --yes ] && mkdir -p "build/$4" && : >"build/$4/$*"\n')
    command.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(command))
    assert build("apk", tmp_path) == [str(tmp_path / "build/apk/-m flet.cli build apk --yes")]
    command.write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(CannotMake, match="flet build aab ended with 3"):
        build("aab", tmp_path)


def _imported(folder: Path) -> set[str]:
    found: set[str] = set()
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {one.name.partition(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found


def _link(name: str, folder: Path) -> None:
    """What pip installed under this name; only phones get flet-secure-storage."""
    try:
        files = distribution(name).files or []
    except PackageNotFoundError:
        assert name == "flet-secure-storage"
        return
    for top in {file.parts[0] for file in files} - {"..", "__pycache__"}:
        (folder / top).symlink_to(Path(str(distribution(name).locate_file(top))).resolve())
