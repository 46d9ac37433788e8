"""Contests of a programme: who is in, what is won, and on which day it is drawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from loyalty_api.contests import Entry, Prize
from loyalty_server.calendar_days import end_of_day, start_of_day
from loyalty_server.programme.bounds import MONEY, POINTS, number_faults
from loyalty_server.programme.dates import date_faults
from loyalty_server.programme.eligibility import Eligibility, eligibility_faults
from loyalty_server.programme.reward_rules import CouponRule, coupon_faults

MOST_WINNERS: Final = 100
MOST_ENTRIES: Final = 100
SEEN_AFTER: Final = timedelta(days=30)
"""So long after the draw members read how it ended."""


@dataclass(frozen=True)
class PrizeRule:
    """So many `winners` get this each: `points`, a `coupon`, both, or what the shop hands over by itself."""

    title: str
    winners: int = 1
    points: int = 0
    coupon: CouponRule | None = None


@dataclass(frozen=True)
class ContestRule:
    """Entered from `starts_on` to the end of `ends_on`, drawn on `draw_on` among the entries that stand then.

    `entry` is what enters a member: a tap; the completed `challenge`; or a receipt that leaves at least
    `minimum_basket` of money after returns, in `stores` if it names any, on which the `offer` worked if it
    names one. A member has `entries_at_most`.
    """

    id: str
    title: str
    text: str
    entry: Entry
    starts_on: date
    ends_on: date
    draw_on: date
    prizes: tuple[PrizeRule, ...]
    challenge: str | None = None
    offer: str | None = None
    minimum_basket: int = 0
    stores: tuple[str, ...] = ()
    entries_at_most: int = 1
    icon: str | None = None

    def begins(self, zone: tzinfo) -> datetime:
        return start_of_day(self.starts_on, zone)

    def ends(self, zone: tzinfo) -> datetime:
        return end_of_day(self.ends_on, zone)

    def draws(self, zone: tzinfo) -> datetime:
        return start_of_day(self.draw_on, zone)

    def is_seen(self, now: datetime, zone: tzinfo) -> bool:
        """Whether wallets show it."""
        return self.begins(zone) <= now < self.draws(zone) + SEEN_AFTER

    @property
    def prizes_seen(self) -> tuple[Prize, ...]:
        return tuple(Prize(prize.title, prize.winners) for prize in self.prizes)

    def prize(self, title: str) -> PrizeRule | None:
        """The one that is called so."""
        return next((prize for prize in self.prizes if prize.title == title), None)


def contest_faults(
    path: str,
    contest: ContestRule,
    stores: frozenset[str],
    challenges: frozenset[str],
    offers: frozenset[str],
) -> Iterator[tuple[str, str]]:
    """What makes no sense in this contest, each with its place; the rest are the ids that there are."""
    bounds = {
        ".minimum_basket": (contest.minimum_basket, 0, MONEY),
        ".entries_at_most": (contest.entries_at_most, 1, MOST_ENTRIES),
    }
    yield from number_faults(path, bounds)
    yield from date_faults(path, "contest", contest.starts_on, contest.ends_on)
    if contest.draw_on <= contest.ends_on:
        yield f"{path}.draw_on", "it is drawn after its last day, so that returns are known"
    yield from eligibility_faults(path, Eligibility(stores=contest.stores), frozenset(), stores)
    yield from _entry_faults(path, contest, challenges, offers)
    yield from _prize_faults(path, contest, stores)


def _entry_faults(
    path: str, contest: ContestRule, challenges: frozenset[str], offers: frozenset[str]
) -> Iterator[tuple[str, str]]:
    if contest.entry is Entry.CHALLENGE and contest.challenge not in challenges:
        yield f"{path}.challenge", "the id of a challenge is needed"
    if contest.entry is not Entry.CHALLENGE and contest.challenge:
        yield f"{path}.challenge", "only the entry by a challenge names one"
    if contest.offer is not None and contest.offer not in offers:
        yield f"{path}.offer", f"there is no offer {contest.offer!r}"
    of_receipts = contest.offer or contest.minimum_basket or contest.stores
    if contest.entry is not Entry.PURCHASE and (of_receipts or contest.entries_at_most > 1):
        yield (
            f"{path}.entry",
            "offer, stores, minimum_basket and entries_at_most are of receipts",
        )


def _prize_faults(
    path: str, contest: ContestRule, stores: frozenset[str]
) -> Iterator[tuple[str, str]]:
    if not contest.prizes:
        yield f"{path}.prizes", "a prize is needed"
    titles = [prize.title for prize in contest.prizes]
    if len(set(titles)) < len(titles):
        yield f"{path}.prizes", "two prizes are called alike"
    if sum(prize.winners for prize in contest.prizes) > MOST_WINNERS:
        yield f"{path}.prizes", f"more than {MOST_WINNERS} winners"
    for place, prize in enumerate(contest.prizes):
        here = f"{path}.prizes[{place}]"
        bounds = {
            ".winners": (prize.winners, 1, MOST_WINNERS),
            ".points": (prize.points, 0, POINTS),
        }
        yield from number_faults(here, bounds)
        if prize.coupon:
            yield from coupon_faults(f"{here}.coupon", prize.coupon, stores)
