"""The demo as a cashback programme and as a discount card: half a year played by their own rules."""

from pathlib import Path

import pytest
from sqlalchemy import select

from loyalty_api.history import History
from loyalty_api.models import Wallet
from loyalty_api.programme import ProgramKind
from loyalty_api.receipts import Purchase
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.demo.programme import program_text
from loyalty_server.languages import Language
from loyalty_server.members.consents import standard_texts
from loyalty_server.points.history import history_page
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.versions import rules_at
from loyalty_server.purchases.receipts import receipt_of
from loyalty_server.tables import MemberRow, PurchaseRow
from loyalty_server.wallet.snapshot import Reading, wallet_of
from tests.demo.house import TODAY, DemoHouse, open_demo

pytestmark = pytest.mark.slow


def look(house: DemoHouse) -> tuple[Wallet, History]:
    """What the demo member sees first."""
    with house.settings.database.reading() as session:
        program = rules_at(session, TODAY).program
        anna = session.scalars(select(MemberRow).filter_by(phone=house.links.phone)).one()
        reading = Reading(program, standard_texts(), Language.RU, TODAY)
        page = history_page(session, anna.id, program, TODAY)
        assert broken_invariants(session) == ()
        return wallet_of(session, anna.id, reading).wallet, page


def receipts(house: DemoHouse) -> list[Purchase]:
    """Every receipt of everybody."""
    with house.settings.database.reading() as session:
        program = rules_at(session, TODAY).program
        rows = session.execute(select(PurchaseRow.member_id, PurchaseRow.id)).all()
        return [receipt_of(session, member_id, one, program) for member_id, one in rows]


def brought_home(house: DemoHouse) -> list[str]:
    """Where those receipts are from whose goods were delivered."""
    return [receipt.store for receipt in receipts(house) if receipt.delivered_at]


def test_discount_card_saves_and_knows_nothing_of_points(tmp_path: Path) -> None:
    house = open_demo(tmp_path / "loyalty.db", kind=ProgramKind.DISCOUNT)
    wallet, page = look(house)
    assert wallet.program.kind is ProgramKind.DISCOUNT
    assert (wallet.points.balance, wallet.rewards) == (0, ())
    assert wallet.limits
    assert wallet.limits.rotating.points == 0
    assert len(page.entries) >= 30
    assert all(entry.points == 0 and entry.saved for entry in page.entries)
    assert any(entry.saved and entry.saved.amount for entry in page.entries)
    for receipt in receipts(house):
        assert receipt.saved == receipt.discount
        assert sum(effect.money for effect in receipt.breakdown) == receipt.discount.amount
    assert brought_home(house) == ["Интернет-магазин"]
    assert "Опрос о доставке" in {survey.title for survey in wallet.surveys}


def test_cashback_is_collected_and_spent_in_money(tmp_path: Path) -> None:
    house = open_demo(tmp_path / "loyalty.db", kind=ProgramKind.CASHBACK)
    wallet, page = look(house)
    assert wallet.program.kind is ProgramKind.CASHBACK
    assert wallet.points.worth.amount == wallet.points.balance > 0
    assert wallet.rewards
    assert any(entry.points < 0 for entry in page.entries)
    for receipt in receipts(house):
        assert receipt.saved
        assert receipt.by_points
        assert receipt.by_points.amount == receipt.burned
        assert receipt.total.amount - receipt.saved.amount - receipt.burned == receipt.paid.amount
    assert brought_home(house) == ["Интернет-магазин"]
    assert "Опрос о доставке" in {survey.title for survey in wallet.surveys}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", ProgramKind)
def test_there_is_a_programme_of_every_kind_in_every_language(
    kind: ProgramKind, language: Language
) -> None:
    program = parse_program(program_text(language, TODAY.date(), kind), "programme")
    assert (program.kind, program.language) == (kind, language)
