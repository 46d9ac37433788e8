"""The pages behind the wallet: the points' history."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from loyalty_api.programme import Money


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


@dataclass(frozen=True)
class MonthEarned:
    """Points earned in one calendar month; `month` is its first day."""

    month: date
    points: int


@dataclass(frozen=True)
class History:
    """One page of the ledger, newest first; `next` is an opaque cursor or nothing.

    `months` comes with the first page only: the last six months, oldest first.
    """

    entries: tuple[Entry, ...]
    next: str | None = None
    months: tuple[MonthEarned, ...] = ()
