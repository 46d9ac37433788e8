"""What the start is compared with: a bare page with a QR, and Flet's hello-world as it is published."""

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import segno
from flet.controls.types import RouteUrlStrategy, WebRenderer
from flet_web import patch_font_manifest_json, patch_index_html

from kopilka_cli.web.places import FLUTTER_CLIENT, LOCK, REPOSITORY
from tests.bench.stock_hello import READY

STAGING = REPOSITORY / "dist/bench"
_PYTHON = ("--platform", "pyemscripten_2026_0_wasm32", "--python-version", "3.14")
_HELLO = Path(__file__).with_name("stock_hello.py")


def bare_page(folder: Path, text: str) -> None:
    """Nothing but the picture, in one file."""
    folder.mkdir(parents=True, exist_ok=True)
    picture = segno.make_qr(text, error="q").svg_inline(scale=6, border=4)
    page = f"<!DOCTYPE html><title>{READY}</title><body style='background:#fff'>{picture}"
    (folder / "index.html").write_text(page)


def stock_hello(folder: Path) -> None:
    """What `flet publish --no-cdn` leaves, with its packages inside, so that nothing is fetched.

    The command itself downloads Pyodide; the same files come with `flet-web`.
    """
    if folder.exists():
        return
    draft = folder.with_name("stock-draft")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(FLUTTER_CLIENT, draft)
    _pack_app(draft)
    patch_index_html(
        index_path=str(draft / "index.html"),
        base_href="",
        app_name="hello",
        pyodide=True,
        pyodide_script_path="main.py",
        app_package_url="app.tar.gz",
        web_renderer=WebRenderer.CANVAS_KIT,
        route_url_strategy=RouteUrlStrategy.PATH,
        no_cdn=True,
    )
    index = draft / "index.html"
    index.write_text(index.read_text().replace('"pyodide/pyodide.mjs"', '"/pyodide/pyodide.mjs"'))
    patch_font_manifest_json(manifest_path=str(draft / "assets/FontManifest.json"))
    draft.rename(folder)


def _pack_app(site: Path) -> None:
    packages = site.with_name("stock-packages")
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", packages)
    locked = ("--require-hashes", "--only-binary=:all:", "-r", LOCK, *_PYTHON)
    subprocess.run((*pip, *locked), check=True)
    with tarfile.open(site / "app.tar.gz", "w:gz") as archive:
        archive.add(_HELLO, "main.py")
        archive.add(packages, "__pypackages__")
    shutil.rmtree(packages)
