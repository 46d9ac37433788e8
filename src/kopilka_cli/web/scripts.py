"""The page's own scripts, bundled and minified by esbuild; it and the libraries come locked from npm."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kopilka_cli.web.parts import copy_files, kept_folder
from kopilka_cli.web.places import KEPT, NODE, NPM, PYODIDE, SHELL
from kopilka_cli.web.programs import run
from loyalty_api.currencies import MINOR_DIGITS

OLDEST_BROWSERS: Final = "chrome109,firefox115,safari16.4"
_MINOR_DIGITS: Final = {code: digits for code, digits in MINOR_DIGITS.items() if digits != 2}


def minified(style: str) -> str:
    """The style sheet as short as it can be said, with what older browsers call by other names."""
    with tempfile.TemporaryDirectory() as temporary:
        written, target = Path(temporary, "style.css"), Path(temporary, "short.css")
        written.write_text(style)
        esbuild = libraries() / "node_modules/esbuild/bin/esbuild"
        run(
            NODE, esbuild, written, f"--outfile={target}", f"--target={OLDEST_BROWSERS}", "--minify"
        )
        return target.read_text().strip()


def bundle(
    script: str, target: Path, constants: Mapping[str, object], *, module: bool = False
) -> None:
    """Write the script of this name with all it imports to `target`; `constants` are put in its text."""
    modules = libraries() / "node_modules"
    defined = [
        f"--define:{name}={json.dumps(value, ensure_ascii=False)}"
        for name, value in {"MINOR_DIGITS": _MINOR_DIGITS, **constants}.items()
    ]
    run(
        NODE,
        modules / "esbuild/bin/esbuild",
        SHELL / "scripts" / script,
        f"--outfile={target}",
        f"--format={'esm' if module else 'iife'}",
        f"--target={OLDEST_BROWSERS}",
        "--bundle",
        "--minify",
        "--charset=utf8",
        "--legal-comments=none",
        "--external:node:*",
        "--loader:.css=text",
        f"--alias:pyodide={PYODIDE / 'pyodide.mjs'}",
        *defined,
        environment={"NODE_PATH": str(modules)},
    )


def libraries() -> Path:
    """Where npm put what `assets/web/package-lock.json` names, each checked against its hash."""
    lock = ("package.json", "package-lock.json", ".npmrc")
    return kept_folder(KEPT, "node", [SHELL / name for name in lock], _install)


def _install(folder: Path) -> None:
    copy_files(SHELL, folder, "package.json", "package-lock.json", ".npmrc")
    run(NODE, NPM, "ci", "--no-audit", "--no-fund", "--prefix", folder, folder=folder)
