"""What tiers and groups give besides points: a gift on birthdays, delivery, somebody who looks after them."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from loyalty_api.models import Wallet
from loyalty_api.programme import OpenHours
from loyalty_api.receipts import Line, Purchase
from loyalty_api.till import Delivery
from loyalty_server.database.transactions import Database
from loyalty_server.members.consents import standard_texts
from loyalty_server.moving.segments import Span, put_in, take_out
from loyalty_server.offers.birthday_gifts import give_birthday_gifts
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.tier_rules import Level
from loyalty_server.publishing import publish
from loyalty_server.purchases.deliveries import note_delivery
from loyalty_server.purchases.receipts import receipt_of
from loyalty_server.tables import CardRow, CouponRow, MemberRow
from loyalty_server.toml_file import FileRefused
from loyalty_server.wallet.snapshot import Reading, wallet_of
from tests.server.shop import BREAD, COFFEE, PROGRAM_FILE, Phone, Shop

GIFTS = """
[[birthday_gifts]]
tiers = ["silver"]

[birthday_gifts.coupon]
title = "Кофе ко дню рождения"
text = "Любой"
valid_days = 14
discount = { kind = "fixed_price", value = 0, category = "coffee", pieces = 1 }
"""
MANAGERS = """
[[managers]]
name = "Ольга"
phone = "+78120000099"
hours = { mon-fri = "10:00-19:00" }
segments = ["vip"]

[[managers]]
name = "Пётр"
tiers = ["silver"]
"""
TEXT = (
    PROGRAM_FILE.read_text("utf-8").replace(
        "needs = 1000000\n",
        'needs = 1000000\nfree_delivery_from = 100000\nsegments = ["staff"]\n',
    )
    + MANAGERS
    + GIFTS
)


@pytest.fixture
def shop(database: Database) -> Shop:
    return Shop(database, program_text=TEXT)


@pytest.fixture
def anna(shop: Shop) -> Phone:
    """A member of the silver tier, by the retailer's word."""
    phone = shop.join_programme()
    put(shop, phone, "staff")
    return phone


def put(shop: Shop, phone: Phone, segment: str, until: date | None = None) -> None:
    def work(session: Session) -> bool:
        return put_in(session, segment, number_of(session, phone), Span(None, until))

    assert shop.write(work)


def number_of(session: Session, phone: Phone) -> str:
    (card,) = session.query(CardRow).filter_by(member_id=phone.member_id)
    return card.number


def born(shop: Shop, phone: Phone, day: date, counts_from: date | None = None) -> None:
    def work(session: Session) -> None:
        member = session.get_one(MemberRow, phone.member_id)
        member.birthday, member.birthday_from = day, counts_from

    shop.write(work)


def given(shop: Shop) -> int:
    return give_birthday_gifts(shop.database, shop.clock.now)


def wallet(shop: Shop, phone: Phone) -> Wallet:
    def work(session: Session) -> Wallet:
        program = shop.program()
        reading = Reading(program, standard_texts(), program.language, shop.clock.now)
        return wallet_of(session, phone.member_id, reading).wallet

    return shop.read(work)


def test_gift_comes_on_the_birthday_once_a_year(shop: Shop, anna: Phone) -> None:
    born(shop, anna, date(1990, 11, 22))
    assert given(shop) == 0
    shop.clock.forward(days=2)
    assert given(shop) == 1
    shop.clock.forward(days=2)
    assert given(shop) == 0
    (coupon,) = wallet(shop, anna).coupons
    assert coupon.title == "Кофе ко дню рождения"
    assert coupon.title in wallet(shop, anna).tier.benefits
    shop.clock.forward(days=363)
    assert given(shop) == 1


def test_till_is_told_of_the_gift_until_it_is_used(shop: Shop, anna: Phone) -> None:
    born(shop, anna, date(1990, 11, 20))
    assert given(shop) == 1
    scanned = shop.scan_phone(anna)
    (gift,) = scanned.gifts
    assert gift.title == "Кофе ко дню рождения"
    shop.write(lambda session: _use(session, gift.id))
    assert shop.scan_phone(anna).gifts == ()


def _use(session: Session, coupon_id: str) -> None:
    coupon = session.get_one(CouponRow, coupon_id)
    coupon.used_at = coupon.valid_from


