"""Promo codes that members type: each gives once what it promises, and cannot be guessed.

Single-use codes are kept as keyed hashes: who has the database and not the server's secret has no
code. A wrong one and one that somebody else used count as guesses.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_api.card_code import ALPHABET
from loyalty_api.offers import PromoApplied
from loyalty_api.problems import ProblemCode
from loyalty_server.challenges.prizes import win_coupon
from loyalty_server.database.forgetting import Over
from loyalty_server.keys import ServerKeys
from loyalty_server.offers.tastes import taste_in
from loyalty_server.points.account import lock_member
from loyalty_server.points.gifts import Gift, give
from loyalty_server.problems import Refused
from loyalty_server.programme.dates import is_after, is_before
from loyalty_server.programme.eligibility import Shopper, is_for
from loyalty_server.programme.parts_of_week import slot_of
from loyalty_server.programme.program import Program
from loyalty_server.programme.promo_rules import (
    LONGEST_TYPED,
    PromoRule,
    as_compared,
    as_made,
    is_same_keys,
    ways_typed,
)
from loyalty_server.programme.wording import words_in
from loyalty_server.rate_limit import require_fewer
from loyalty_server.rewards.coupons import coupon_seen
from loyalty_server.tables import (
    MemberRow,
    OfferTotalRow,
    PromoCodeRow,
    PromoUseRow,
    TasteRow,
    WrongPromoCodeRow,
)
from loyalty_server.tiers.level import level_of

WRONG_AT_MOST = 5
WRONG_WITHIN = timedelta(hours=1)
PURPOSE = "promo code"
GROUP = 5
GROUPS = 2


def make_promo_codes(
    session: Session, keys: ServerKeys, promo_id: str, count: int, now: datetime
) -> Iterator[str]:
    """New single-use codes: 50 random bits each in Crockford's base 32, like `7KQ2M-XW4ZD`."""
    for _ in range(count):
        code = "".join(secrets.choice(ALPHABET) for _ in range(GROUP * GROUPS))
        code_hash = keys.digest(PURPOSE, as_made(code))
        session.add(PromoCodeRow(code_hash=code_hash, promo_id=promo_id, made_at=now))
        yield f"{code[:GROUP]}-{code[GROUP:]}"


@dataclass(frozen=True)
class Batch:
    """How many single-use codes of a promotion were made, and used."""

    made: int
    used: int
    last_made_at: datetime


def batches(session: Session) -> Mapping[str, Batch]:
    """By the promotion's id."""
    rows = session.execute(
        select(
            PromoCodeRow.promo_id,
            func.count(),
            func.count(PromoCodeRow.used_at),
            func.max(PromoCodeRow.made_at),
        ).group_by(PromoCodeRow.promo_id)
    )
    return {promo_id: Batch(made, used, last) for promo_id, made, used, last in rows}


def apply_promo_code(
    session: Session,
    keys: ServerKeys,
    program: Program,
    member_id: str,
    code: str,
    now: datetime,
) -> PromoApplied:
    """Give what the code promises.

    Raises `promo_code_wrong`, `promo_code_taken` (somebody else's), `promo_code_used` (by this
    member, as often as may be), `promo_code_not_yet`, `promo_code_ended`, `promo_code_gone` (all of it is used up),
    `promo_code_not_for_you`, and `rate_limited` after five guesses in an hour.
    """
    lock_member(session, member_id)
    _require_few_guesses(session, member_id, now)
    rule, single = _found(session, keys, program, member_id, code, now)
    _require_usable(session, program, rule, member_id, now)
    _count(session, rule)
    if single:
        single.used_at = now
    _note_use(session, rule, member_id, now)
    coupon = win_coupon(session, program, member_id, rule.coupon, now)
    gift = Gift(rule.points, rule.title, words_in(program.language).promo_code, {})
    balance = give(session, program, member_id, gift, now)
    seen = coupon_seen(coupon, now) if coupon else None
    return PromoApplied(rule.title, rule.points, balance.available, seen)


def guesses_over(now: datetime) -> Iterator[Over]:
    """The wrong codes that no limit counts any more."""
    yield Over(WrongPromoCodeRow, WrongPromoCodeRow.at < now - WRONG_WITHIN)


