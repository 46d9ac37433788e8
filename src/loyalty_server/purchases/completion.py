"""What happens when a purchase is paid: burned, earned, the tier reviewed, everybody told."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from loyalty_api.codec import decode
from loyalty_api.receipts import Line, PurchaseState, RuleEffect
from loyalty_api.till import Resolved
from loyalty_server.challenges.progress import note_purchase_deed
from loyalty_server.database.changes import write_changes
from loyalty_server.events.journal import DisplayEvent, tell_display
from loyalty_server.members.names import initial_of
from loyalty_server.offers.buyer import Buyer
from loyalty_server.offers.tastes import note_purchase
from loyalty_server.points.account import SettledAccount, Why
from loyalty_server.points.holds import burn_and_earn
from loyalty_server.points.lots import prolong
from loyalty_server.points.telling import tell_points
from loyalty_server.programme.program import Program
from loyalty_server.programme.survey_rules import Trigger
from loyalty_server.purchases.amounts import amounts_of
from loyalty_server.purchases.awards import accruals_of
from loyalty_server.referrals.rewards import note_bought
from loyalty_server.rewards.coupons import use_coupons
from loyalty_server.surveys.invitations import Occasion, invite
from loyalty_server.tables import MemberRow, PurchaseRow, StoreRow
from loyalty_server.tables.ledger import TransferKind
from loyalty_server.tiers.tier import reviewed, tell_tier
from loyalty_server.tiers.told_late import raise_by_earlier


def finish(
    buyer: Buyer, purchase: PurchaseRow, lines: Sequence[Line], program: Program, today: Program
) -> Resolved:
    """Complete this open purchase of these lines, by the rules it was opened under; what follows from it
    goes by those of today."""
    account, member = buyer.account, buyer.member
    session, now = account.session, account.now
    if program.earn.prolonged_by_purchases:
        prolong(account, program.expiry(purchase.at))
    burning = Why(TransferKind.REDEMPTION, account.words.redemption, purchase_id=purchase.id)
    accruals = accruals_of(purchase, program)
    burn_and_earn(account, burning, purchase.held, accruals)
    purchase.burned, purchase.held = purchase.held, 0
    purchase.earned = sum(accrual.points for accrual in accruals)
    purchase.state, purchase.resolved_at = PurchaseState.COMPLETED, now
    note_purchase(session, today, buyer.taste, purchase, lines)
    write_changes(session)
    use_coupons(session, purchase, now)
    moved = reviewed(session, today, member, now)
    moved = raise_by_earlier(session, today, purchase, now) or moved
    _follow_up(session, today, purchase, lines, now)
    answer = resolved(purchase, account)
    _tell(account, program, purchase, member, answer)
    tell_tier(session, member, moved, now)
    return answer


def resolved(purchase: PurchaseRow, account: SettledAccount) -> Resolved:
    """How the purchase ended, with the member's balance after it."""
    is_paid, amounts = purchase.state is PurchaseState.COMPLETED, amounts_of(purchase)
    return Resolved(
        purchase_id=purchase.id,
        state=purchase.state,
        earned=purchase.earned,
        burned=purchase.burned,
        balance=account.available,
        breakdown=breakdown_of(purchase),
        paid=purchase.to_pay if is_paid else 0,
        saved=amounts.saved if is_paid else 0,
        by_points=amounts.by_points if is_paid else 0,
    )


def breakdown_of(purchase: PurchaseRow) -> tuple[RuleEffect, ...]:
    """What each rule did, as it was promised when the purchase was opened."""
    return tuple(decode(RuleEffect, effect) for effect in purchase.breakdown)


def _follow_up(
    session: Session, program: Program, purchase: PurchaseRow, lines: Sequence[Line], now: datetime
) -> None:
    """Count the purchase's deeds, ask about it."""
    note_purchase_deed(session, program, purchase, lines, now)
    note_bought(session, program, purchase, now)
    invite(session, program, Occasion(Trigger.PURCHASE, purchase.member_id, purchase), now)


def _tell(
    account: SettledAccount,
    program: Program,
    purchase: PurchaseRow,
    member: MemberRow,
    answer: Resolved,
) -> None:
    session, now = account.session, account.now
    body = {
        "purchase_id": answer.purchase_id,
        "earned": answer.earned,
        "burned": answer.burned,
        "balance": answer.balance,
        "store": session.get_one(StoreRow, purchase.store_id).name,
        "breakdown": answer.breakdown,
        "paid": answer.paid,
        "saved": answer.saved,
        "by_points": answer.by_points,
        "currency": program.currency,
    }
    tell_points(account, body)
    thanks = {
        "initial": initial_of(member.first_name),
        "earned": answer.earned,
        "burned": answer.burned,
        "saved": answer.saved,
        "kind": program.kind,
        "currency": program.currency,
    }
    tell_display(session, purchase.till_id, DisplayEvent.THANKS, thanks, now)
