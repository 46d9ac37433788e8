"""The app as Google's own tools read it: signatures, what it says of itself, what is inside."""

import json
import re
import subprocess
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from kopilka import VERSION
from tests.android.conftest import HOST, make

pytestmark = pytest.mark.slow


def said(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout


def test_phones_of_today_and_of_2017_take_the_signature(made: Path) -> None:
    told = said("apksigner", "verify", "--verbose", "--min-sdk-version", "26", made / "wallet.apk")
    assert "(APK Signature Scheme v2): true" in told
    assert "(APK Signature Scheme v3): true" in told


def test_app_says_what_it_is_in_both_languages(made: Path) -> None:
    told = said("aapt", "dump", "badging", made / "wallet.apk").splitlines()
    assert told[0].startswith(
        f"package: name='example.shop.card' versionCode='1' versionName='{VERSION}'"
    )
    assert "sdkVersion:'26'" in told
    assert "targetSdkVersion:'35'" in told
    assert "application-label-ru:'Копилка'" in told
    assert "application-label-en:'Kopilka'" in told
    asked = [line for line in told if line.startswith("uses-permission")]
    assert asked == [
        f"uses-permission: name='android.permission.{name}'"
        for name in ("INTERNET", "NFC", "USE_BIOMETRIC")
    ]
    assert "uses-feature-not-required: name='android.hardware.nfc'" in [
        line.strip() for line in told
    ]


def test_app_keeps_no_backup_speaks_no_cleartext_and_opens_its_hosts_links(made: Path) -> None:
    tree = said("aapt", "dump", "xmltree", made / "wallet.apk", "AndroidManifest.xml")
    for name in ("allowBackup", "fullBackupContent", "usesCleartextTraffic"):
        assert re.search(rf"android:{name}\(\w+\)=\(type 0x12\)0x0$", tree, re.MULTILINE), name
    assert "debuggable" not in tree
    assert re.search(r"android:autoVerify\(\w+\)=\(type 0x12\)0xffffffff", tree)
    assert f'="{HOST}"' in tree
    assert len(re.findall(r"E: activity ", tree)) == 1


def test_icon_has_a_layer_for_themes(made: Path) -> None:
    icon = said("aapt", "dump", "xmltree", made / "wallet.apk", "res/mipmap-anydpi-v26/icon.xml")
    assert re.findall(r"E: ([\w-]+)", icon) == [
        "adaptive-icon",
        "background",
        "foreground",
        "monochrome",
    ]


def test_whole_site_is_inside_without_its_compressed_twins(site: Path, made: Path) -> None:
    wanted = {
        f"assets/www/{file.relative_to(site).as_posix()}"
        for file in site.rglob("*")
        if file.is_file() and file.suffix != ".br"
    }
    with zipfile.ZipFile(made / "wallet.apk") as package:
        inside = {name for name in package.namelist() if name.startswith("assets/")}
    assert inside == wanted


def test_store_takes_the_bundle(made: Path) -> None:
    assert "jar verified" in said("jarsigner", "-verify", made / "wallet.aab")
    told = said(bundletool(), "validate", f"--bundle={made / 'wallet.aab'}")
    assert "Feature module: base" in told
    manifest = said(bundletool(), "dump", "manifest", f"--bundle={made / 'wallet.aab'}")
    assert 'package="example.shop.card"' in manifest


def test_links_are_proven_by_the_key_that_signed(made: Path) -> None:
    told = said("apksigner", "verify", "--print-certs", made / "wallet.apk")
    digest = re.search(r"certificate SHA-256 digest: (\w+)", told)
    assert digest
    target = json.loads((made / "assetlinks.json").read_text())[0]["target"]
    assert target["package_name"] == "example.shop.card"
    assert [bytes.fromhex(one.replace(":", "")) for one in target["sha256_cert_fingerprints"]] == [
        bytes.fromhex(digest[1])
    ]


def test_update_is_signed_by_the_same_key_which_only_its_owner_reads(
    site: Path, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (made / "assetlinks.json").read_text()
    password = (made / "wallet.p12.password").read_text().strip()
    monkeypatch.setenv("KOPILKA_KEYSTORE_PASSWORD", password)
    assert make(site, tmp_path, "--keystore", str(made / "wallet.p12"), "--version-code", "2") == 0
    assert (tmp_path / "assetlinks.json").read_text() == before
    assert "versionCode='2'" in said("aapt", "dump", "badging", tmp_path / "wallet.apk")
    assert not (tmp_path / "wallet.p12").exists()
    for name in ("wallet.p12", "wallet.p12.password"):
        assert (made / name).stat().st_mode & 0o077 == 0


def bundletool() -> Path:
    spec = find_spec("pybundletool")
    assert spec
    assert spec.origin
    tool = Path(spec.origin).with_name("binary-files") / "bundletool"
    tool.chmod(0o755)
    return tool
