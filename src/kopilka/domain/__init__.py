"""The wallet's pure rules: no network, no storage, no screen, no clock of its own."""

from kopilka.domain.choosing import open_months, running_month
from kopilka.domain.clock import (
    ClockReading,
    ServerClock,
    is_wrong,
    learned,
    server_moment,
    step_ends_at,
    step_now,
)
from kopilka.domain.display import (
    Collected,
    DisplayView,
    Idle,
    Joining,
    Scanned,
    Shown,
    Thanks,
    is_over,
    shown_after,
)
from kopilka.domain.errors import NotKept, NotUnlocked, Refused, SignedOut, Unreachable
from kopilka.domain.pending import is_done_already, receipt_with_pending, with_pending
from kopilka.domain.progress import (
    alive_on,
    expiring_within,
    left_to,
    next_to_expire,
    share_of,
)
from kopilka.domain.rest import Rest, with_rest
from kopilka.domain.retry import as_refused, wait_before_retry
from kopilka.domain.till_news import AtTill, TillNews
from kopilka.domain.view import Refusal, Settings, ShownCode, View

__all__ = [
    "AtTill",
    "ClockReading",
    "Collected",
    "DisplayView",
    "Idle",
    "Joining",
    "NotKept",
    "NotUnlocked",
    "Refusal",
    "Refused",
    "Rest",
    "Scanned",
    "ServerClock",
    "Settings",
    "Shown",
    "ShownCode",
    "SignedOut",
    "Thanks",
    "TillNews",
    "Unreachable",
    "View",
    "alive_on",
    "as_refused",
    "expiring_within",
    "is_done_already",
    "is_over",
    "is_wrong",
    "learned",
    "left_to",
    "next_to_expire",
    "open_months",
    "receipt_with_pending",
    "running_month",
    "server_moment",
    "share_of",
    "shown_after",
    "step_ends_at",
    "step_now",
    "wait_before_retry",
    "with_pending",
    "with_rest",
]
