"""How much a code may burn that is worth less than a phone's: typed by hand, or made by a browser."""

from dataclasses import replace

import pytest

from loyalty_api.models import Limits
from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import PurchaseState
from loyalty_api.sign_in import Platform
from loyalty_server.database.transactions import Database
from loyalty_server.points.spending import limits_of
from loyalty_server.problems import Refused
from loyalty_server.programme.file import read_program
from loyalty_server.purchases.burning import require_burn
from loyalty_server.tables import BalanceRow, CredentialRow, ScanRow
from tests.server.shop import COFFEE, PROGRAM_FILE, WINE, Phone, Shop
from tests.server.till.test_bad_scans import typed

PROGRAM = (
    PROGRAM_FILE.read_text("utf-8")
    .replace("web_points_a_day = 2000", "web_points_a_day = 60\nmanual_points = 20")
    .replace('excluded_categories = ["alcohol"]', "")
)
ENOUGH = (replace(WINE, amount=900_000),)


@pytest.fixture
def shop(database: Database) -> Shop:
    """Its browsers burn 60 points a day, its typed codes 20 a purchase."""
    return Shop(database, program_text=PROGRAM)


def most(shop: Shop, phone: Phone) -> int:
    """The most points that the next scan of this phone may burn."""
    with pytest.raises(Refused) as refused:
        shop.open(shop.scan_phone(phone).scan_id, ENOUGH, burn=100_000)
    assert refused.value.code is ProblemCode.BURN_TOO_MUCH
    limit = refused.value.extra["limit"]
    assert isinstance(limit, int)
    return limit


def test_typed_code_burns_little_and_the_phones_own_all(shop: Shop, anna: Phone) -> None:
    shop.buy(anna, ENOUGH)
    shop.clock.forward(seconds=30)
    by_hand = shop.scan(typed(shop, anna)).scan_id
    with pytest.raises(Refused) as refused:
        shop.open(by_hand, ENOUGH, burn=21)
    assert refused.value.extra["limit"] == 20
    assert shop.open(by_hand, ENOUGH, burn=20).held == 20
    assert most(shop, anna) == shop.points(anna).balance


def test_points_pay_for_half_of_a_basket_at_most(shop: Shop, anna: Phone) -> None:
    for _ in range(2):
        shop.buy(anna, ENOUGH)
    coffee = shop.open(shop.scan_phone(anna).scan_id, (COFFEE,), burn=135)
    assert (coffee.discount, coffee.to_pay) == (13_500, 13_500)
    with pytest.raises(Refused) as refused:
        shop.open(shop.scan_phone(anna).scan_id, (COFFEE,), burn=136)
    assert refused.value.extra["limit"] == 135


@pytest.mark.parametrize("platform", [Platform.WEB, Platform.ANDROID])
def test_wallet_is_told_what_the_till_will_let_each_code_spend(
    shop: Shop, platform: Platform
) -> None:
    anna = shop.join_programme(platform)
    shop.buy(anna, ENOUGH)
    shop.buy(anna, ENOUGH, burn=40)
    limits = limits_told(shop, anna)
    assert limits.rotating.points == most(shop, anna)
    assert limits.rotating.worth.amount == 100 * limits.rotating.points
    assert limits.manual.points == 20
    assert limits.static.points == 0
    shop.open(shop.scan_phone(anna).scan_id, ENOUGH, burn=15)
    assert limits_told(shop, anna).rotating.points == most(shop, anna)


def limits_told(shop: Shop, phone: Phone) -> Limits:
    """What the snapshot of this device says of spending."""
    (device_id,) = {row.device_id for row in shop.rows(CredentialRow) if row.kid == phone.kid}
    (balance,) = shop.rows(BalanceRow)
    return shop.read(
        lambda session: limits_of(
            session, shop.program(), balance.member_id, balance, device_id, shop.clock.now
        )
    )


def test_typed_code_burns_no_more_than_there_is(shop: Shop, anna: Phone) -> None:
    shop.buy(anna, (replace(WINE, amount=15_000),))
    shop.clock.forward(seconds=30)
    with pytest.raises(Refused) as refused:
        shop.open(shop.scan(typed(shop, anna)).scan_id, ENOUGH, burn=20)
    assert refused.value.extra["limit"] == shop.points(anna).balance == 4


def test_browser_burns_so_much_in_24_hours(shop: Shop) -> None:
    anna = shop.join_programme(Platform.WEB)
    shop.buy(anna, ENOUGH)
    shop.buy(anna, ENOUGH, burn=40)
    assert most(shop, anna) == 20
    quote = shop.open(shop.scan_phone(anna).scan_id, ENOUGH, burn=15)
    assert most(shop, anna) == 5
    assert shop.cancel(quote.purchase_id).state is PurchaseState.CANCELLED
    assert most(shop, anna) == 20
    shop.clock.forward(hours=24)
    assert most(shop, anna) == 60


def test_browser_whose_key_was_exchanged_burns_no_more_for_that(shop: Shop) -> None:
    anna = shop.join_programme(Platform.WEB)
    shop.buy(anna, ENOUGH)
    shop.buy(anna, ENOUGH, burn=40)
    assert most(shop, shop.another_key(anna, Platform.WEB)) == 20
    assert most(shop, shop.another_phone(anna, Platform.WEB)) == 60


def test_quote_promises_no_fewer_points_than_are_burned_at_once(database: Database) -> None:
    shop = Shop(database, program_text=PROGRAM.replace("[burn]", "[burn]\nminimum = 60", 1))
    anna = shop.join_programme()
    shop.buy(anna, ENOUGH)
    limits = [
        shop.open(shop.scan_phone(anna).scan_id, (replace(COFFEE, amount=amount),)).burn_limit
        for amount in (119_99, 120_00)
    ]
    assert limits == [0, 60]


BURN = replace(read_program(PROGRAM_FILE).burn, minimum=20, step=10)


@pytest.mark.parametrize(
    ("may_burn", "posted", "room", "burn", "code"),
    [
        (True, 100, 50, 50, None),
        (True, 100, 50, 20, None),
        (False, 100, 0, 0, None),
        (True, -1, 0, 0, None),
        (False, 100, 50, 20, ProblemCode.BURN_NOT_ALLOWED),
        (True, -1, 50, 20, ProblemCode.BURN_NOT_ALLOWED),
        (True, 0, 0, 20, ProblemCode.BURN_TOO_MUCH),
        (True, 100, 50, 60, ProblemCode.BURN_TOO_MUCH),
        (True, 100, 50, 10, ProblemCode.BURN_TOO_MUCH),
        (True, 100, 50, 25, ProblemCode.BURN_TOO_MUCH),
    ],
)
def test_till_burns_within_the_room_in_steps_from_the_least(
    may_burn: bool, posted: int, room: int, burn: int, code: ProblemCode | None
) -> None:
    program = replace(read_program(PROGRAM_FILE), burn=BURN)
    scan, balance = ScanRow(may_burn=may_burn), BalanceRow(posted=posted, held=0)
    if code is None:
        require_burn(program, scan, balance, room, burn)
        return
    with pytest.raises(Refused) as refused:
        require_burn(program, scan, balance, room, burn)
    assert refused.value.code is code
    if code is ProblemCode.BURN_TOO_MUCH:
        assert refused.value.extra == {"limit": room, "minimum": 20, "step": 10}
