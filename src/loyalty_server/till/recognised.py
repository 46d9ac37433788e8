"""The member whom a till recognised, and how."""

from dataclasses import dataclass
from datetime import datetime

from loyalty_server.tables import BalanceRow


@dataclass(frozen=True)
class Recognised:
    """The member behind a code; `bought_at` is earlier than the scan when the till was offline.

    `kid` and `step` are those of a rotating or typed code; a bare number has none. `unlocked` by the device's own
    unlock. `own` is the member's balance where it was locked on the way.
    """

    member_id: str
    may_burn: bool
    bought_at: datetime
    kid: str | None = None
    step: int | None = None
    is_late: bool = False
    by_hand: bool = False
    unlocked: bool = False
    own: BalanceRow | None = None
