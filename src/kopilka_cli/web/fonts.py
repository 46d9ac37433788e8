"""Manrope, cut to the alphabets the wallet is written in."""

from collections.abc import Iterable
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font

from kopilka_cli.web.places import MANROPE

_ALPHABETS = (
    range(0x20, 0x7F),  # Latin
    range(0xA0, 0x180),  # Latin of European languages
    range(0x400, 0x500),  # Cyrillic
    range(0x2000, 0x2070),  # spaces, dashes, quotation marks
    range(0x20A0, 0x20C0),  # currencies
    range(0x2100, 0x2300),  # №, arrows, minus
)


def cut_text_font(target: Path) -> None:
    """Write Manrope with all its weights in one variable font."""
    cut(MANROPE, target, (code for alphabet in _ALPHABETS for code in alphabet))


def cut(source: Path, target: Path, codes: Iterable[int]) -> None:
    """Write the glyphs of these characters and what they can turn into; a `.woff2` target is compressed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    options = Options()
    options.flavor = "woff2" if target.suffix == ".woff2" else None
    options.layout_features = ["*"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    with load_font(str(source), options) as font:
        subsetter.subset(font)
        save_font(font, str(target), options)
