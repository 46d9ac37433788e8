"""What `flet build` is told: the pyproject.toml of the staged project."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kopilka import VERSION
from kopilka.ui.look.brand import Brand
from kopilka.ui.look.texts import languages_of
from kopilka_cli.web.page import LANGUAGE

APP_FOLDER: Final = "app"
PROJECT: Final = "wallet"
PYTHON: Final = "==3.14.*"
"""What Flet's builds bring, and what the browser app runs on."""
OLDEST_ANDROID: Final = 26


@dataclass(frozen=True)
class App:
    """One app: `host` answers `/v1`; `version_code` grows with each one that is given out."""

    brand: Brand
    host: str
    application: str
    version_code: int
    ios_team: str = ""
    ios_profile: str = ""

    @property
    def address(self) -> str:
        return f"https://{self.host}"

    @property
    def bundle(self) -> str:
        """The name for Apple, which takes no underscores."""
        return self.application.replace("_", "-")

    @property
    def name(self) -> str:
        return self.brand.name_in(LANGUAGE)

    @property
    def languages(self) -> list[str]:
        """Those of the wallet, its first one before the others."""
        others = (language for language in languages_of(self.brand.languages))
        return sorted(others, key=lambda language: language != LANGUAGE)


def locked(lock: Path) -> list[str]:
    """`name==version` of every package in a lock, for Flet's own pip, which takes no hashes."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return [line.split()[0] for line in lines if line and not line.startswith((" ", "#"))]


def pyproject(app: App, dependencies: list[str], template: str | None) -> str:
    """The file's text; `template` is the folder of the one that Flet shall fill in place of its own."""
    flet: dict[str, object] = {
        "org": app.application.rpartition(".")[0],
        "product": app.name,
        "company": app.name,
        "copyright": app.name,
        "bundle_id": app.application,
        "build_number": app.version_code,
        "icon_background": app.brand.card_gradient[1],
        "app": {"path": APP_FOLDER},
        "splash": {
            "color": app.brand.light.background,
            "dark_color": app.brand.dark.background,
        },
        "boot_screen": {"name": "flet", "flet": _boot_screen(app.brand)},
        "android": _android(app),
        "ios": _ios(app),
    }
    if template:
        flet["template"] = {"url": template}
    project = {
        "name": PROJECT,
        "version": VERSION,
        "description": "A loyalty wallet",
        "requires-python": PYTHON,
        "dependencies": dependencies,
    }
    return "\n".join([*_table("project", project), *_table("tool.flet", flet)])


def _boot_screen(brand: Brand) -> Mapping[str, object]:
    return {
        "bgcolor_light": brand.light.background,
        "bgcolor_dark": brand.dark.background,
        "spinner_color_light": brand.light.primary,
        "spinner_color_dark": brand.dark.primary,
        "spinner_size": 30,
    }


def _android(app: App) -> Mapping[str, object]:
    return {
        "min_sdk_version": OLDEST_ANDROID,
        "deep_linking": {"scheme": "https", "host": app.host},
        "manifest_application": {  # texts, since Flet's template would write Python's False
            "allowBackup": "false",
            "fullBackupContent": "false",
            "usesCleartextTraffic": "false",
        },
    }


def _ios(app: App) -> Mapping[str, object]:
    told: dict[str, object] = {
        "bundle_id": app.bundle,
        "info": {
            "CFBundleLocalizations": app.languages,
            "ITSAppUsesNonExemptEncryption": False,
        },
    }
    if app.ios_team:
        told["team_id"] = app.ios_team
    if app.ios_profile:
        told["provisioning_profile"] = app.ios_profile
        told["export_method"] = "app-store-connect"
    return told


def _table(name: str, table: Mapping[str, object]) -> list[str]:
    """TOML has its plain values before the tables within; texts are written as JSON writes them."""
    plain = {key: value for key, value in table.items() if not isinstance(value, Mapping)}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in plain.items()]
    within = ((key, value) for key, value in table.items() if isinstance(value, Mapping))
    below = [line for key, value in within for line in _table(f"{name}.{key}", value)]
    return [f"[{name}]", *lines, "", *below] if lines else below
