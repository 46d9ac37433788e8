"""What an account's points must be, in the plainest form: each point is one item with its lot's number."""

from collections import Counter
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass
class ModelLot:
    """When the points of a lot can be spent and when they are lost."""

    purchase_id: str
    spendable_at: datetime
    expires_at: datetime
    is_pending: bool = False
    is_graced: bool = False
    has_own_end: bool = False


@dataclass
class PointsModel:
    """The points of one account. Lots are numbered over all accounts, in the order they are made."""

    lots: dict[int, ModelLot] = field(default_factory=dict)
    free: list[int] = field(default_factory=list)
    held: dict[str, list[int]] = field(default_factory=dict)
    burned: dict[str, list[int]] = field(default_factory=dict)
    spent: dict[str, list[int]] = field(default_factory=dict)
    touched: dict[str, list[int]] = field(default_factory=dict)
    lost: Counter[str] = field(default_factory=Counter)
    debt: int = 0

    @property
    def balance(self) -> int:
        return len(self._spendable()) - self.debt

    @property
    def pending(self) -> int:
        return len(self.free) - len(self._spendable())

    @property
    def held_points(self) -> int:
        return sum(len(points) for points in self.held.values())

    @property
    def remaining(self) -> Counter[int]:
        return Counter(self.free)

    def earn(self, number: int, points: int, lot: ModelLot, now: datetime) -> None:
        lot.is_pending = lot.spendable_at > now
        self.lots[number] = lot
        self.free += [number] * points
        self._pay_debt([number])

    def settled(self, now: datetime) -> "PointsModel":
        """What it will be by then; this one stays as it is."""
        by_then = deepcopy(self)
        by_then.settle(now)
        return by_then

    def settle(self, now: datetime) -> None:
        for number in self._in_order():
            if self.lots[number].is_pending and self.lots[number].spendable_at <= now:
                self.lots[number].is_pending = False
                self._pay_debt([number])
        for number in self.free:
            if self.lots[number].expires_at <= now:
                self.lost[self.lots[number].purchase_id] += 1
        self.free = [number for number in self.free if self.lots[number].expires_at > now]

    def hold(self, purchase_id: str, points: int) -> None:
        taken = self._take(self._spendable(), points)
        self.held[purchase_id], self.touched[purchase_id] = taken, [*taken]

    def capture(self, purchase_id: str) -> None:
        self.burned[purchase_id] = self.held.pop(purchase_id, [])

    def release(self, purchase_id: str, now: datetime) -> None:
        returned = sorted(self.held.pop(purchase_id, []), key=self._order)
        self._return(returned, now)
        self.settle(now)

    def prolong(self, now: datetime, until: datetime) -> None:
        for lot in self.lots.values():
            if now < lot.expires_at < until and not lot.has_own_end:
                lot.expires_at = until

    def restore(self, purchase_id: str, points: int, now: datetime) -> None:
        longest_first = sorted(self.burned.get(purchase_id, []), key=self._order, reverse=True)
        for number in longest_first[:points]:
            self.burned[purchase_id].remove(number)
            self._return([number], now)
        self.settle(now)

    def reverse(self, purchase_id: str, points: int) -> None:
        own = [number for number in self.free if self.lots[number].purchase_id == purchase_id]
        own.sort(key=lambda number: (not self.lots[number].is_pending, -number))
        taken = self._take(own, points)
        lost = min(points - len(taken), self.lost[purchase_id])
        self.lost[purchase_id] -= lost
        taken += self._take(self._spendable(), points - lost - len(taken))
        self.debt += points - lost - len(taken)

    def spend(self, redemption_id: str, points: int) -> None:
        self.spent[redemption_id] = self._take(self._spendable(), points)

    def take_back(self, redemption_id: str, now: datetime) -> None:
        self._return(sorted(self.spent.pop(redemption_id), key=self._order), now)
        self.settle(now)

    def has_lots_of(self, purchase_id: str) -> bool:
        """Whether the purchase took points from here or made some."""
        own = any(lot.purchase_id == purchase_id for lot in self.lots.values())
        return own or bool(self.touched.get(purchase_id))

    def move_to(self, other: "PointsModel") -> None:
        """All lots go there, those without points too, and what was paid with them comes back there.

        What is owed is paid of what is pending; what is still owed stays.
        """
        for number in self._in_order():
            while self.debt and number in self.free:
                self.free.remove(number)
                self.debt -= 1
        moved = self._in_order()
        other.lots |= self.lots
        other.free += self.free
        other.burned |= self.burned
        other.spent |= self.spent
        other.touched |= self.touched
        other.lost += self.lost
        self.lots, self.free, self.burned, self.spent, self.touched = {}, [], {}, {}, {}
        self.lost = Counter()
        other._pay_debt(moved)

    def lose_all(self, now: datetime) -> None:
        for number in set(self.free):
            self.lots[number].spendable_at = self.lots[number].expires_at = now
        self.settle(now)

    def _return(self, numbers: Iterable[int], now: datetime) -> None:
        for number in numbers:
            lot = self.lots[number]
            if lot.expires_at <= now and not lot.is_graced:
                lot.expires_at, lot.is_graced = now + timedelta(days=7), True
            self.free.append(number)
        self._pay_debt(sorted(set(numbers), key=self._order))

    def _pay_debt(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            while self.debt and number in self.free and not self.lots[number].is_pending:
                self.free.remove(number)
                self.debt -= 1

    def _take(self, numbers: list[int], points: int) -> list[int]:
        taken = numbers[:points]
        for number in taken:
            self.free.remove(number)
        return taken

    def _spendable(self) -> list[int]:
        free = [number for number in self.free if not self.lots[number].is_pending]
        return sorted(free, key=self._order)

    def _in_order(self) -> list[int]:
        return sorted(self.lots, key=self._order)

    def _order(self, number: int) -> tuple[datetime, int]:
        return self.lots[number].expires_at, number
