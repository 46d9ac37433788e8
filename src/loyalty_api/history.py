"""The pages behind the wallet: the points' history."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from loyalty_api.programme import Money

LONGEST_SEARCH: Final = 64


class EntryKind(StrEnum):
    """Why the balance moved."""

    ACCRUAL = "accrual"
    REDEMPTION = "redemption"
    EXPIRY = "expiry"
    ADJUSTMENT = "adjustment"
    REVERSAL = "reversal"


@dataclass(frozen=True)
class Entry:
    """One line of the member's ledger: signed `points` and the reason in words.

    `detail` adds the rule's own wording ("5 %"), `total` the receipt's total when it came from one. A
    purchase that moved no points is an accrual of 0; `saved` is then what was taken off its price. In a
    family `by` is the first name of whose card it was, if it was somebody else's: that receipt is theirs
    to read, and its total is not told. `store` is where a purchase of the member's own was made.
    """

    id: str
    at: datetime
    kind: EntryKind
    points: int
    pending: bool
    reason: str
    purchase_id: str | None = None
    expires_at: datetime | None = None
    detail: str | None = None
    total: Money | None = None
    saved: Money | None = None
    by: str | None = None
    store: str | None = None

    def tells(self, words: str) -> bool:
        """Whether its reason, its rule or its store has these words; no words are in each."""
        wanted = words.casefold().strip()
        return any(
            wanted in said.casefold() for said in (self.reason, self.detail, self.store) if said
        )


@dataclass(frozen=True)
class MonthEarned:
    """Points earned in one calendar month; `month` is its first day."""

    month: date
    points: int


@dataclass(frozen=True)
class History:
    """One page of the ledger, newest first; `next` is an opaque cursor or nothing.

    `months` and `years` come with the first page only: the last six months, oldest first, and those years that
    can be told (`GET /v1/years/{year}`), newest first; none while there is little to tell.
    """

    entries: tuple[Entry, ...]
    next: str | None = None
    months: tuple[MonthEarned, ...] = ()
    years: tuple[int, ...] = ()

    def telling(self, words: str) -> "History":
        """What of it has these words, each purchase with all that it moved."""
        found = {one.purchase_id for one in self.entries if one.purchase_id and one.tells(words)}
        entries = (one for one in self.entries if one.purchase_id in found or one.tells(words))
        return replace(self, entries=tuple(entries), months=(), years=())
