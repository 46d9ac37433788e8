"""What, where and when a member buys, in weights that halve every six weeks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from loyalty_api.receipts import Line
from loyalty_server.comparing import hundredth_of
from loyalty_server.database.prepared import told
from loyalty_server.members.consents import PROFILING
from loyalty_server.offers.fading import faded
from loyalty_server.programme.eligibility import Shopper, Taste, nearest_birthday
from loyalty_server.programme.parts_of_week import Slot, slot_of
from loyalty_server.programme.program import Program
from loyalty_server.tables import ConsentRow, MemberRow, PurchaseRow, TasteRow
from loyalty_server.tiers.level import level_of

FORGOTTEN = 0.01
USUAL_COUNTS = 2.0
"""As how many purchases in a part of the week what is bought at any time counts there."""

Weighed = Mapping[str, float]


@dataclass(frozen=True)
class Bought:
    """One purchase as tastes see it: each category in it counts once, and so does its store."""

    at: datetime
    slot: Slot
    categories: frozenset[str]
    store: str


@dataclass(frozen=True)
class Weights:
    """The weights as they were at `last_at`; `rhythm` are those of categories in each part of the week."""

    last_at: datetime
    categories: Weighed = field(default_factory=dict)
    stores: Weighed = field(default_factory=dict)
    rhythm: Mapping[str, Weighed] = field(default_factory=dict)

    def after(self, bought: Bought) -> "Weights":
        """The weights faded, and 1 more for everything in this purchase."""
        left = faded(bought.at - self.last_at)
        rhythm = {slot: added(weights, left, frozenset()) for slot, weights in self.rhythm.items()}
        in_slot = added(rhythm.get(bought.slot, {}), 1.0, bought.categories)
        return Weights(
            max(self.last_at, bought.at),
            added(self.categories, left, bought.categories),
            added(self.stores, left, frozenset({bought.store})),
            rhythm | {str(bought.slot): in_slot},
        )

    def taste(self, purchases: int, slot: Slot) -> Taste:
        """The weights as shares, in this part of the week."""
        return Taste(
            purchases,
            self.last_at,
            shares(self.categories),
            shares(self.stores),
            slot,
            self._expected(slot),
            self.categories,
            self.stores,
            self.rhythm.get(slot, {}),
        )

    def _expected(self, slot: Slot) -> dict[str, float]:
        """The shares in this part of the week; where little is known of it, those of any time."""
        usual, here = shares(self.categories), self.rhythm.get(slot, {})
        whole = sum(here.values()) + USUAL_COUNTS
        return {
            name: (here.get(name, 0.0) + USUAL_COUNTS * share) / whole
            for name, share in usual.items()
        }


def note_purchase(
    session: Session,
    program: Program,
    row: TasteRow | None,
    purchase: PurchaseRow,
    lines: Iterable[Line],
) -> None:
    """Count this purchase of these lines in the taste of its member, who may have none yet."""
    slot = slot_of(purchase.at.astimezone(program.zone))
    categories = frozenset(line.category for line in lines)
    bought = Bought(purchase.at, slot, categories, purchase.store_id)
    if row is None:
        row = TasteRow(member_id=purchase.member_id, purchases=0)
        session.add(row)
    before = _weights(row) if row.purchases else Weights(purchase.at)
    after = before.after(bought)
    row.last_at = after.last_at
    row.categories, row.stores = dict(after.categories), dict(after.stores)
    row.rhythm = {name: dict(weights) for name, weights in after.rhythm.items()}
    row.purchases += 1


def forget_purchase(session: Session, member_id: str) -> None:
    """All of it went back: it is not counted any more. What it told of the member's taste fades."""
    row = session.get(TasteRow, member_id)
    if row and row.purchases:
        row.purchases -= 1


def taste_in(row: TasteRow | None, slot: Slot) -> Taste:
    """The member's taste in this part of the week."""
    return _weights(row).taste(row.purchases, slot) if row else Taste()


def shopper_of(
    program: Program,
    member: MemberRow,
    row: TasteRow | None,
    moment: datetime,
    *,
    has_consented: bool,
) -> Shopper:
    """The member as offers see one at this moment."""
    is_known = has_consented and not in_holdout(program, member.id)
    slot = slot_of(moment.astimezone(program.zone))
    birthday = birthday_that_counts(member, program.day(moment))
    return Shopper(
        level_of(program, member, moment).id,
        birthday,
        taste_in(row, slot),
        is_known,
        frozenset(member.had),
        member.segments_on(program.day(moment)),
    )


def birthday_that_counts(member: MemberRow, today: date) -> date | None:
    """The birthday for offers: one that was changed counts from the year after, so that it is once a year."""
    born, since = member.birthday, member.birthday_from
    if born and since and nearest_birthday(born, today) < since:
        return None
    return born


def in_holdout(program: Program, member_id: str) -> bool:
    """Whether this member is of the share that gets no personal offers, so that their effect shows."""
    return hundredth_of("holdout", member_id) < program.personal.holdout


def has_consented(session: Session, member_id: str) -> bool:
    """Whether the member agrees to profiling now; one statement."""
    return bool(session.scalar(GRANTED, {"member_id": member_id}))


def added(weights: Weighed, left: float, new: frozenset[str]) -> dict[str, float]:
    """The weights faded, and 1 more for each of the new; what is nearly forgotten goes."""
    faded_weights = {name: weight * left for name, weight in weights.items()}
    for name in new:
        faded_weights[name] = faded_weights.get(name, 0) + 1
    return {name: weight for name, weight in faded_weights.items() if weight > FORGOTTEN}


def shares(weights: Weighed) -> dict[str, float]:
    """The weights as parts of their sum."""
    whole = sum(weights.values())
    return {name: weight / whole for name, weight in weights.items()}


def _granted() -> Select[bool]:
    own = (ConsentRow.member_id == told("member_id")) & (ConsentRow.purpose == PROFILING)
    newest = select(func.max(ConsentRow.id)).where(own).scalar_subquery()
    return select(ConsentRow.granted).where(ConsentRow.id == newest)


GRANTED: Final = _granted()
"""Whether the member whom `member_id` names agrees to profiling now."""


def _weights(row: TasteRow) -> Weights:
    return Weights(row.last_at, row.categories, row.stores, row.rhythm)