@pytest.mark.parametrize(
    ("birthday", "counts_from", "segment"),
    [
        (date(1990, 11, 16), None, "staff"),
        (date(1990, 11, 21), None, "staff"),
        (date(1990, 11, 20), date(2027, 1, 1), "staff"),
        (date(1990, 11, 20), None, "others"),
    ],
    ids=["long-ago", "tomorrow", "changed-this-year", "another-tier"],
)
def test_no_gift_otherwise(
    shop: Shop, birthday: date, counts_from: date | None, segment: str
) -> None:
    phone = shop.join_programme()
    put(shop, phone, segment)
    born(shop, phone, birthday, counts_from)
    assert given(shop) == 0


def test_born_on_a_leap_day_is_given_it_the_day_after(shop: Shop, anna: Phone) -> None:
    born(shop, anna, date(2000, 2, 29))
    shop.clock.now = shop.clock.now.replace(year=2027, month=2, day=28)
    assert given(shop) == 0
    shop.clock.forward(days=1)
    assert given(shop) == 1


def test_shop_that_delivers_asks_the_scan_and_the_basket(shop: Shop, anna: Phone) -> None:
    scanned = shop.scan_phone(anna)
    assert scanned.free_delivery_from == 100_000
    assert not shop.open(scanned.scan_id, (BREAD,)).free_delivery
    assert shop.open(shop.scan_phone(anna).scan_id, (COFFEE, BREAD)).free_delivery
    other = shop.scan_phone(shop.join_programme())
    assert other.free_delivery_from is None
    assert not shop.open(other.scan_id, (COFFEE, BREAD)).free_delivery


@pytest.mark.parametrize(("lines", "is_free"), [((BREAD,), False), ((COFFEE, BREAD), True)])
def test_receipt_says_that_it_was_brought_for_nothing(
    shop: Shop, anna: Phone, lines: tuple[Line, ...], is_free: bool
) -> None:
    bought = shop.buy(anna, lines).purchase_id
    program = shop.program()

    def receipt() -> Purchase:
        return shop.read(lambda session: receipt_of(session, anna.member_id, bought, program))

    assert not receipt().free_delivery
    shop.at_till(note_delivery, Delivery(bought))
    no_longer = TEXT.replace("free_delivery_from = 100000\n", "")
    shop.clock.forward(seconds=1)
    shop.write(lambda session: publish(session, no_longer, shop.clock.now))
    assert receipt().free_delivery is is_free


def test_without_the_benefit_nothing_is_brought_free() -> None:
    level = Level("gold", "Золото", 7)
    assert not level.brings_free(10**9)


def test_manager_is_the_first_who_looks_after_the_member(shop: Shop, anna: Phone) -> None:
    assert (manager := wallet(shop, anna).manager)
    assert (manager.name, manager.phone) == ("Пётр", None)
    put(shop, anna, "vip", date(2026, 11, 21))
    assert (manager := wallet(shop, anna).manager)
    assert (manager.name, manager.hours[0]) == ("Ольга", OpenHours(1, "10:00", "19:00"))
    shop.clock.forward(days=2)
    assert (manager := wallet(shop, anna).manager)
    assert manager.name == "Пётр"
    shop.write(lambda session: take_out(session, "staff", number_of(session, anna)))
    assert wallet(shop, anna).manager is None


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        (
            "free_delivery_from = 100000",
            "free_delivery_from = -1",
            "tiers.levels[1].free_delivery_from",
        ),
        ('gifts]]\ntiers = ["silver"]', 'gifts]]\ntiers = ["x"]', "birthday_gifts[0].tiers[0]"),
        ("valid_days = 14", "valid_days = 0", "birthday_gifts[0].coupon.valid_days"),
        ('"Пётр"\ntiers = ["silver"]', '"Пётр"\ntiers = ["iron"]', "managers[1].tiers[0]"),
        ('segments = ["vip"]', 'segments = ["Vip!"]', "managers[0].segments[0]"),
        ('phone = "+78120000099"', 'phone = "99"', "managers[0].phone"),
        ('mon-fri = "10:00-19:00"', 'mon-fri = "ten"', "managers[0].hours.mon-fri"),
    ],
)
def test_check_names_what_makes_no_sense(old: str, new: str, path: str) -> None:
    assert old in TEXT
    with pytest.raises(FileRefused) as fault:
        parse_program(TEXT.replace(old, new), "shop")
    assert f": {path}: " in str(fault.value)
