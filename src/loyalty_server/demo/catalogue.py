"""What the demo shop sells: goods by category, read from `catalogue.<language>.toml`."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from loyalty_api.codec import decode
from loyalty_api.receipts import PIECE, Line
from loyalty_server.languages import Language

HERE = Path(__file__).parent


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
    icon: str
    goods: tuple[Good, ...]

    def line(self, good: Good, quantity: Decimal) -> Line:
        """This much of one of its goods, as a position of a receipt."""
        amount = round(good.price * quantity)
        return Line(good.sku, good.title, self.id, quantity, amount, good.unit)


@dataclass(frozen=True)
class Catalogue:
    """All that is sold, in the order of the shelves."""

    category: tuple[Category, ...]


@cache
def catalogue(language: Language) -> Catalogue:
    """The goods in one of the languages."""
    text = (HERE / f"catalogue.{language}.toml").read_text(encoding="utf-8")
    return decode(Catalogue, tomllib.loads(text), refuse_unknown=True)
