"""A brand of its own, staged once by the real command, and Flet's own reading of what was staged."""

import argparse
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flet_cli.commands.build import Command
from flet_cli.commands.flutter_base import BaseFlutterCommand

from kopilka_cli.main import main

HOST = "card.fish-chips.example"
NAME = 'Fish & "Chips"'
GROUND = "#FAFBFC"
DARK_GROUND = "#010203"
BRAND = Path(__file__).parents[2] / "assets"

Reading = Callable[[Path, str], Command]


@pytest.fixture(scope="session")
def brand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a brand that is not ours in anything that Flet is told."""
    folder = tmp_path_factory.mktemp("brand")
    for name in ("brand.toml", "icon.png", "logo.png"):
        shutil.copyfile(BRAND / name, folder / name)
    file = folder / "brand.toml"
    told = file.read_text("utf-8").replace('"Копилка"', json.dumps(NAME))
    told = told.replace("#F6F5F1", GROUND).replace("#0E1412", DARK_GROUND)
    file.write_text(told, "utf-8")
    return file


@pytest.fixture(scope="session")
def staged(brand: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("staged") / "targets"
    given = ["--version-code", "7", "--ios-team", "ABCDE12345", "--ios-profile", "Shop"]
    assert stage(folder, brand, *given) == 0
    return folder


def stage(folder: Path, brand: Path, *more: str) -> int:
    """`kopilka targets`; its exit status."""
    given = ["--out", str(folder), "--brand", str(brand), "--api", f"https://{HOST}"]
    return main(["targets", *given, *more])


@pytest.fixture
def read_by_flet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reading:
    """flet-cli's command for a target, as far as it goes without a network and Flutter's SDK."""
    pythons = {"3.13": _python("3.13.9"), "3.14": _python("3.14.2"), "3.15": _python("3.15.0")}
    manifest = tmp_path / "pythons.json"
    manifest.write_text(json.dumps({"default_python_version": "3.13", "pythons": pythons}))
    monkeypatch.setenv("FLET_PYTHON_BUILD_MANIFEST", str(manifest))
    kept = {"cookiecutters_dir": str(tmp_path / "kept"), "replay_dir": str(tmp_path / "replay")}
    (tmp_path / "cookiecutter.yaml").write_text(json.dumps(kept))  # JSON is YAML
    monkeypatch.setenv("COOKIECUTTER_CONFIG", str(tmp_path / "cookiecutter.yaml"))
    monkeypatch.delenv("FLET_ANDROID_SIGNING_KEY_STORE", raising=False)
    monkeypatch.setattr(BaseFlutterCommand, "initialize_command", lambda command: None)

    def read(folder: Path, target: str) -> Command:
        monkeypatch.chdir(folder)
        parser = argparse.ArgumentParser()
        command = Command(parser)
        command.options = parser.parse_args([target, str(folder)])
        command.target_platform = target
        command.emojis = {"checkmark": ""}
        monkeypatch.setattr(command, "update_status", lambda said: None)
        command.initialize_command()
        command.validate_entry_point()
        command.setup_template_data()
        return command

    return read


def _python(version: str) -> dict[str, object]:
    return {"full_version": version, "pyodide_version": "314.0", "android_abis": ["arm64-v8a"]}
