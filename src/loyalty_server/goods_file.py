"""What a shop sells, as buttons of its till: shelves and goods, read from a TOML file."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from loyalty_api.malformed import Malformed
from loyalty_api.receipts import PIECE, UNITS, Line
from loyalty_server.toml_file import parse_toml, read_text

LONGEST_TEXT: Final = 200
PRICE_AT_MOST: Final = 10**12
ICONS: Final = ("", "cup", "loaf", "bottle", "leaf", "jar", "sweet")


@dataclass(frozen=True)
class Good:
    """One tile of the till. `price` is in minor units for one `unit`; a tap adds `step` of them."""

    sku: str
    title: str
    price: int
    unit: str = PIECE
    step: Decimal = Decimal(1)


@dataclass(frozen=True)
class Category:
    """A shelf of the shop; `id` is what the programme's rules call it."""

    id: str
    title: str
    icon: str = ""
    goods: tuple[Good, ...] = ()

    def line(self, good: Good, quantity: Decimal) -> Line:
        """This much of one of its goods, as a position of a receipt."""
        amount = round(good.price * quantity)
        return Line(good.sku, good.title, self.id, quantity, amount, good.unit)


@dataclass(frozen=True)
class Catalogue:
    """All that is sold, in the order of the shelves."""

    category: tuple[Category, ...]


NOTHING_KNOWN: Final = Catalogue(())
"""Of a shop whose cashiers type what is to be paid."""


def goods_in(file: Path) -> Catalogue:
    """The goods in this file. Raises `FileRefused` with the line of what makes no sense."""
    return parse_toml(Catalogue, read_text(file), file.name, _require_sound)


def _require_sound(catalogue: Catalogue) -> None:
    known: set[str] = set()
    for number, shelf in enumerate(catalogue.category):
        path = f"$.category[{number}]"
        _require_text(f"{path}.id", shelf.id)
        _require_text(f"{path}.title", shelf.title)
        if shelf.icon not in ICONS:
            raise Malformed(f"{path}.icon", f"one of {', '.join(ICONS[1:])} is needed")
        for good in shelf.goods:
            _require_good(f"{path}.goods", good, known)


def _require_good(path: str, good: Good, known: set[str]) -> None:
    for text in (good.sku, good.title):
        _require_text(path, text)
    if good.sku in known:
        raise Malformed(path, f"two goods are called {good.sku!r}")
    known.add(good.sku)
    if not 0 < good.price <= PRICE_AT_MOST:
        raise Malformed(path, f"{good.sku}: a price above zero is needed, in minor units")
    if good.unit not in UNITS:
        raise Malformed(path, f"{good.sku}: unit is one of {', '.join(UNITS)}")
    if good.step <= 0:
        raise Malformed(path, f"{good.sku}: a step above zero is needed")


def _require_text(path: str, text: str) -> None:
    if not 1 <= len(text) <= LONGEST_TEXT:
        raise Malformed(path, f"1 to {LONGEST_TEXT} characters are needed")
