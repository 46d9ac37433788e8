"""Every pair of colours that carries text or means something can be seen (WCAG 2.2 AA)."""

import shutil
from pathlib import Path

import pytest

from kopilka.ui.card.screen import VEIL, VEIL_OPACITY
from kopilka.ui.look.brand import BrokenBrand, Palette, load_brand
from kopilka.ui.look.colour import blend, contrast
from kopilka.ui.look.theme import WHITE

FILE = Path(__file__).parents[3] / "assets/brand.toml"
BRAND = load_brand(FILE)
TEXT, LARGE_OR_GRAPHIC = 4.5, 3.0


def pairs(palette: Palette) -> dict[str, tuple[str, str]]:
    grounds = {
        "background": palette.background,
        "surface": palette.surface,
        "bar": palette.bar,
    }
    writing = {
        "ink": palette.ink,
        "muted": palette.muted,
        "primary": palette.primary,
        "danger": palette.danger,
    }
    on_grounds = {
        f"{word} on {ground}": (color, below)
        for word, color in writing.items()
        for ground, below in grounds.items()
    }
    return on_grounds | {
        "on_primary": (palette.on_primary, palette.primary),
        "on_container": (palette.on_container, palette.container),
        "warning": (palette.warning, palette.warning_container),
        "chosen chip": (palette.surface, palette.ink),
    }


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_on_its_ground(theme: str) -> None:
    palette = getattr(BRAND, theme)
    too_faint = {
        name: round(contrast(*pair), 2)
        for name, pair in pairs(palette).items()
        if contrast(*pair) < TEXT
    }
    assert not too_faint


def test_white_text_can_be_read_on_the_card() -> None:
    lightest, middle, darkest = BRAND.card_gradient
    assert contrast(WHITE, middle) >= TEXT
    assert contrast(WHITE, darkest) >= TEXT
    assert contrast(WHITE, blend(VEIL, lightest, VEIL_OPACITY)) >= TEXT


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_progress_can_be_told_from_what_is_left(theme: str) -> None:
    start, _ = BRAND.progress
    palette = getattr(BRAND, theme)
    assert contrast(start, palette.line) >= 2.0
    assert contrast(palette.primary, palette.line) >= LARGE_OR_GRAPHIC


@pytest.mark.parametrize(
    ("was", "becomes", "named"),
    [
        ('ink = "#14211D"', 'ink = "green"', "ink"),
        ('"#2AA07F", "#146B55", "#0B4638"', '"#2AA07F"', "gradient"),
        ('api = ""', "api = 1", "api"),
        ("[dark]", "[night]", "dark"),
        ("[light]", "[light", "brand.toml"),
        ('logo = "logo.png"', 'logo = "gone.png"', "gone.png"),
    ],
)
def test_broken_brand_file_is_refused_by_the_key_that_is_wrong(
    tmp_path: Path, was: str, becomes: str, named: str
) -> None:
    text = FILE.read_text("utf-8")
    assert was in text
    shutil.copy(FILE.with_name("logo.png"), tmp_path)
    broken = tmp_path / "brand.toml"
    broken.write_text(text.replace(was, becomes, 1), "utf-8")
    with pytest.raises(BrokenBrand, match=named):
        load_brand(broken)
