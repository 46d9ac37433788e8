"""The pictures that Flet makes all icons and splash screens of, out of the brand's icon."""

from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw

from kopilka_cli.android.resources import icon_layer

SPLASH: Final = 384
"""96 dp at the finest density, as in the app of `kopilka android`."""
_ROUNDING: Final = 0.22


def write_pictures(picture: Path, assets: Path) -> None:
    """`icon` for iOS as it is, `icon_android` with what a launcher cuts off, `splash` with round corners."""
    with Image.open(picture) as opened:
        whole = opened.convert("RGB")
    whole.save(assets / "icon.png")
    icon_layer(whole).save(assets / "icon_android.png")
    _rounded(whole).save(assets / "splash.png")


def _rounded(whole: Image.Image) -> Image.Image:
    """Drawn four times as large for soft edges."""
    side = SPLASH * 4
    corner = Image.new("L", (side, side), 0)
    ImageDraw.Draw(corner).rounded_rectangle((0, 0, side - 1, side - 1), side * _ROUNDING, fill=255)
    small = whole.resize((SPLASH, SPLASH), Image.Resampling.LANCZOS)
    small.putalpha(corner.resize((SPLASH, SPLASH), Image.Resampling.LANCZOS))
    return small
