"""A layer over Flet's template, for what no setting of `flet build` says.

Flet's template has a filter for links that nobody verifies, one name for all languages, lets an iPhone speak
cleartext, takes names as XML and has no links of a host for an iPhone. Each change must find its place, so that another version of the template is refused and
never half changed.
"""

import re
import shutil
import zipfile
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from kopilka_cli.android.resources import text_of_resource
from kopilka_cli.android.tools import CannotMake
from kopilka_cli.targets.apple_links import ENTITLEMENTS, entitlements
from kopilka_cli.targets.settings import App
from kopilka_cli.web.page import LANGUAGE

_ANDROID: Final = "android/app/src/main"
_VERIFIED: Final = (
    r"<intent-filter>(\s*<action android:name=\"android\.intent\.action\.VIEW\" />)",
    r'<intent-filter android:autoVerify="true">\1',
)
_NAMED: Final = (
    r"android:label=\"[^\"]*\"",
    """android:label="@string/app_name"
        android:localeConfig="@xml/languages"
        android:dataExtractionRules="@xml/kept_here\"""",
)
_NO_CLEARTEXT: Final = (
    r"(<key>NSAllowsArbitraryLoads</key>\s*)<true ?/>",
    r"\1<false />",
)
_ESCAPED: Final = (
    r"\{\{ cookiecutter\.product_name \}\}",
    "{{ cookiecutter.product_name | e }}",
)
_ENTITLED: Final = (
    r"\Z",
    f"\nCODE_SIGN_ENTITLEMENTS = Runner/{ENTITLEMENTS}\n",
)
"""Both of Xcode's settings files are read for the app alone, not for Flutter's own targets."""
_KEPT_HERE: Final = """<data-extraction-rules>
    <cloud-backup>
        <exclude domain="root" />
    </cloud-backup>
    <device-transfer>
        <exclude domain="root" />
    </device-transfer>
</data-extraction-rules>
"""


def copy_template(source: Path, target: Path, app: App) -> None:
    """Flet's template (a folder or its archive) into `target`, changed. Raises `CannotMake`."""
    if source.is_file():
        unpacked = target.with_name(f"{target.name}-unpacked")
        with zipfile.ZipFile(source) as archive:
            archive.extractall(unpacked)
        shutil.move(_root(unpacked), target)
        shutil.rmtree(unpacked, ignore_errors=True)
    else:
        shutil.copytree(_root(source), target)
    (project,) = target.glob("{{*cookiecutter.out_dir*}}")
    _change(project / _ANDROID / "AndroidManifest.xml", _VERIFIED, _NAMED)
    _change(project / "ios/Runner/Info.plist", _NO_CLEARTEXT, _ESCAPED)
    _write_resources(project / _ANDROID / "res", app)
    if app.ios_team:  # without a team nothing is signed, and Apple knows of no links
        _write(project / "ios/Runner" / ENTITLEMENTS, entitlements(app))
        for kind in ("Debug", "Release"):
            _change(project / f"ios/Flutter/{kind}.xcconfig", _ENTITLED)


def _root(folder: Path) -> Path:
    found = sorted(folder.rglob("cookiecutter.json"), key=lambda file: len(file.parts))
    if not found:
        raise CannotMake(f"{folder}: no cookiecutter.json, so no template of Flet is here")
    return found[0].parent


def _change(file: Path, *changes: tuple[str, str]) -> None:
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise CannotMake(f"Flet's template has no {file.name}") from error
    for place, wanted in changes:
        text, times = re.subn(place, wanted, text)
        if times != 1:
            raise CannotMake(f"{file.name} of Flet's template: {times} places like {place}")
    file.write_text(text, encoding="utf-8")


def _write_resources(folder: Path, app: App) -> None:
    named = {language: app.brand.name_in(language) for language in app.languages}
    for language, name in named.items():
        _write(folder / f"values-{language}/strings.xml", _strings(name))
    _write(folder / "values/strings.xml", _strings(named[LANGUAGE]))
    spoken = "\n".join(f'    <locale android:name="{escape(one)}" />' for one in named)
    space = 'xmlns:android="http://schemas.android.com/apk/res/android"'
    _write(folder / "xml/languages.xml", f"<locale-config {space}>\n{spoken}\n</locale-config>\n")
    _write(folder / "xml/kept_here.xml", _KEPT_HERE)


def _strings(name: str) -> str:
    """Marked raw: the template's own language would read braces in a name."""
    said = text_of_resource(name)
    return (
        "<resources>\n"
        f'    <string name="app_name">{{% raw %}}{said}{{% endraw %}}</string>\n'
        "</resources>\n"
    )


def _write(file: Path, text: str) -> None:
    if file.exists():
        raise CannotMake(f"Flet's template has a {file.parent.name}/{file.name} of its own by now")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
