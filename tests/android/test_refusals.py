"""What stands in the way of an app is said before anything is made."""

import argparse
from pathlib import Path

import pytest

from kopilka_cli.android.signing import signing_key
from kopilka_cli.android.tools import CannotMake, need_tools
from kopilka_cli.options.phone_app import application_id, backwards, host_of


@pytest.mark.parametrize(
    "address",
    [
        "http://card.shop.example",
        "card.shop.example",
        "https://card.shop.example:8443",
        "https://card.shop.example/wallet",
        "https://me@card.shop.example",
        "https://shop",
        "https://",
    ],
)
def test_app_talks_to_a_host_over_https_alone(address: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="no address like"):
        host_of(address)


def test_host_names_the_app_backwards() -> None:
    assert host_of("https://Card.Shop.example/") == "card.shop.example"
    assert application_id(backwards("my-card.shop.example")) == "example.shop.my_card"
    with pytest.raises(argparse.ArgumentTypeError, match="no name like"):
        application_id(backwards("1st.shop.example"))


def test_missing_tools_are_named_with_what_installs_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotMake) as refused:
        need_tools(tmp_path / "none.apk")
    assert str(refused.value).endswith(
        "apt-get install aapt android-framework-res apksigner default-jdk-headless"
        " libsmali-java zipalign"
    )


def test_keystore_is_opened_only_with_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keystore = tmp_path / "release.p12"
    with pytest.raises(CannotMake, match="no such keystore"):
        signing_key(keystore, "wallet", tmp_path)
    keystore.touch()
    monkeypatch.delenv("KOPILKA_KEYSTORE_PASSWORD", raising=False)
    with pytest.raises(CannotMake, match="KOPILKA_KEYSTORE_PASSWORD"):
        signing_key(keystore, "wallet", tmp_path)