def _require_few_guesses(session: Session, member_id: str, now: datetime) -> None:
    own = WrongPromoCodeRow.member_id == member_id
    require_fewer(session, own, WrongPromoCodeRow.at, WRONG_AT_MOST, WRONG_WITHIN, now)


def _found(
    session: Session,
    keys: ServerKeys,
    program: Program,
    member_id: str,
    code: str,
    now: datetime,
) -> tuple[PromoRule, PromoCodeRow | None]:
    """The rule of what was typed, with its own row when the code is a single-use one."""
    typed = code[:LONGEST_TYPED]
    if rule := _shared(program, typed):
        return rule, None
    hashes = [one for way in ways_typed(typed) for one in keys.digests(PURPOSE, way)]
    own = select(PromoCodeRow).where(PromoCodeRow.code_hash.in_(hashes)).with_for_update()
    rows = {one.code_hash: one for one in session.scalars(own)}
    row = next((rows[one] for one in hashes if one in rows), None)
    made = {rule.id: rule for rule in program.promo_codes if rule.code is None}
    if row and row.promo_id in made:
        rule = made[row.promo_id]
        _require_use_left(session, rule, member_id)
        if row.used_at is None:
            return rule, row
        if _uses_of(session, rule, member_id):
            raise Refused(ProblemCode.PROMO_CODE_USED)
    session.add(WrongPromoCodeRow(member_id=member_id, at=now))
    is_taken = row is not None and row.used_at is not None
    refusal = ProblemCode.PROMO_CODE_TAKEN if is_taken else ProblemCode.PROMO_CODE_WRONG
    raise Refused(refusal, is_remembered=True)


def _shared(program: Program, typed: str) -> PromoRule | None:
    """The shared code as it was typed, or the only one with these keys."""
    shared = [rule for rule in program.promo_codes if rule.code]
    for rule in shared:
        if as_compared(rule.code or "") == as_compared(typed):
            return rule
    by_keys = [rule for rule in shared if is_same_keys(rule.code or "", typed)]
    return by_keys[0] if len(by_keys) == 1 else None


def _require_usable(
    session: Session, program: Program, rule: PromoRule, member_id: str, now: datetime
) -> None:
    _require_use_left(session, rule, member_id)
    if is_before(program.day(now), rule.starts_on):
        raise Refused(ProblemCode.PROMO_CODE_NOT_YET)
    if is_after(program.day(now), rule.ends_on):
        raise Refused(ProblemCode.PROMO_CODE_ENDED)
    member = session.get_one(MemberRow, member_id)
    local = now.astimezone(program.zone)
    taste = taste_in(session.get(TasteRow, member_id), slot_of(local))
    shopper = Shopper(
        level_of(program, member, now).id,
        None,
        taste,
        is_known=False,
        had=frozenset(member.had),
        segments=member.segments_on(program.day(now)),
    )
    if not is_for(rule.eligible, shopper, local):
        raise Refused(ProblemCode.PROMO_CODE_NOT_FOR_YOU)


def _require_use_left(session: Session, rule: PromoRule, member_id: str) -> None:
    if _uses_of(session, rule, member_id) >= rule.uses_per_member:
        raise Refused(ProblemCode.PROMO_CODE_USED)


def _uses_of(session: Session, rule: PromoRule, member_id: str) -> int:
    use = session.get(PromoUseRow, (rule.id, member_id))
    return use.times if use else 0


def _note_use(session: Session, rule: PromoRule, member_id: str, now: datetime) -> None:
    times = _uses_of(session, rule, member_id) + 1
    session.merge(PromoUseRow(promo_id=rule.id, member_id=member_id, at=now, times=times))


def _count(session: Session, rule: PromoRule) -> None:
    """One use more. Raises `promo_code_gone` when all of them are used up."""
    total = session.get_one(
        OfferTotalRow, f"promo:{rule.id}", with_for_update=True, populate_existing=True
    )
    if rule.uses_in_all is not None and total.uses >= rule.uses_in_all:
        raise Refused(ProblemCode.PROMO_CODE_GONE)
    total.uses += 1
    total.points += rule.points
