"""What and where a member buys, in weights that halve every six weeks."""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_server.eligibility import Shopper, Taste
from loyalty_server.program import Program
from loyalty_server.tables import ConsentRow, MemberRow, PurchaseLineRow, PurchaseRow, TasteRow

HALF_LIFE = timedelta(weeks=6)
PROFILING = "profiling"


def note_purchase(session: Session, purchase: PurchaseRow) -> None:
    """Count this purchase: once for each category in it and for its store."""
    bought = select(PurchaseLineRow.category).filter_by(purchase_id=purchase.id).distinct()
    categories = set(session.scalars(bought))
    row = session.get(TasteRow, purchase.member_id)
    if row is None:
        row = TasteRow(
            member_id=purchase.member_id,
            purchases=0,
            last_at=purchase.at,
            categories={},
            stores={},
        )
        session.add(row)
    left = faded(purchase.at - row.last_at)
    row.categories = added(row.categories, left, categories)
    row.stores = added(row.stores, left, {purchase.store_id})
    row.last_at = max(row.last_at, purchase.at)
    row.purchases += 1


def taste_in(row: TasteRow | None) -> Taste:
    """The weights as shares."""
    if row is None:
        return Taste()
    return Taste(row.purchases, row.last_at, shares(row.categories), shares(row.stores))


def shopper_of(
    program: Program, member: MemberRow, row: TasteRow | None, has_consented: bool
) -> Shopper:
    """The member as offers see one."""
    is_known = has_consented and not in_holdout(program, member.id)
    return Shopper(member.tier, member.birthday, taste_in(row), is_known)


def in_holdout(program: Program, member_id: str) -> bool:
    """Whether this member is of the share that gets no personal offers, so that their effect shows."""
    number = int.from_bytes(sha256(f"holdout {member_id}".encode()).digest()[:4])
    return number % 100 < program.personal.holdout


def has_consented(session: Session, member_id: str) -> bool:
    """Whether the member agrees to profiling now; one statement."""
    newest = select(func.max(ConsentRow.id)).filter_by(member_id=member_id, purpose=PROFILING)
    granted = select(ConsentRow.granted).where(ConsentRow.id == newest.scalar_subquery())
    return bool(session.scalar(granted))


def faded(passed: timedelta) -> float:
    """What is left of a weight after this time; nothing fades backwards."""
    return float(0.5 ** (max(passed, timedelta()) / HALF_LIFE))


def added(weights: Mapping[str, float], left: float, new: set[str]) -> dict[str, float]:
    """The weights faded, and 1 more for each of the new; what is nearly forgotten goes."""
    faded_weights = {name: weight * left for name, weight in weights.items()}
    for name in new:
        faded_weights[name] = faded_weights.get(name, 0) + 1
    return {name: weight for name, weight in faded_weights.items() if weight > 0.01}


def shares(weights: Mapping[str, float]) -> dict[str, float]:
    """The weights as parts of their sum."""
    whole = sum(weights.values())
    return {name: weight / whole for name, weight in weights.items()}
