"""What Android shows before the page does: name, icon, colours, splash, the shortcut to the till."""

from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Final
from xml.sax.saxutils import escape

from PIL import Image

from kopilka.ui.look.brand import Brand
from kopilka_cli.web.appearance import words
from kopilka_cli.web.page import LANGUAGE

LAYER: Final = 432
"""108 dp at the finest density. A launcher shows the middle 72, and of those at least a circle of 66."""
_PICTURE: Final = round(LAYER * 66 / 108 / 0.8)
"""What matters is in the middle 80 % of the brand's picture, so these fill the circle."""
_OUTLINE: Final = round(LAYER * 44 / 108)


def fill_templates(source: Path, target: Path, values: Mapping[str, str]) -> None:
    """Every XML file below `source` into `target`, with its `${names}` filled in."""
    for file in sorted(source.rglob("*.xml")):
        written = target / file.relative_to(source)
        written.parent.mkdir(parents=True, exist_ok=True)
        text = Template(file.read_text(encoding="utf-8"))
        written.write_text(text.substitute(values), encoding="utf-8")


def look_of(brand: Brand) -> Mapping[str, str]:
    """The brand's colours by the names that the templates have."""
    return {
        "light_ground": brand.light.background,
        "light_primary": brand.light.primary,
        "dark_ground": brand.dark.background,
        "dark_primary": brand.dark.primary,
        "icon_ground": brand.card_gradient[1],
    }


def write_words(folder: Path, brand: Brand) -> None:
    """The app's name and its shortcut's, in every language; the wallet's first one for all others."""
    for language, said in words(brand).items():
        strings = _strings({"name": said["name"], "to_till": said["to_till"]})
        _write(folder / f"values-{language}" / "strings.xml", strings)
        if language == LANGUAGE:
            _write(folder / "values" / "strings.xml", strings)


def write_icon(folder: Path, picture: Path, logo: Path) -> None:
    """The layers of the adaptive icon: the brand's picture, and its logo's outline for themed icons."""
    target = folder / "mipmap-xxxhdpi"
    target.mkdir(parents=True, exist_ok=True)
    with Image.open(picture) as opened:
        whole = opened.convert("RGB")
    icon_layer(whole).save(target / "icon_picture.png", optimize=True)
    with Image.open(logo) as opened:
        shape = opened.convert("RGBA").getchannel("A")
    shape.thumbnail((_OUTLINE, _OUTLINE), Image.Resampling.LANCZOS)
    outline = Image.new("L", (LAYER, LAYER), 0)
    _paste_middle(outline, shape)
    white = Image.new("RGBA", (LAYER, LAYER), "white")
    white.putalpha(outline)
    white.save(target / "icon_outline.png", optimize=True)


def icon_layer(whole: Image.Image) -> Image.Image:
    """The brand's picture where no launcher cuts it off, its ground around it."""
    layer = Image.new("RGB", (LAYER, LAYER), whole.getpixel((0, 0)))
    _paste_middle(layer, whole.resize((_PICTURE, _PICTURE), Image.Resampling.LANCZOS))
    return layer


def _paste_middle(layer: Image.Image, picture: Image.Image) -> None:
    layer.paste(picture, ((LAYER - picture.width) // 2, (LAYER - picture.height) // 2))


def _strings(said: Mapping[str, str]) -> str:
    lines = (
        f'  <string name="{name}">{text_of_resource(text)}</string>' for name, text in said.items()
    )
    return "\n".join(["<resources>", *lines, "</resources>", ""])


def text_of_resource(words: str) -> str:
    """As resources write it: quotes keep spaces, and what has a meaning there is escaped."""
    plain = words.replace("\\", "\\\\").replace('"', '\\"').replace("'", "\\'")
    return f'"{escape(plain)}"'


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
