"""What happens when a purchase is paid: burned, earned, the tier reviewed, everybody told."""

from datetime import datetime

from sqlalchemy.orm import Session

from loyalty_api.codec import decode
from loyalty_api.receipts import PurchaseState, RuleEffect
from loyalty_api.till import Resolved
from loyalty_server.consequences import follow_up
from loyalty_server.events.journal import DisplayEvent, WalletEvent, tell_display, tell_member
from loyalty_server.points.holds import capture
from loyalty_server.points.ledger import Why
from loyalty_server.programme.program import Program
from loyalty_server.programme.wording import words_in
from loyalty_server.publishing import rules_at
from loyalty_server.purchases.awards import give_awards
from loyalty_server.rewards.coupons import use_coupons
from loyalty_server.tables import BalanceRow, MemberRow, PurchaseRow, StoreRow
from loyalty_server.tables.ledger import TransferKind
from loyalty_server.tiers.tier import review


def finish(
    session: Session, purchase: PurchaseRow, balance: BalanceRow, program: Program, now: datetime
) -> Resolved:
    """Complete this open purchase; the caller has locked the balance and settled it."""
    words = words_in(program.language)
    why = Why(TransferKind.REDEMPTION, words.redemption, purchase_id=purchase.id)
    capture(session, balance, why, purchase.held, now, words)
    purchase.burned, purchase.held = purchase.held, 0
    purchase.earned = give_awards(session, balance, purchase, program, now)
    use_coupons(session, purchase.id, now)
    purchase.state, purchase.resolved_at = PurchaseState.COMPLETED, now
    session.flush()
    member = session.get_one(MemberRow, purchase.member_id)
    review(session, program, member, now)
    follow_up(session, rules_at(session, now).program, purchase, now)
    answer = resolved(purchase, balance)
    _tell(session, purchase, member, answer, now)
    return answer


def resolved(purchase: PurchaseRow, balance: BalanceRow) -> Resolved:
    """How the purchase ended, with the member's balance after it."""
    return Resolved(
        purchase_id=purchase.id,
        state=purchase.state,
        earned=purchase.earned,
        burned=purchase.burned,
        balance=balance.available,
        breakdown=breakdown_of(purchase),
    )


def breakdown_of(purchase: PurchaseRow) -> tuple[RuleEffect, ...]:
    """What each rule did, as it was promised when the purchase was opened."""
    return tuple(decode(RuleEffect, effect) for effect in purchase.breakdown)


def _tell(
    session: Session, purchase: PurchaseRow, member: MemberRow, answer: Resolved, now: datetime
) -> None:
    body = {
        "purchase_id": answer.purchase_id,
        "earned": answer.earned,
        "burned": answer.burned,
        "balance": answer.balance,
        "store": session.get_one(StoreRow, purchase.store_id).name,
        "breakdown": answer.breakdown,
    }
    tell_member(session, member.id, WalletEvent.POINTS, body, now)
    thanks = {
        "initial": member.first_name[:1].upper(),
        "earned": answer.earned,
        "burned": answer.burned,
    }
    tell_display(session, purchase.till_id, DisplayEvent.THANKS, thanks, now)
