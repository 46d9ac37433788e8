"""A whole engine in memory, with its own members, rewards and keys; it can be cut off."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from loyalty_api.card import StaticCode, Symbology
from loyalty_api.history import Entry, EntryKind, History
from loyalty_api.models import Tier
from loyalty_api.offers import PromoApplied
from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import Purchase
from loyalty_api.rewards import Coupon, Redeemed, Reward
from loyalty_server.engines.port import Can, Changes, EngineAway, NoSuchRef, Person, Standing
from loyalty_server.languages import Language
from loyalty_server.problems import Refused

T = TypeVar("T")
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
MUG = Reward("mug", "Кружка", "С логотипом", 50)
TRIP = Reward("trip", "Поездка", "На двоих", 9999)
BREAD = "БУБЛИК"
PAGE = 3


@dataclass
class Jar:
    """One member's."""

    person: Person
    entries: list[Entry] = field(default_factory=list)
    coupons: list[Coupon] = field(default_factory=list)

    @property
    def balance(self) -> int:
        return sum(entry.points for entry in self.entries)


class JarEngine:
    """Does everything but receipts, offers and challenges."""

    can = frozenset(Can) - {Can.RECEIPTS, Can.OFFERS, Can.CHALLENGES}

    def __init__(self) -> None:
        self.is_away = False
        self.loses_answers = False
        self.jars: dict[str, Jar] = {}
        self.done: dict[str, Any] = {}
        self.moved: list[str] = []
        self.calls: list[str] = []

    def identify(self, person: Person) -> str | None:
        self._note("identify")
        wanted = {person.phone, person.email} - {None}
        for ref, jar in self.jars.items():
            if wanted & {jar.person.phone, jar.person.email}:
                return ref
        return None

    def standing(self, ref: str, now: datetime, language: Language) -> Standing:
        self._note("standing")
        jar = self._jar(ref)
        earned = sum(entry.points for entry in jar.entries if entry.points > 0)
        return Standing(
            jar.balance,
            lifetime=earned,
            tier=Tier("Серебро", 5.0),
            coupons=tuple(jar.coupons),
            rewards=(MUG, TRIP),
        )

    def enrol(self, key: str, person: Person) -> str:
        def do() -> str:
            self.jars[f"jar-{len(self.jars) + 1}"] = Jar(person)
            return f"jar-{len(self.jars)}"

        return self._once("enrol", key, do)

    def erase(self, key: str, ref: str) -> None:
        self._once("erase", key, lambda: self.jars.pop(ref, None))

    def history(
        self, ref: str, kind: EntryKind | None, cursor: str | None, language: Language
    ) -> History:
        self._note("history")
        fitting = [entry for entry in self._jar(ref).entries[::-1] if kind in (None, entry.kind)]
        if cursor and not cursor.isdecimal():
            raise Refused(ProblemCode.INVALID)
        start = int(cursor or 0)
        more = str(start + PAGE) if len(fitting) > start + PAGE else None
        return History(tuple(fitting[start : start + PAGE]), next=more)

    def receipt(self, ref: str, purchase_id: str, language: Language) -> Purchase:
        raise AssertionError("not asked for")

    def activate(self, key: str, ref: str, offer_id: str, at: datetime) -> None:
        raise AssertionError("not asked for")

    def apply_promo(self, key: str, ref: str, code: str) -> PromoApplied:
        def do() -> PromoApplied:
            if code.upper() != BREAD:
                raise Refused(ProblemCode.PROMO_CODE_WRONG)
            self.move(ref, 30, "Промокод")
            return PromoApplied("Промокод", 30, self._jar(ref).balance)

        return self._once("promo", key, do)

    def redeem(self, key: str, ref: str, reward_id: str) -> Redeemed:
        return self._once("redeem", key, lambda: self._redeemed(ref, reward_id))

    def give_back(self, key: str, ref: str, redemption_id: str) -> Redeemed:
        return self._once("give back", key, lambda: self._given_back(ref, redemption_id))

    def give(self, key: str, ref: str, points: int, why: str) -> int:
        def do() -> int:
            self.move(ref, points, why)
            return self._jar(ref).balance

        return self._once("give", key, do)

    def changed(self, cursor: str | None) -> Changes:
        self._note("changed")
        start = len(self.moved) if cursor is None else int(cursor)
        return Changes(self.moved[start:], str(len(self.moved)))

    def move(self, ref: str, points: int, why: str) -> None:
        """A movement of its own, like a purchase at its till."""
        jar = self._jar(ref)
        kind = EntryKind.ACCRUAL if points > 0 else EntryKind.REDEMPTION
        at = NOW + timedelta(seconds=len(self.moved))
        jar.entries.append(Entry(f"e{len(self.moved)}", at, kind, points, False, why))
        self.moved.append(ref)

    def _redeemed(self, ref: str, reward_id: str) -> Redeemed:
        jar = self._jar(ref)
        reward = {MUG.id: MUG, TRIP.id: TRIP}.get(reward_id)
        if reward is None:
            raise Refused(ProblemCode.NOT_FOUND)
        if jar.balance < reward.points:
            raise Refused(ProblemCode.NOT_ENOUGH_POINTS, available=max(0, jar.balance))
        self.move(ref, -MUG.points, MUG.title)
        number = f"r{len(self.moved)}"
        code = StaticCode(Symbology.QR, number.upper())
        until = NOW + timedelta(days=30)
        jar.coupons.append(Coupon(number, MUG.title, "", code, NOW, until, cancel_until=until))
        return Redeemed(number, MUG.points, jar.balance, jar.coupons[-1])

    def _given_back(self, ref: str, redemption_id: str) -> Redeemed:
        jar = self._jar(ref)
        coupon = next((each for each in jar.coupons if each.id == redemption_id), None)
        if coupon is None:
            raise Refused(ProblemCode.NOT_FOUND)
        jar.coupons.remove(coupon)
        self.move(ref, MUG.points, coupon.title)
        return Redeemed(redemption_id, MUG.points, jar.balance, cancelled_at=NOW)

    def _jar(self, ref: str) -> Jar:
        if ref not in self.jars:
            raise NoSuchRef(ref)
        return self.jars[ref]

    def _once(self, name: str, key: str, do: Callable[[], T]) -> T:
        self._note(name)
        if key not in self.done:
            self.done[key] = do()
        if self.loses_answers:
            raise EngineAway("the line broke after it was done")
        answer: T = self.done[key]
        return answer

    def _note(self, name: str) -> None:
        self.calls.append(name)
        if self.is_away:
            raise EngineAway("cut off")
