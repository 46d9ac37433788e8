"""Claims: a receipt that was paid without the card, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from loyalty_api.programme import Money


class ClaimState(StrEnum):
    """A claim waits for the shop's answer, which is given once."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True)
class ClaimRequest:
    """Body of `POST /v1/claims`: the receipt's number, when it was paid, its total in minor units.

    What was written offline says when, `claimed_at`; otherwise it is claimed when it arrives.
    """

    receipt_id: str
    at: datetime
    total: int
    claimed_at: datetime | None = None


@dataclass(frozen=True)
class Claim:
    """A missed receipt as the member sees it; `points` are those it gave."""

    id: str
    receipt_id: str
    at: datetime
    total: Money
    state: ClaimState
    claimed_at: datetime
    points: int = 0


@dataclass(frozen=True)
class Claims:
    """Answer of `GET /v1/claims`, the newest first."""

    claims: tuple[Claim, ...]
