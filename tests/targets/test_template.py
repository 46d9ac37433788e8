"""The layer over Flet's template, on a template with those places alone; Flet's own is in no registry."""

import json
import plistlib
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.targets.conftest import HOST, NAME, Reading, stage

ANDROID = "{http://schemas.android.com/apk/res/android}"
MANIFEST = f"""<manifest xmlns:android="{ANDROID[1:-1]}">
  <application android:label="{{{{ cookiecutter.product_name }}}}">
    <intent-filter>
      <action android:name="android.intent.action.MAIN" />
    </intent-filter>
    <intent-filter>
      <action android:name="android.intent.action.VIEW" />
      <data android:host="{{{{ cookiecutter.options.deep_linking.host }}}}" />
    </intent-filter>
  </application>
</manifest>
"""
INFO = """<plist version="1.0"><dict>
  <key>CFBundleDisplayName</key>
  <string>{{ cookiecutter.product_name }}</string>
  <key>NSAppTransportSecurity</key>
  <dict>
    <key>NSAllowsArbitraryLoads</key>
    <true />
  </dict>
</dict></plist>
"""
NAMES = {"out_dir": "", "product_name": "", "options": None}
IN_MANIFEST = "android/app/src/main/AndroidManifest.xml"
IN_INFO = "ios/Runner/Info.plist"
IN_XCODE = ("ios/Flutter/Debug.xcconfig", "ios/Flutter/Release.xcconfig")
INCLUDED = '#include "Generated.xcconfig"'


@pytest.fixture
def template(tmp_path: Path) -> Path:
    folder = tmp_path / "flet"
    project = folder / "build/{{cookiecutter.out_dir}}"
    texts = {IN_MANIFEST: MANIFEST, IN_INFO: INFO, "pubspec.yaml": "name: x\n"}
    for name, text in (texts | dict.fromkeys(IN_XCODE, INCLUDED)).items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text)
    (folder / "build/cookiecutter.json").write_text(json.dumps(NAMES))
    return folder


def test_flet_fills_the_changed_template(
    brand: Path, template: Path, tmp_path: Path, read_by_flet: Reading
) -> None:
    folder = tmp_path / "targets"
    assert stage(folder, brand, "--template", str(template)) == 0
    command = read_by_flet(folder, "apk")
    command.create_flutter_project()
    made = folder / "build/flutter"
    application = ET.parse(made / IN_MANIFEST).getroot().find("application")
    assert application is not None
    first, links = application.findall("intent-filter")
    assert first.get(f"{ANDROID}autoVerify") is None
    assert links.get(f"{ANDROID}autoVerify") == "true"
    host = links.find("data")
    assert host is not None
    assert host.get(f"{ANDROID}host") == HOST
    assert application.get(f"{ANDROID}label") == "@string/app_name"
    info = plistlib.loads((made / IN_INFO).read_bytes())
    assert info["CFBundleDisplayName"] == NAME
    assert info["NSAppTransportSecurity"] == {"NSAllowsArbitraryLoads": False}


def test_android_gets_a_name_in_every_language_and_copies_nothing(
    brand: Path, template: Path, tmp_path: Path, read_by_flet: Reading
) -> None:
    folder = tmp_path / "targets"
    assert stage(folder, brand, "--template", str(template)) == 0
    read_by_flet(folder, "apk").create_flutter_project()
    resources = folder / "build/flutter/android/app/src/main/res"
    names = {
        file.parent.name: ET.parse(file).getroot().findtext("string")
        for file in resources.glob("values*/strings.xml")
    }
    assert names == {
        "values": '"Fish & \\"Chips\\""',
        "values-ru": '"Fish & \\"Chips\\""',
        "values-en": '"Kopilka"',
    }
    spoken = ET.parse(resources / "xml/languages.xml").getroot()
    assert [one.get(f"{ANDROID}name") for one in spoken] == ["ru", "en"]
    kept = ET.parse(resources / "xml/kept_here.xml").getroot()
    assert {part.tag for part in kept} == {"cloud-backup", "device-transfer"}
    assert all(part.find("exclude") is not None for part in kept)


def test_iphone_of_a_team_opens_the_hosts_links(
    brand: Path, template: Path, tmp_path: Path, read_by_flet: Reading
) -> None:
    folder = tmp_path / "targets"
    assert stage(folder, brand, "--template", str(template), "--ios-team", "ABCDE12345") == 0
    read_by_flet(folder, "ipa").create_flutter_project()
    made = folder / "build/flutter"
    allowed = plistlib.loads((made / "ios/Runner/Runner.entitlements").read_bytes())
    assert allowed == {"com.apple.developer.associated-domains": [f"applinks:{HOST}"]}
    for name in IN_XCODE:
        lines = (made / name).read_text().split("\n")
        assert lines[:2] == [INCLUDED, "CODE_SIGN_ENTITLEMENTS = Runner/Runner.entitlements"]


def test_iphone_of_nobody_asks_for_no_right(brand: Path, template: Path, tmp_path: Path) -> None:
    assert stage(tmp_path / "targets", brand, "--template", str(template)) == 0
    copied = tmp_path / "targets/template"
    assert not list(copied.rglob("*.entitlements"))
    assert {file.read_text() for file in copied.rglob("*.xcconfig")} == {INCLUDED}


def test_archive_of_a_template_is_taken_as_its_folder_is(
    brand: Path, template: Path, tmp_path: Path
) -> None:
    archive = shutil.make_archive(str(tmp_path / "flet-build-template"), "zip", template)
    assert stage(tmp_path / "targets", brand, "--template", archive) == 0
    assert {one.name for one in (tmp_path / "targets").iterdir()} > {"app", "template"}
    found = list((tmp_path / "targets/template").rglob("AndroidManifest.xml"))
    assert ["autoVerify" in one.read_text() for one in found] == [True]


def test_resource_that_flet_has_by_now_is_not_written_over(
    brand: Path, template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = template / "build/{{cookiecutter.out_dir}}"
    own = project / "android/app/src/main/res/values/strings.xml"
    own.parent.mkdir(parents=True)
    own.write_text("<resources/>")
    assert stage(tmp_path / "targets", brand, "--template", str(template)) == 1
    assert "values/strings.xml of its own" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "gone"),
    [
        (IN_MANIFEST, "android.intent.action.VIEW"),
        (IN_MANIFEST, "android:label"),
        (IN_INFO, "NSAllowsArbitraryLoads"),
    ],
)
def test_template_that_became_another_is_refused(
    brand: Path,
    template: Path,
    tmp_path: Path,
    file: str,
    gone: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    changed = template / "build/{{cookiecutter.out_dir}}" / file
    changed.write_text(changed.read_text().replace(gone, "something.else"))
    assert stage(tmp_path / "targets", brand, "--template", str(template)) == 1
    assert "of Flet's template: 0 places like" in capsys.readouterr().err


def test_folder_without_a_template_is_refused(
    brand: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    given = ("--template", str(tmp_path / "empty"))
    assert stage(tmp_path / "targets", brand, *given) == 1
    assert "no cookiecutter.json" in capsys.readouterr().err
