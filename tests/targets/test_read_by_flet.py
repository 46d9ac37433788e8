"""Flet's own command reads what was staged as it was meant."""

from itertools import pairwise
from pathlib import Path

import pytest
from flet_platform_assets import load_source, parse_hex_color

from kopilka import VERSION
from tests.targets.conftest import DARK_GROUND, GROUND, HOST, NAME, Reading

APPLICATION = "example.fish_chips.card"


@pytest.mark.parametrize("target", ["apk", "aab", "ipa"])
def test_names_version_and_python_are_taken(
    staged: Path, read_by_flet: Reading, target: str
) -> None:
    command = read_by_flet(staged, target)
    told = command.template_data
    assert (told["product_name"], told["project_name"]) == (NAME, "wallet")
    assert told["options"]["python_version"] == "3.14"
    assert command.package_app_path == staged / "app"
    arguments: list[str] = []
    command.add_flutter_command_args(arguments)
    given = dict(pairwise(arguments))
    assert (given["--build-name"], given["--build-number"]) == (VERSION, "7")


def test_android_asks_for_the_network_alone_and_opens_the_hosts_links(
    staged: Path, read_by_flet: Reading
) -> None:
    command = read_by_flet(staged, "apk")
    told, options = command.template_data, command.template_data["options"]
    assert told["bundle_id"] == APPLICATION
    assert options["android_permissions"] == {"android.permission.INTERNET": True}
    assert set(options["android_features"].values()) == {False}
    assert options["deep_linking"] == {"scheme": "https", "host": HOST}
    assert options["android_signing"] is False
    android = command.get_pyproject("tool.flet.android")
    assert android["min_sdk_version"] == 26
    assert android["manifest_application"] == {
        "allowBackup": "false",
        "fullBackupContent": "false",
        "usesCleartextTraffic": "false",
    }


def test_key_of_the_environment_signs(
    staged: Path, read_by_flet: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLET_ANDROID_SIGNING_KEY_STORE", "wallet.p12")
    assert read_by_flet(staged, "aab").template_data["options"]["android_signing"] is True


def test_iphone_is_told_languages_and_signing_and_takes_no_scheme(
    staged: Path, read_by_flet: Reading
) -> None:
    told = read_by_flet(staged, "ipa").template_data
    assert told["bundle_id"] == "example.fish-chips.card"  # Apple takes no underscores
    assert told["options"]["info_plist"] == {
        "CFBundleLocalizations": ["ru", "en"],
        "ITSAppUsesNonExemptEncryption": False,
    }
    assert told["options"]["deep_linking"] == {"scheme": None, "host": None}
    signed = (told["ios_team_id"], told["ios_provisioning_profile"], told["ios_export_method"])
    assert signed == ("ABCDE12345", "Shop", "app-store-connect")


@pytest.mark.parametrize("target", ["apk", "ipa"])
def test_splash_and_icon_have_the_brands_colours(
    staged: Path, read_by_flet: Reading, target: str
) -> None:
    command = read_by_flet(staged, target)
    shown = {"android": True, "ios": True, "web": True}
    assert command.template_data["splash"] == shown | {"color": GROUND, "dark_color": DARK_GROUND}
    assert command.template_data["adaptive_icon_background"] == "#146B55"
    assert command._resolve_icon_background() == parse_hex_color("#146B55")


def test_pictures_are_taken_by_their_names(staged: Path) -> None:
    assets = staged / "app/assets"
    for name in ("icon.png", "icon_android.png", "splash.png"):
        picture, pre_rendered = load_source(assets / name)
        assert picture.width == picture.height
        assert not pre_rendered
