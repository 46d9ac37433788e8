"""Points that live on with each purchase, and are lost when nothing was bought for a while."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.points.account import Why
from loyalty_server.points.lots import Accrual, earn, settled_account
from loyalty_server.programme.file import parse_program
from loyalty_server.sweep import sweep
from loyalty_server.tables import LotRow
from loyalty_server.tables.ledger import Account, TransferKind
from loyalty_server.toml_file import FileRefused
from tests.server.conftest import in_memory
from tests.server.shop import BREAD, PROGRAM_FILE, Phone, Shop

TEXT = (
    PROGRAM_FILE.read_text("utf-8").replace(
        "expires_after_days = 365", "expires_after_days = 30\nprolonged_by_purchases = true"
    )
    + """
[[offers]]
id = "quick"
title = "На неделю"
text = "Плюс 40 на неделю"
terms = "Раз"
reason = "Для всех"
kind = "bonus"
value = 40
uses_per_member = 1
starts_on = "always"
ends_on = "never"
expires_after_days = 40
"""
)


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop(in_memory(), program_text=TEXT)
    yield shop
    shop.database.close()


def buy(shop: Shop, member: Phone, burn: int = 0) -> None:
    shop.buy(member, (BREAD,), burn)
    assert shop.read(broken_invariants) == ()


def after(year: int, month: int, day: int) -> datetime:
    """The end of this day in Moscow."""
    return datetime(year, month, day, 21, tzinfo=UTC)


def swept_balance(shop: Shop, member: Phone) -> int:
    sweep(shop.database, shop.clock)
    assert shop.read(broken_invariants) == ()
    return shop.points(member).balance


def ends(shop: Shop) -> list[tuple[int, datetime]]:
    return [(lot.points, lot.expires_at) for lot in shop.rows(LotRow)]


def test_purchase_prolongs_all_points_but_those_with_an_end_of_their_own(shop: Shop) -> None:
    anna = shop.join_programme()
    buy(shop, anna)
    christmas, new_year = after(2026, 12, 20), after(2026, 12, 30)
    assert ends(shop) == [(27, christmas), (40, new_year)]
    shop.clock.forward(days=20)
    buy(shop, anna, burn=5)
    later = after(2027, 1, 9)
    assert [end for _, end in ends(shop)] == [later, new_year, later]


def test_points_are_lost_when_nothing_was_bought_for_so_long(shop: Shop) -> None:
    anna = shop.join_programme()
    buy(shop, anna)
    shop.clock.forward(days=29)
    buy(shop, anna)
    shop.clock.forward(days=29)
    assert swept_balance(shop, anna) == 27 + 27
    shop.clock.forward(days=3)
    buy(shop, anna)
    assert swept_balance(shop, anna) == 27
    assert ends(shop)[0] == (27, after(2027, 1, 18))
    shop.clock.forward(days=32)
    assert swept_balance(shop, anna) == 0


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (after(2028, 1, 1), after(2028, 1, 1)),
        (after(2026, 11, 25), after(2026, 12, 20)),
    ],
    ids=["not shortened", "prolonged"],
)
def test_purchase_prolongs_a_correction_and_shortens_none(
    shop: Shop, given: datetime, left: datetime
) -> None:
    anna, program = shop.join_programme(), shop.program()

    def work(session: Session) -> None:
        now = shop.clock.now
        account = settled_account(session, program, anna.member_id, now)
        why = Why(TransferKind.ADJUSTMENT, "x")
        earn(account, Accrual(why, 9, now, given, Account.ADJUSTED))

    shop.write(work)
    buy(shop, anna)
    assert ends(shop)[0] == (9, left)


def test_one_day_of_the_year_and_prolonging_exclude_each_other() -> None:
    with pytest.raises(FileRefused, match="prolonged_by_purchases"):
        parse_program(TEXT.replace("minimum_basket", 'expires_on = "12-31"\nminimum_basket'), "p")
