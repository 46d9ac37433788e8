"""The till wears the wallet's colours, and everything on it can be seen (WCAG 2.2 AA)."""

import re
from pathlib import Path

import pytest

from kopilka.ui.look.brand import Palette, load_brand
from kopilka.ui.look.colour import contrast
from loyalty_server.till_page.files import PAGE

BRAND = load_brand(Path(__file__).parents[2] / "assets/brand.toml")
TOKEN = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
LIGHT, DARK, _ = (PAGE / "tokens.css").read_text(encoding="utf-8").split("@media")
TEXT, GRAPHIC = 4.5, 3.0


@pytest.mark.parametrize(("css", "palette"), [(LIGHT, BRAND.light), (DARK, BRAND.dark)])
def test_till_wears_the_brands_colours(css: str, palette: Palette) -> None:
    tokens = dict(TOKEN.findall(css))
    shared = {
        "page": palette.background,
        "surface": palette.surface,
        "ink": palette.ink,
        "muted": palette.muted,
        "line": palette.line,
        "primary": palette.primary,
        "on-primary": palette.on_primary,
        "container": palette.container,
        "on-container": palette.on_container,
        "warning": palette.warning,
        "warning-container": palette.warning_container,
    }
    assert {name: tokens[name].upper() for name in shared} == shared


@pytest.mark.parametrize("css", [LIGHT, DARK])
def test_words_and_shelf_icons_can_be_told_from_their_ground(css: str) -> None:
    tokens = dict(TOKEN.findall(css))
    for words in ("ink", "muted", "primary"):
        for ground in ("page", "surface"):
            assert contrast(tokens[words], tokens[ground]) >= TEXT, (words, ground)
    for words, ground in (
        ("on-primary", "primary"),
        ("on-container", "container"),
        ("warning", "warning-container"),
    ):
        assert contrast(tokens[words], tokens[ground]) >= TEXT, words
    shelves = re.findall(r"--tint: (#[0-9a-f]{6});\s*--tone: (#[0-9a-f]{6});", css)
    assert len(shelves) == 6
    assert all(contrast(tint, tone) >= GRAPHIC for tint, tone in shelves)
