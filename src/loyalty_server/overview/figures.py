"""The programme in a few numbers: members, how they buy, what it costs, what personal offers change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_server.comparing import Difference, Sample, of_means
from loyalty_server.offers.groups import Group, groups
from loyalty_server.offers.held_out import Brought, brought_by_offers
from loyalty_server.offers.report import OfferFigures, offer_figures
from loyalty_server.overview.beside_others import BesideOthers, beside_others
from loyalty_server.overview.goals import GoalRound, goal_rounds
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import ProgramVersion
from loyalty_server.tables import BalanceRow

WINDOW: Final = timedelta(days=90)
MONTH: Final = 30
RESTS: Final = 100
"""An overview is told for so many times as long as it took to make."""


@dataclass(frozen=True)
class Comparison:
    """Members who get personal offers beside those held back from them: what each paid, in minor units."""

    offered: Sample
    held_out: Sample

    @property
    def difference(self) -> Difference | None:
        """How much more a member pays with them; None while there are too few."""
        return of_means(self.offered, self.held_out)


@dataclass(frozen=True)
class Overview:
    """As it was then, money in minor units; `bought` and `again` are members with one purchase and with two in the window."""

    as_of: datetime
    members: int
    joined: int
    bought: int
    again: int
    purchases: int
    turnover: int
    given: int
    points: int
    liability: int
    personal: Comparison
    offers: Sequence[OfferFigures]
    brought: Sequence[Brought]
    others: BesideOthers
    goals: Sequence[GoalRound]

    @property
    def active(self) -> float:
        """The share of members who bought."""
        return self.bought / self.members if self.members else 0.0

    @property
    def repeat(self) -> float:
        """The share of those who bought again."""
        return self.again / self.bought if self.bought else 0.0

    @property
    def basket(self) -> float:
        """The mean of what is paid for one purchase."""
        return self.turnover / self.purchases if self.purchases else 0.0

    @property
    def frequency(self) -> float:
        """Purchases a month of who buys at all."""
        months = WINDOW.days / MONTH
        return self.purchases / self.bought / months if self.bought else 0.0

    @property
    def margin(self) -> float:
        """What was taken off prices and paid with points, as a share of what goods would have cost."""
        full = self.turnover + self.given
        return self.given / full if full else 0.0


def overview(session: Session, program: Program, now: datetime) -> Overview:
    """The last three months, added up by the database: as many statements however many members."""
    found = groups(session, program, now - WINDOW)
    both = [found.get(held_out, Group()) for held_out in (False, True)]
    points = int(session.scalar(select(func.sum(BalanceRow.posted + BalanceRow.pending))) or 0)
    return Overview(
        as_of=now,
        members=sum(one.members for one in both),
        joined=sum(one.joined for one in both),
        bought=sum(one.bought for one in both),
        again=sum(one.again for one in both),
        purchases=sum(one.purchases for one in both),
        turnover=sum(one.paid for one in both),
        given=sum(one.given for one in both),
        points=points,
        liability=program.burn.money(max(0, points)),
        personal=Comparison(*(one.each for one in both)),
        offers=offer_figures(session),
        brought=brought_by_offers(session, program, now),
        others=beside_others(session, program, now),
        goals=goal_rounds(session),
    )


class Overviews:
    """The overview that was made last, so that looking again and again costs the database little."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._kept: tuple[int, float, Overview] | None = None

    def of(self, session: Session, rules: ProgramVersion, now: datetime) -> Overview:
        """The one that still holds by these rules, or another."""
        with self._lock:
            began = self._clock()
            if self._kept and self._kept[0] == rules.number and began < self._kept[1]:
                return self._kept[2]
            made = overview(session, rules.program, now)
            ended = self._clock()
            self._kept = rules.number, ended + RESTS * (ended - began), made
            return made
