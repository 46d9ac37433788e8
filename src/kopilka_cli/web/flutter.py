"""Flet's ready-made Flutter client: its engine, and the assets it opens at its start."""

import json
from pathlib import Path

from kopilka_cli.web.appearance import ICONS
from kopilka_cli.web.fonts import cut_shell_font, cut_text_font
from kopilka_cli.web.icons import cut_icon_font
from kopilka_cli.web.parts import copy_files
from kopilka_cli.web.places import FLUTTER_CLIENT

_ENGINE = (
    "flutter.js",
    "main.dart.js",
    "main.dart.mjs",
    "main.dart.wasm",
    "canvaskit/canvaskit.js",
    "canvaskit/canvaskit.wasm",
    "canvaskit/skwasm.js",
    "canvaskit/skwasm.wasm",
)
_ASSETS = (
    "AssetManifest.bin",
    "AssetManifest.bin.json",
    "NOTICES",
    "packages/wakelock_plus/assets/no_sleep.js",
    "shaders/ink_sparkle.frag",
    "shaders/stretch_effect.frag",
)


def engine_sources() -> tuple[Path, ...]:
    """What the engine is made of."""
    return tuple(FLUTTER_CLIENT / name for name in _ENGINE)


def fill_engine(folder: Path) -> None:
    """Put the compiled client and its renderers into `folder`: skwasm for Chromium, CanvasKit for others."""
    copy_files(FLUTTER_CLIENT, folder, *_ENGINE)


def builds() -> str:
    """The client's own description of its builds, a JSON object for Flutter's loader."""
    bootstrap = (FLUTTER_CLIENT / "flutter_bootstrap.js").read_text()
    marker = "_flutter.buildConfig = "
    start = bootstrap.index(marker) + len(marker)
    description, _ = json.JSONDecoder().raw_decode(bootstrap, start)
    return json.dumps(description)


def fill_assets(folder: Path, icons: frozenset[str], font: Path, letters: str) -> None:
    """Put what the client opens at its start into `folder`, with our fonts in place of its own.

    `letters` are those that the typeface has to have beside Russian and English ones.
    """
    assets = folder / "assets"
    copy_files(FLUTTER_CLIENT / "assets", assets, *_ASSETS)
    cut_text_font(assets / "fonts/Manrope.woff2", font, letters)
    cut_shell_font(assets / "fonts/Shell.woff2", font, letters)
    cut_icon_font(icons, assets / "fonts/MaterialIcons.woff2")
    cut_icon_font(ICONS, assets / "fonts/ShellIcons.woff2")
    (assets / "FontManifest.json").write_text(json.dumps(_font_manifest()))


def _font_manifest() -> list[dict[str, object]]:
    """Flutter asks a CDN for Roboto when no font has that name, so Manrope answers to it too."""
    files = {"MaterialIcons": "MaterialIcons", "Manrope": "Manrope", "Roboto": "Manrope"}
    return [
        {"family": family, "fonts": [{"asset": f"fonts/{file}.woff2"}]}
        for family, file in files.items()
    ]
