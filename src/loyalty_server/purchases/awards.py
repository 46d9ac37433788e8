"""Points that a completed purchase earns: each grant of the rules becomes a lot with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from loyalty_api.codec import decode, encode
from loyalty_server.points.account import Why
from loyalty_server.points.lots import Accrual
from loyalty_server.programme.program import Program
from loyalty_server.programme.tier_rules import Level
from loyalty_server.programme.wording import words_in
from loyalty_server.purchases.earning import Grant
from loyalty_server.purchases.rates import rate_text
from loyalty_server.tables import PurchaseRow
from loyalty_server.tables.ledger import TransferKind


@dataclass(frozen=True)
class Award:
    """One accrual to come, as it is kept with the open purchase; with an `own_end` no purchase prolongs it."""

    rule: str
    points: int
    reason: str
    detail: str
    expires_after_days: int | None
    own_end: bool = False


def award_records(
    program: Program, level: Level, store: str, grants: Iterable[Grant]
) -> list[dict[str, Any]]:
    """The grants as an open purchase keeps them: points, reason, detail, days to live."""
    return [encode(_award(program, level, store, grant)) for grant in grants]


def accruals_of(purchase: PurchaseRow, program: Program) -> list[Accrual]:
    """What the purchase keeps, to be earned."""
    awards = [decode(Award, record) for record in purchase.grants]
    return [_accrual(purchase, program, award) for award in awards]


def _accrual(purchase: PurchaseRow, program: Program, award: Award) -> Accrual:
    why = Why(
        TransferKind.ACCRUAL,
        award.reason,
        award.detail,
        purchase_id=purchase.id,
        late=purchase.late,
    )
    return Accrual(
        why,
        award.points,
        spendable_at=program.spendable(purchase.at),
        expires_at=program.expiry(purchase.at, award.expires_after_days),
        own_end=award.own_end,
    )


def _award(program: Program, level: Level, store: str, grant: Grant) -> Award:
    words = words_in(program.language)
    if grant.offer is None:
        days = program.earn.usual_days
        return Award(grant.rule, grant.points, store, rate_text(program, level, grant.rate), days)
    own_days = grant.offer.expires_after_days
    days = program.earn.usual_days if own_days is None else own_days
    title, has_own = grant.offer.title, own_days is not None
    return Award(grant.rule, grant.points, title, words.offer, days, has_own)
