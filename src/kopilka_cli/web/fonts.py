"""Manrope, or the brand's own typeface, cut to the alphabets the wallet is written in."""

from collections.abc import Callable, Iterable
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font
from fontTools.ttLib import TTFont

from kopilka_cli.web.places import MANROPE

_ALPHABETS = (
    range(0x20, 0x7F),  # Latin
    range(0xA0, 0x180),  # Latin of European languages
    range(0x400, 0x500),  # Cyrillic
    range(0x2000, 0x2070),  # spaces, dashes, quotation marks
    range(0x20A0, 0x20C0),  # currencies
    range(0x2100, 0x2300),  # №, arrows, minus
)


_ON_THE_SHELL = (
    *range(0x20, 0x7F),
    *range(0x410, 0x450),
    *map(ord, "Ёё\u00a0«»·–—„“”‘’…−№€₽£"),
)


def cut_text_font(target: Path, source: Path = MANROPE, letters: str = "") -> None:
    """Write it with all its weights in one variable font, its digits all of one width.

    `letters` are those of other alphabets that the brand's languages are written in.
    """
    codes = (code for alphabet in _ALPHABETS for code in alphabet)
    cut(source, target, {*codes, *map(ord, letters)}, prepare=_use_tabular_figures)


def cut_shell_font(target: Path, source: Path = MANROPE, letters: str = "") -> None:
    """Write the same for what the shell says, in Russian, English and `letters`, so that it is there sooner."""
    cut(source, target, {*_ON_THE_SHELL, *map(ord, letters)}, prepare=_use_tabular_figures)


def letters_lacking(letters: str, source: Path = MANROPE) -> str:
    """Those of the letters that the typeface cannot draw, each once."""
    with TTFont(str(source), lazy=True) as font:
        drawn = font.getBestCmap()
    return "".join(sorted({letter for letter in letters if ord(letter) not in drawn}))


def cut(
    source: Path,
    target: Path,
    codes: Iterable[int],
    *,
    prepare: Callable[[TTFont], None] = lambda _: None,
) -> None:
    """Write the glyphs of these characters and what they can turn into; a `.woff2` target is compressed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    options = Options()
    options.flavor = "woff2" if target.suffix == ".woff2" else None
    options.layout_features = ["*"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    with load_font(str(source), options) as font:
        prepare(font)
        subsetter.subset(font)
        save_font(font, str(target), options)


def _use_tabular_figures(font: TTFont) -> None:
    """Digits become what OpenType's `tnum` makes of them: Flet cannot ask a font for a feature."""
    if "GSUB" not in font:
        return
    table = font["GSUB"].table
    tabular: dict[str, str] = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for step in table.LookupList.Lookup[index].SubTable:
                    tabular |= step.mapping
    for characters in font["cmap"].tables:
        glyphs = characters.cmap.items()
        characters.cmap = {code: tabular.get(glyph, glyph) for code, glyph in glyphs}
