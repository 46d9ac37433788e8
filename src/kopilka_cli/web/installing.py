"""What makes the site installable: the web app manifest and its icons, all from the brand's one picture.

The picture fills its square, and what matters lies inside the middle 80 %, which every launcher's
mask leaves (W3C Web Application Manifest, maskable icons).
"""

import json
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from kopilka.ui.look.brand import Brand

MANIFEST: Final = "manifest.webmanifest"
TOUCH_ICON: Final = "touch.png"
FAVICON: Final = "favicon.png"
LOGO: Final = "logo.webp"

_SIZES = (192, 512)
_ROUNDING = 0.22
_SMOOTHING = 4


def fill_icons(folder: Path, picture: Path) -> None:
    """Put the icons of every purpose into `folder`, and the picture itself as the page shows it."""
    with Image.open(picture) as opened:
        whole = opened.convert("RGB")
        shown = _scaled(opened.convert("RGBA"), _SIZES[0])
    shown.save(folder / LOGO, quality=80, method=6)
    for size in _SIZES:
        _scaled(whole, size).save(folder / f"maskable-{size}.png", optimize=True)
        _rounded(whole, size).save(folder / f"icon-{size}.png", optimize=True)
    _scaled(whole, 180).save(folder / TOUCH_ICON, optimize=True)
    _rounded(whole, 48).save(folder / FAVICON, optimize=True)


def write_manifest(folder: Path, icons: str, brand: Brand, language: str, shortcut: str) -> None:
    """Write the manifest; `icons` is the address of their folder, `shortcut` names the till mode."""
    manifest = {
        "id": "/",
        "name": brand.name_in(language),
        "short_name": brand.name_in(language),
        "lang": language,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": brand.light.background,
        "theme_color": brand.light.background,
        "categories": ["shopping", "lifestyle"],
        "icons": [_icon(icons, name, size) for size in _SIZES for name in ("icon", "maskable")],
        "shortcuts": [
            {"name": shortcut, "url": "/card/till", "icons": [_icon(icons, "icon", _SIZES[0])]}
        ],
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False))


def _icon(icons: str, name: str, size: int) -> dict[str, str]:
    return {
        "src": f"{icons}{name}-{size}.png",
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": "any" if name == "icon" else name,
    }


def _scaled(whole: Image.Image, size: int) -> Image.Image:
    return whole.resize((size, size), Image.Resampling.LANCZOS)


def _rounded(whole: Image.Image, size: int) -> Image.Image:
    large = size * _SMOOTHING
    mask = Image.new("L", (large, large))
    corner = round(large * _ROUNDING)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, large - 1, large - 1), corner, fill=255)
    rounded = _scaled(whole, size).convert("RGBA")
    rounded.putalpha(mask.resize((size, size), Image.Resampling.LANCZOS))
    return rounded
