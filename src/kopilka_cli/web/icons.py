"""The Material icons that the wallet names, and the icon font cut to them."""

import ast
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from kopilka_cli.web.fonts import cut
from kopilka_cli.web.places import MATERIAL_ICONS

_DRAWN_BY_FLUTTER = """
    ARROW_BACK ARROW_BACK_IOS_NEW ARROW_DROP_DOWN ARROW_DROP_UP ARROW_FORWARD ARROW_UPWARD
    CALENDAR_TODAY CANCEL CHECK CHEVRON_LEFT CHEVRON_RIGHT CLEAR CLOSE CONTENT_COPY CONTENT_CUT
    CONTENT_PASTE EDIT EXPAND_LESS EXPAND_MORE KEYBOARD_ARROW_DOWN KEYBOARD_ARROW_UP MENU MORE_HORIZ
    MORE_VERT REFRESH SEARCH SELECT_ALL UNFOLD_MORE VISIBILITY VISIBILITY_OFF WARNING
"""
_STYLES = ("outlined", "rounded", "sharp")


class UnknownIcon(ValueError):
    """The wallet names an icon that the font does not have under this name."""


def icons_named(sources: Iterable[Path]) -> frozenset[str]:
    """Every `Icons.NAME` in the Python files below these folders, and those Flutter draws itself."""
    trees = (ast.parse(path.read_text()) for folder in sources for path in folder.rglob("*.py"))
    named = frozenset(
        node.attr
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and _is_icons(node.value)
    )
    return named.union(_DRAWN_BY_FLUTTER.split())


def character(icon: str) -> str:
    """The character that the font draws this icon for. Raises `UnknownIcon`."""
    try:
        return chr(_codes()[_glyph(icon)])
    except KeyError:
        raise UnknownIcon(icon) from None


def cut_icon_font(names: frozenset[str], target: Path) -> None:
    """Write the icon font with only these icons. Raises `UnknownIcon`."""
    cut(MATERIAL_ICONS, target, [ord(character(name)) for name in sorted(names)])


def cut_icon_table(names: frozenset[str], path: Path) -> None:
    """Cut Flet's table of icons, which it reads at the first icon, to these."""
    table = json.loads(path.read_text())
    path.write_text(json.dumps({name: table[name] for name in sorted(names)}))


def _is_icons(node: ast.expr) -> bool:
    return (isinstance(node, ast.Attribute) and node.attr == "Icons") or (
        isinstance(node, ast.Name) and node.id == "Icons"
    )


@cache
def _codes() -> dict[str, int]:
    with TTFont(MATERIAL_ICONS) as font:
        return {glyph: code for code, glyph in font.getBestCmap().items()}


def _glyph(icon: str) -> str:
    name = icon.lower()
    return name if name.endswith(_STYLES) else f"{name}_baseline"
