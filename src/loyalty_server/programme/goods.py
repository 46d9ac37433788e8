"""Which goods a rule is about: by category and by the till's number, and which of them it leaves out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loyalty_api.receipts import Line

Categories = str | tuple[str, ...] | None
"""One category, several of which each will do, or None for all."""


def several(category: Categories) -> tuple[str, ...]:
    """The categories one by one; none of them for all."""
    match category:
        case None:
            return ()
        case str():
            return (category,)
        case _:
            return category


@dataclass(frozen=True)
class Goods:
    """Goods of the categories and among the `skus`, where these are said, without those excluded."""

    category: Categories = None
    skus: tuple[str, ...] = ()
    excluded_categories: tuple[str, ...] = ()
    excluded_skus: tuple[str, ...] = ()

    def has(self, line: Line) -> bool:
        """Whether this line is of these goods."""
        categories = several(self.category)
        if categories and line.category not in categories:
            return False
        if self.skus and line.sku not in self.skus:
            return False
        return line.category not in self.excluded_categories and line.sku not in self.excluded_skus


def goods_total(lines: Iterable[Line]) -> int:
    """What the goods cost, in minor units; a deposit given back is none of them."""
    return sum(line.amount for line in lines if line.amount > 0)


def goods_faults(path: str, goods: Goods) -> Iterator[tuple[str, str]]:
    """What makes no sense in the choice of these goods, each with its place."""
    if goods.category is not None and not several(goods.category):
        yield f"{path}.category", "a category at least is needed; leave it out for all goods"
    both = set(several(goods.category)) & set(goods.excluded_categories)
    if both:
        yield f"{path}.excluded_categories", f"{min(both)!r} is chosen above"
    if both := set(goods.skus) & set(goods.excluded_skus):
        yield f"{path}.excluded_skus", f"{min(both)!r} is chosen above"
