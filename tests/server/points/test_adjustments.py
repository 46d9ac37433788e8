"""Corrections by people: a reason, two approvals, one effect."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.operators.people import add_operator, revoke_operator
from loyalty_server.points.adjustments import approve, propose
from loyalty_server.problems import Refused
from loyalty_server.tables import AdjustmentApprovalRow, MemberEventRow, OperatorRow
from tests.server.shop import OPENING, Phone, Shop


def proposed(shop: Shop, member_id: str, points: int) -> str:
    return shop.write(
        lambda session: propose(
            session, member_id, points, "Жалоба", operator(session, "Ольга"), shop.clock.now
        )
    )


def approved(shop: Shop, adjustment: str, person: str) -> bool:
    return shop.write(
        lambda session: approve(session, adjustment, operator(session, person), shop.clock.now)
    )


def operator(session: Session, name: str) -> OperatorRow:
    """The operator of this name, who is added when there is none."""
    if not session.scalar(select(OperatorRow).filter_by(name=name)):
        add_operator(session, name, OPENING)
    return session.scalars(select(OperatorRow).filter_by(name=name)).one()


def test_correction_is_applied_by_the_second_persons_approval(shop: Shop, anna: Phone) -> None:
    adjustment = proposed(shop, anna.member_id, 100)
    assert not approved(shop, adjustment, "Ольга")
    assert shop.points(anna).balance == 0
    assert approved(shop, adjustment, "Пётр")
    assert shop.points(anna).balance == 100
    (told,) = shop.rows(MemberEventRow)
    assert told.body == {"adjusted": 100, "balance": 100, "reason": "Жалоба"}


def test_one_person_cannot_approve_twice(shop: Shop, anna: Phone) -> None:
    adjustment = proposed(shop, anna.member_id, 100)
    assert not approved(shop, adjustment, "Ольга")
    assert not approved(shop, adjustment, "Ольга")
    assert shop.points(anna).balance == 0


def test_approval_of_who_was_revoked_since_counts_for_nothing(shop: Shop, anna: Phone) -> None:
    adjustment = proposed(shop, anna.member_id, 100)
    approved(shop, adjustment, "Ольга")
    shop.write(lambda session: revoke_operator(session, "Ольга", shop.clock.now))
    assert not approved(shop, adjustment, "Пётр")
    assert shop.points(anna).balance == 0
    assert approved(shop, adjustment, "Иван")


def test_name_that_was_typed_before_there_were_keys_approves_nothing(
    shop: Shop, anna: Phone
) -> None:
    adjustment = proposed(shop, anna.member_id, 100)
    typed = AdjustmentApprovalRow(adjustment_id=adjustment, person="Ольга", at=OPENING)
    shop.write(lambda session: session.add(typed))
    assert not approved(shop, adjustment, "Пётр")


def test_third_approval_changes_nothing(shop: Shop, anna: Phone) -> None:
    adjustment = proposed(shop, anna.member_id, 100)
    for person in ("Ольга", "Пётр", "Иван"):
        approved(shop, adjustment, person)
    assert shop.points(anna).balance == 100


def test_points_taken_beyond_the_balance_become_a_debt(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    adjustment = proposed(shop, anna.member_id, -60)
    approved(shop, adjustment, "Ольга")
    approved(shop, adjustment, "Пётр")
    assert shop.points(anna).balance == -9
    assert shop.read(broken_invariants) == ()


def test_nobodys_points_are_not_corrected(shop: Shop) -> None:
    with pytest.raises(Refused) as refusal:
        proposed(shop, "nobody", 1)
    assert refusal.value.code is ProblemCode.NOT_FOUND
    with pytest.raises(Refused) as refusal:
        approved(shop, "nothing", "Ольга")
    assert refusal.value.code is ProblemCode.NOT_FOUND


@pytest.mark.parametrize(("points", "reason"), [(0, "Жалоба"), (5, " ")])
def test_correction_needs_points_and_a_reason(
    shop: Shop, anna: Phone, points: int, reason: str
) -> None:
    with pytest.raises(ValueError, match="points and a reason"):
        shop.write(
            lambda session: propose(
                session,
                anna.member_id,
                points,
                reason,
                operator(session, "Ольга"),
                shop.clock.now,
            )
        )
