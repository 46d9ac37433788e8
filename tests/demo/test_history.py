"""Half a year in the demo's shops, as it was rung up by the real rules."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.demo.catalogue import catalogue
from loyalty_server.demo.programme import program_text
from loyalty_server.demo.shoppers import SHOPPERS
from loyalty_server.demo.visits import visits
from loyalty_server.languages import Language
from loyalty_server.points.summary import points_in
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.versions import rules_at
from loyalty_server.tables import (
    BalanceRow,
    EntryRow,
    LotRow,
    MemberRow,
    PurchaseRow,
    TillRow,
    TransferRow,
)
from loyalty_server.tables.ledger import TransferKind
from loyalty_server.tiers.tier import tier_of
from tests.demo.house import TODAY, DemoHouse, open_demo

pytestmark = pytest.mark.slow


MOSCOW = ZoneInfo("Europe/Moscow")
SOON = timedelta(days=14)


def members(session: Session) -> list[MemberRow]:
    return list(session.scalars(select(MemberRow).order_by(MemberRow.phone)))


def told(house: DemoHouse) -> list[tuple[object, ...]]:
    """Everything the ledger tells, without the ids that are drawn at random, and who is paid first of a moment."""
    phone = select(MemberRow.phone).where(MemberRow.id == EntryRow.member_id).scalar_subquery()
    query = (
        select(phone, TransferRow.at, TransferRow.kind, TransferRow.reason, EntryRow.points)
        .join(TransferRow, TransferRow.id == EntryRow.transfer_id)
        .order_by(TransferRow.at, phone, TransferRow.kind, TransferRow.reason, EntryRow.points)
    )
    with house.settings.database.reading() as session:
        return [tuple(row) for row in session.execute(query)]


def test_every_invariant_of_the_ledger_holds_after_half_a_year(demo: DemoHouse) -> None:
    with demo.settings.database.reading() as session:
        assert broken_invariants(session) == ()


def test_members_stand_in_three_different_tiers(demo: DemoHouse) -> None:
    with demo.settings.database.reading() as session:
        assert [member.tier for member in members(session)] == ["silver", "gold", "bronze"]


def test_first_member_is_on_the_way_to_gold_and_soon_loses_something(demo: DemoHouse) -> None:
    with demo.settings.database.reading() as session:
        program = rules_at(session, TODAY).program
        anna = members(session)[0]
        tier = tier_of(session, program, anna, TODAY)
        points = points_in(session, session.get_one(BalanceRow, anna.id), program, TODAY)
    assert anna.phone == demo.links.phone
    assert tier.next is not None
    assert 0.4 < tier.next.done / tier.next.needs < 0.9
    assert points.balance > 1000
    assert points.expiring[0].on <= (TODAY + SOON).date()


def test_first_member_has_earned_burned_and_returned_something(demo: DemoHouse) -> None:
    with demo.settings.database.reading() as session:
        anna = members(session)[0]
        own = select(TransferRow).where(TransferRow.member_id == anna.id)
        kinds = Counter(transfer.kind for transfer in session.scalars(own))
    assert kinds[TransferKind.ACCRUAL] > 50
    assert kinds[TransferKind.REDEMPTION] >= 2
    assert kinds[TransferKind.REVERSAL] >= 1


def test_nothing_happened_later_than_now(demo: DemoHouse) -> None:
    with demo.settings.database.reading() as session:
        assert max(session.scalars(select(TransferRow.at))) < TODAY
        assert max(session.scalars(select(PurchaseRow.at))) < TODAY
        assert max(session.scalars(select(LotRow.earned_at))) < TODAY


@pytest.mark.slow
def test_the_same_day_gives_the_same_half_year(demo: DemoHouse, tmp_path: Path) -> None:
    again = open_demo(tmp_path / "again.db")
    assert told(again) == told(demo)
    again.settings.database.close()


def test_demo_opened_again_goes_on_where_it_stood(demo: DemoHouse, tmp_path: Path) -> None:
    before = told(demo)
    again = open_demo(tmp_path / "loyalty.db")
    assert told(again) == before
    with again.settings.database.reading() as session:
        open_tills = select(TillRow).where(TillRow.name == "3", TillRow.revoked_at.is_(None))
        assert len(list(session.scalars(open_tills))) == 1
    assert again.links.till_key != demo.links.till_key
    again.settings.database.close()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2027, 1, 1), date(2028, 2, 29)])
def test_offers_run_on_whatever_day_the_demo_is_opened(language: Language, today: date) -> None:
    program = parse_program(program_text(language, today), "programme")
    assert all(offer.is_on(today) for offer in program.offers)
    assert program.language is language


@pytest.mark.parametrize("language", Language)
def test_every_visit_buys_what_the_shop_sells(language: Language) -> None:
    goods = catalogue(language)
    sold = {good.sku for shelf in goods.category for good in shelf.goods}
    made = visits(SHOPPERS, goods, TODAY, MOSCOW)
    assert {line.sku for visit in made for line in visit.lines} <= sold
    assert all(visit.total > 0 for visit in made)


def test_visits_are_the_same_for_the_same_day_and_others_on_another() -> None:
    goods = catalogue(Language.RU)
    first = visits(SHOPPERS, goods, TODAY, MOSCOW)
    assert visits(SHOPPERS, goods, TODAY, MOSCOW) == first
    later = datetime(2027, 3, 3, 9, tzinfo=UTC)
    assert visits(SHOPPERS, goods, later, MOSCOW) != first
