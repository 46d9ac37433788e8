"""A basket judged for a member on an occasion: the purchase row with what it will cost and earn."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from loyalty_api.codec import encode
from loyalty_api.receipts import PurchaseState
from loyalty_server.offers.usage import Missed
from loyalty_server.programme.program import Level, Program
from loyalty_server.publishing import ProgramVersion
from loyalty_server.purchases.awards import award_records
from loyalty_server.purchases.baskets import Basket
from loyalty_server.purchases.earning import Judgement, judge
from loyalty_server.purchases.savings import Savings
from loyalty_server.tables import MemberRow, PurchaseRow, ScanRow, StoreRow, TillRow

PURCHASE_LASTS = timedelta(minutes=15)


@dataclass(frozen=True)
class Occasion:
    """Who buys, at which till, when, and by which rules; without a scan nothing can be burned."""

    member: MemberRow
    till: TillRow
    rules: ProgramVersion
    bought_at: datetime
    scan: ScanRow | None = None


def judged_purchase(
    session: Session,
    occasion: Occasion,
    basket: Basket,
    savings: Savings,
    burn: int,
    now: datetime,
) -> PurchaseRow:
    """The open purchase of this basket, not yet written."""
    program = occasion.rules.program
    level = program.tiers.level(occasion.member.tier)
    verdict = judge(program, level, savings.receipt.lines, burn, savings.offers.active)
    store = session.get_one(StoreRow, occasion.till.store_id)
    return PurchaseRow(
        id=uuid4().hex,
        scan_id=occasion.scan.id if occasion.scan else None,
        till_id=occasion.till.id,
        store_id=store.id,
        member_id=occasion.member.id,
        receipt_id=basket.receipt_id,
        state=PurchaseState.OPEN,
        at=occasion.bought_at,
        expires_at=now + PURCHASE_LASTS,
        late=bool(occasion.scan and occasion.scan.late),
        program_version=occasion.rules.number,
        tier=level.id,
        total=basket.total,
        discount=verdict.discount + savings.receipt.saved,
        to_pay=verdict.to_pay,
        held=burn,
        will_earn=verdict.will_earn,
        breakdown=encode(savings.effects(program) + verdict.breakdown),
        missed=encode(_missed(program, level, savings, burn, verdict)),
        grants=award_records(program, level, store.name, verdict.grants),
    )


def _missed(
    program: Program, level: Level, savings: Savings, burn: int, verdict: Judgement
) -> tuple[Missed, ...]:
    """What each offer the member did not opt in to would have added."""
    lines, active = savings.receipt.lines, savings.offers.active
    more = (
        (offer, judge(program, level, lines, burn, (*active, offer)).will_earn - verdict.will_earn)
        for offer in savings.offers.asleep
    )
    return tuple(Missed(offer.id, offer.title, points) for offer, points in more if points > 0)
