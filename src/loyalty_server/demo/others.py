"""What the demo's shops sold to people without a card, of a fixed seed: for the desk to compare members with."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from random import Random
from typing import Final

from sqlalchemy.orm import Session

from loyalty_server.calendar_days import plus_months
from loyalty_server.demo.catalogue import catalogue
from loyalty_server.moving.without_card import Bought, Place, keep_sums
from loyalty_server.overview.beside_others import MONTHS
from loyalty_server.programme.program import Program

SEED: Final = 16
BUYERS: Final = 40
VISITS_AT_MOST: Final = 9
GOODS_AT_MOST: Final = 3


def sell_to_others(session: Session, program: Program, now: datetime) -> None:
    """The last whole months of the programme's own stores."""
    random = Random(SEED)  # noqa: S311
    shelves = catalogue(program.language).category
    prices = [good.price for shelf in shelves for good in shelf.goods]
    keep_sums(session, {place: _month(prices, random) for place in _places(program, now)})


def _places(program: Program, now: datetime) -> Iterator[Place]:
    first: date = program.day(now).replace(day=1)
    for store in program.stores:
        if store.partner is None:
            for back in range(1, MONTHS + 1):
                yield store.id, plus_months(first, -back)


def _month(prices: Sequence[int], random: Random) -> Bought:
    bought = Bought()
    for buyer in range(BUYERS):
        for _ in range(random.randint(1, VISITS_AT_MOST)):
            goods = random.choices(prices, k=random.randint(1, GOODS_AT_MOST))
            bought.add(sum(goods), str(buyer))
    return bought
