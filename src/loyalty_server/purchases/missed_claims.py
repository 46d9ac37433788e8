"""Offers that a purchase missed, claimed afterwards: the receipt judged again, the difference paid."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.codec import decode, encode
from loyalty_api.models import Measure
from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import PurchaseState
from loyalty_server.deadlines import is_too_late
from loyalty_server.offers.for_member import leaves_another_use
from loyalty_server.offers.reserving import counts_claim
from loyalty_server.offers.usage import Missed, claim_until, forget_use, note_claim
from loyalty_server.points.account import SettledAccount, Why
from loyalty_server.points.lots import Accrual, earn, lots_of_purchase, settled_account
from loyalty_server.points.telling import tell_points
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_of
from loyalty_server.purchases.awards import award_records
from loyalty_server.purchases.baskets import line_rows, lines_of, shares_of
from loyalty_server.purchases.completion import breakdown_of
from loyalty_server.purchases.earn_room import earn_room
from loyalty_server.purchases.earning import Grant, Judgement, earned_by_line, qualifies
from loyalty_server.purchases.judging import JUDGED_BY, judged_again, offers_at_work
from loyalty_server.tables import MemberRow, OfferUseRow, PurchaseRow, RefundRow, StoreRow
from loyalty_server.tables.ledger import TransferKind
from loyalty_server.tiers.tier import reviewed, tell_tier
from loyalty_server.tiers.told_late import raise_by_earlier


@dataclass(frozen=True)
class _Claim:
    """The receipt with the claimed offer: what it earns now, and so many points more than without."""

    missed: Missed
    verdict: Judgement
    more: int

    @property
    def own(self) -> Grant | None:
        """What the offer itself gives."""
        grants = self.verdict.grants
        return next((one for one in grants if one.rule == self.missed.offer_id), None)


def claim_missed(
    session: Session,
    program: Program,
    member_id: str,
    purchase_id: str,
    offer_id: str,
    at: datetime,
    now: datetime,
) -> None:
    """Pay what the purchase earns more with this offer than without; repeating changes nothing.

    Raises `not_found`, and `claim_ended` when it was done `at` a moment too many days after the
    purchase, when something went back, when the offer's limits leave no other use, or when the
    programme's cap or stacking leave it nothing to add.
    """
    lots = lots_of_purchase(purchase_id)
    account = settled_account(session, program, member_id, now, lots)
    purchase = session.get(PurchaseRow, purchase_id)
    if purchase is None or purchase.member_id != member_id:
        raise Refused(ProblemCode.NOT_FOUND)
    missed = next((one for one in _missed(purchase) if one.offer_id == offer_id), None)
    if missed is None or purchase.state is not PurchaseState.COMPLETED:
        raise Refused(ProblemCode.NOT_FOUND)
    if session.get(OfferUseRow, (purchase_id, offer_id)):
        return
    is_late = is_too_late(at, claim_until(program, purchase), now)
    rules = rules_of(session, purchase.program_version).program
    purchase.earn_room = earn_room(session, rules, member_id, purchase.at, but=purchase.id)
    claim = _claim(session, rules, purchase, missed)
    member = session.get_one(MemberRow, member_id)
    if is_late or _has_returns(session, purchase) or claim.more <= 0:
        raise Refused(ProblemCode.CLAIM_ENDED)
    if not leaves_another_use(session, program, offer_id, member, purchase.at):
        raise Refused(ProblemCode.CLAIM_ENDED)
    if not counts_claim(session, program, offer_id, claim.more):
        raise Refused(ProblemCode.CLAIM_ENDED)
    _pay(account, program, purchase, claim)
    aside = purchase.aside
    _keep(session, purchase, claim, now)
    session.flush()
    counted = {Measure.POINTS: claim.more - (purchase.aside - aside)}
    more = {measure: counted.get(measure, 0) for measure in Measure}
    moved = reviewed(session, program, member, now)
    moved = raise_by_earlier(session, program, purchase, now, more) or moved
    tell_tier(session, member, moved, now)


def _claim(session: Session, rules: Program, purchase: PurchaseRow, missed: Missed) -> _Claim:
    """Judged with the offer and without, in one way, whichever the purchase was sold by; within the caps."""
    without = judged_again(session, purchase)
    verdict = judged_again(session, purchase, (missed.offer_id,))
    claim = _Claim(missed, verdict, verdict.will_earn - without.will_earn)
    caps = [cap for cap in (rules.earn.cap, purchase.earn_room) if cap is not None]
    own = claim.own.points if claim.own else 0
    promised = own if purchase.judged_by == JUDGED_BY else min(own, missed.points)
    rooms = (cap - purchase.will_earn for cap in caps)
    return replace(claim, more=min(claim.more, promised, *rooms))


def _missed(purchase: PurchaseRow) -> Iterator[Missed]:
    return (decode(Missed, one) for one in purchase.missed)


def _has_returns(session: Session, purchase: PurchaseRow) -> bool:
    returns = select(RefundRow.id).filter_by(purchase_id=purchase.id).limit(1)
    return session.scalar(returns) is not None


def _pay(account: SettledAccount, program: Program, purchase: PurchaseRow, claim: _Claim) -> None:
    rules = rules_of(account.session, purchase.program_version).program
    (offer,) = (one for one in rules.offers if one.id == claim.missed.offer_id)
    why = Why(
        TransferKind.ACCRUAL, claim.missed.title, account.words.claim, purchase_id=purchase.id
    )
    earn(
        account,
        Accrual(
            why,
            claim.more,
            spendable_at=program.spendable(purchase.at),
            expires_at=program.expiry(account.now, offer.expires_after_days),
            own_end=offer.expires_after_days is not None,
        ),
    )
    told = {"purchase_id": purchase.id, "offer_id": claim.missed.offer_id}
    body = {"earned": claim.more, "balance": account.available, "reason": claim.missed.title}
    tell_points(account, body | told)


def _keep(session: Session, purchase: PurchaseRow, claim: _Claim, now: datetime) -> None:
    """The purchase as if the offer had worked; offers that it took the place of were not used."""
    program = rules_of(session, purchase.program_version).program
    if purchase.judged_by == JUDGED_BY:
        _judge_anew(session, program, purchase, claim)
    else:
        _add(session, program, purchase, claim)
    purchase.will_earn += claim.more
    purchase.earned = purchase.will_earn
    purchase.claimed += claim.more
    purchase.offers = [*offers_at_work(purchase), claim.missed.offer_id]
    note_claim(session, purchase, claim.missed.offer_id, claim.more, now)
    purchase.missed = encode(tuple(_still_missed(session, program, purchase, claim)))
    _forget_replaced(session, purchase)


def _judge_anew(session: Session, program: Program, purchase: PurchaseRow, claim: _Claim) -> None:
    verdict, told = claim.verdict, claim.missed.offer_id
    if verdict.will_earn > purchase.will_earn + claim.more:
        purchase.earn_room = purchase.will_earn + claim.more
        verdict = judged_again(session, purchase, (told,))
    savings = tuple(effect for effect in breakdown_of(purchase) if not effect.points)
    purchase.breakdown = encode((*savings, *verdict.breakdown))
    purchase.grants = _awards(session, program, purchase, verdict.grants)
    for row, share in zip(line_rows(session, purchase.id), verdict.shares, strict=True):
        row.earned, row.aside = share.earned, share.aside
    purchase.aside = sum(share.aside for share in verdict.shares)


def _add(session: Session, program: Program, purchase: PurchaseRow, claim: _Claim) -> None:
    """Beside what the purchase earned in an earlier way, which stays, what the offer gives on its goods."""
    if claim.own is None:
        raise ValueError("an offer that gives nothing is not claimed")
    grant = replace(claim.own, points=claim.more)
    shares = shares_of(session, purchase)
    paid = [share.paid for share in shares]
    by_line = earned_by_line(lines_of(session, purchase.id), paid, (grant,))
    is_aside = not qualifies(program, grant)
    for row, share, more in zip(line_rows(session, purchase.id), shares, by_line, strict=True):
        row.paid, row.burned, row.earned = share.paid, share.burned, share.earned + more
        row.aside += more if is_aside else 0
    purchase.aside += claim.more if is_aside else 0
    (effect,) = (one for one in claim.verdict.breakdown if one.rule == grant.rule)
    told = replace(effect, points=claim.more)
    purchase.breakdown = encode((*breakdown_of(purchase), told))
    purchase.grants = [*purchase.grants, *_awards(session, program, purchase, (grant,))]


def _awards(
    session: Session, program: Program, purchase: PurchaseRow, grants: Iterable[Grant]
) -> list[dict[str, Any]]:
    store = session.get_one(StoreRow, purchase.store_id).name
    return award_records(program, program.tiers.level(purchase.tier), store, grants)


def _still_missed(
    session: Session, program: Program, purchase: PurchaseRow, claim: _Claim
) -> Iterator[Missed]:
    """The claimed ones with what they gave, the others with what they would still add."""
    for one in _missed(purchase):
        if one.offer_id == claim.missed.offer_id:
            yield replace(one, points=claim.more)
        elif session.get(OfferUseRow, (purchase.id, one.offer_id)):
            yield one
        else:
            another = _claim(session, program, purchase, one)
            if another.more > 0:
                yield replace(one, points=another.more)


def _forget_replaced(session: Session, purchase: PurchaseRow) -> None:
    told = {effect.rule for effect in breakdown_of(purchase)}
    for use in session.scalars(select(OfferUseRow).filter_by(purchase_id=purchase.id)):
        if use.offer_id not in told and not use.is_claim:
            forget_use(session, use)
