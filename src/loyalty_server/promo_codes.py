"""Promo codes that members type: each once, with a limit on guessing."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_api.models import PromoApplied
from loyalty_api.problems import ProblemCode
from loyalty_server.challenge_rules import PromoRule
from loyalty_server.gifts import Gift, give
from loyalty_server.ledger import lock
from loyalty_server.problems import Refused
from loyalty_server.program import Program
from loyalty_server.tables import OfferTotalRow, PromoUseRow, WrongPromoCodeRow
from loyalty_server.wording import words_in

WRONG_AT_MOST = 5
WRONG_WITHIN = timedelta(hours=1)


def apply_promo_code(
    session: Session, program: Program, member_id: str, code: str, now: datetime
) -> PromoApplied:
    """Give what the code promises.

    Raises `promo_code_wrong`, `promo_code_ended` (also when all are gone), `promo_code_used`, and
    `rate_limited` after five wrong codes in an hour.
    """
    lock(session, member_id)
    _require_patience(session, member_id, now)
    rule = _rule_of(session, program, member_id, code, now)
    if session.get(PromoUseRow, (rule.id, member_id)):
        raise Refused(ProblemCode.PROMO_CODE_USED)
    total = session.get_one(
        OfferTotalRow, f"promo:{rule.id}", with_for_update=True, populate_existing=True
    )
    is_gone = rule.uses_in_all is not None and total.uses >= rule.uses_in_all
    if is_gone or program.day(now) > rule.ends_on:
        raise Refused(ProblemCode.PROMO_CODE_ENDED)
    session.add(PromoUseRow(promo_id=rule.id, member_id=member_id, at=now))
    total.uses += 1
    total.points += rule.points
    gift = Gift(rule.points, rule.title, words_in(program.language).promo_code, {})
    balance = give(session, program, member_id, gift, now)
    return PromoApplied(rule.title, rule.points, balance.available)


def _require_patience(session: Session, member_id: str, now: datetime) -> None:
    since = now - WRONG_WITHIN
    count, oldest = session.execute(
        select(func.count(), func.min(WrongPromoCodeRow.at)).where(
            WrongPromoCodeRow.member_id == member_id, WrongPromoCodeRow.at > since
        )
    ).one()
    if count >= WRONG_AT_MOST:
        raise Refused(ProblemCode.RATE_LIMITED, retry_after=oldest - since)


def _rule_of(
    session: Session, program: Program, member_id: str, code: str, now: datetime
) -> PromoRule:
    typed = "".join(code.split()).upper()
    for rule in program.promo_codes:
        if rule.code == typed:
            return rule
    session.add(WrongPromoCodeRow(member_id=member_id, at=now))
    raise Refused(ProblemCode.PROMO_CODE_WRONG, is_remembered=True)
