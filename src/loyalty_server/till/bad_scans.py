"""Codes that were refused: remembered, and too many of them stop a till or a card's typed codes."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ScalarSelect, Select, func, select
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.database.forgetting import Over
from loyalty_server.database.prepared import told
from loyalty_server.problems import Refused
from loyalty_server.rate_limit import require_fewer
from loyalty_server.tables import BadScanRow, TillRow

GUESSES = (ProblemCode.CODE_MALFORMED, ProblemCode.CODE_INVALID)
"""What nobody's device made; a used, an old or a future code, or one of a revoked device, is no guess."""

PER_TILL = 10
TILL_WINDOW = timedelta(minutes=1)
PER_CARD = 5
CARD_WINDOW = timedelta(minutes=15)
KEPT_FOR = timedelta(days=90)


class BadCode(Refused):
    """A code that was refused, with what is remembered about it."""

    def __init__(
        self,
        code: ProblemCode,
        *,
        kid: str | None = None,
        step: int | None = None,
        card_number: str | None = None,
        **extra: object,
    ) -> None:
        super().__init__(code, is_remembered=True, **extra)
        self.kid = kid
        self.step = step
        self.card_number = card_number


def remember(session: Session, till: TillRow, bad: BadCode, now: datetime) -> None:
    """Count this refusal against the till; never the code itself."""
    session.add(
        BadScanRow(
            till_id=till.id,
            at=now,
            code=bad.code,
            kid=bad.kid,
            step=bad.step,
            card_number=bad.card_number,
        )
    )


def require_few_bad_scans(count: int, first: datetime | None, now: datetime) -> None:
    """Raises `till_rate_limited` after 10 guesses at a till within a minute."""
    if first and count >= PER_TILL:
        raise Refused(ProblemCode.TILL_RATE_LIMITED, retry_after=first + TILL_WINDOW - now)


def guesses_asked(till: TillRow, now: datetime) -> Mapping[str, object]:
    """What `GUESSES_MADE` is told."""
    return {"till": till.id, "since": now - TILL_WINDOW}


def _of_till(asked: Select[Any]) -> ScalarSelect[Any]:
    return asked.where(
        BadScanRow.till_id == told("till"),
        BadScanRow.code.in_(GUESSES),
        BadScanRow.at > told("since", BadScanRow.at.type),
    ).scalar_subquery()


GUESSES_MADE: Final = (
    _of_till(select(func.count())),
    _of_till(select(func.min(BadScanRow.at))),
)
"""How many of a till's last minute, and when the first was made."""


def require_tries_left(session: Session, card_number: str, now: datetime) -> None:
    """Raises `till_rate_limited` after 5 wrong typed codes of this card within 15 minutes."""
    tried, refusal = BadScanRow.card_number == card_number, ProblemCode.TILL_RATE_LIMITED
    require_fewer(session, tried, BadScanRow.at, PER_CARD, CARD_WINDOW, now, refusal)


def bad_scans_over(now: datetime) -> Iterator[Over]:
    """What is too old to tell anything."""
    yield Over(BadScanRow, BadScanRow.at < now - KEPT_FOR)
