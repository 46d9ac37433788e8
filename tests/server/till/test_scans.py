"""A till reads a card."""

from datetime import timedelta

import pytest

from loyalty_api.card_code import CodeType
from loyalty_api.problems import ProblemCode
from loyalty_server.problems import Refused
from loyalty_server.tables import CardRow, CredentialRow, MemberEventRow, ScanRow, TillEventRow
from tests.keyboards import KEYBOARDS
from tests.server.shop import Phone, Shop


def refused_code(shop: Shop, raw: str, **scan: object) -> ProblemCode:
    with pytest.raises(Refused) as refusal:
        shop.scan(raw, **scan)
    return refusal.value.code


def test_till_sees_an_initial_and_a_tier_and_never_a_name(shop: Shop, anna: Phone) -> None:
    scan = shop.scan_phone(anna)
    assert (scan.member.initial, scan.member.tier) == ("А", "Бронза")
    assert scan.may_burn
    assert [offer.id for offer in scan.offers] == ["coffee-x3"]
    (display,) = shop.rows(TillEventRow)
    assert display.body == {"till": "1", "initial": "А", "tier": "Бронза"}


@pytest.mark.parametrize("raw", ["", "LW1", "hello", "LW1P" + "0" * 33, "LW1X" + "0" * 34])
def test_what_is_no_code_is_malformed(shop: Shop, raw: str) -> None:
    assert refused_code(shop, raw) is ProblemCode.CODE_MALFORMED


def test_what_is_longer_than_any_code_is_malformed(shop: Shop, anna: Phone) -> None:
    assert refused_code(shop, anna.code(shop.clock.now) + " " * 20_000) is (
        ProblemCode.CODE_MALFORMED
    )


def test_unknown_device_and_wrong_mac_are_told_the_same(shop: Shop, anna: Phone) -> None:
    code = anna.code(shop.clock.now)
    forged = code[:-1] + ("0" if code[-1] != "0" else "1")
    stranger = code[:4] + "ZZZZZZZZZZZZ" + code[16:]
    assert refused_code(shop, forged) is ProblemCode.CODE_INVALID
    assert refused_code(shop, stranger) is ProblemCode.CODE_INVALID


def test_code_of_a_signed_out_device_is_refused(shop: Shop, anna: Phone) -> None:
    def sign_out(session):
        session.get_one(CredentialRow, anna.kid).revoked_at = shop.clock.now

    shop.write(sign_out)
    assert refused_code(shop, anna.code(shop.clock.now)) is ProblemCode.DEVICE_REVOKED


def test_screenshot_of_a_code_is_expired_a_minute_later(shop: Shop, anna: Phone) -> None:
    code = anna.code(shop.clock.now)
    shop.clock.forward(seconds=60)
    assert refused_code(shop, code) is ProblemCode.CODE_EXPIRED


def test_code_of_a_phone_whose_clock_is_ahead_is_not_yet_valid(shop: Shop, anna: Phone) -> None:
    code = anna.code(shop.clock.now + timedelta(minutes=1))
    assert refused_code(shop, code) is ProblemCode.CODE_NOT_YET_VALID


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_neighbouring_step_is_accepted_once(shop: Shop, anna: Phone, seconds: int) -> None:
    code = anna.code(shop.clock.now + timedelta(seconds=seconds))
    shop.scan(code)
    assert refused_code(shop, code) is ProblemCode.CODE_USED


def test_earlier_step_is_used_once_a_later_one_was_accepted(shop: Shop, anna: Phone) -> None:
    shop.scan(anna.code(shop.clock.now))
    earlier = anna.code(shop.clock.now - timedelta(seconds=30))
    assert refused_code(shop, earlier) is ProblemCode.CODE_USED


def test_save_code_and_card_number_only_earn(shop: Shop, anna: Phone) -> None:
    (card,) = shop.rows(CardRow)
    assert not shop.scan_phone(anna, CodeType.EARN).may_burn
    scan = shop.scan(card.number)
    assert not scan.may_burn
    shop.buy(anna)
    with pytest.raises(Refused) as refusal:
        shop.open(scan.scan_id, burn=1)
    assert refusal.value.code is ProblemCode.BURN_NOT_ALLOWED


def test_number_of_no_card_is_invalid(shop: Shop) -> None:
    assert refused_code(shop, "2000000000008") is ProblemCode.CODE_INVALID


def test_code_kept_by_an_offline_till_earns_later_and_never_burns(shop: Shop, anna: Phone) -> None:
    bought_at = shop.clock.now
    code = anna.code(bought_at)
    shop.clock.forward(minutes=30)
    shop.scan(anna.code(shop.clock.now))
    scan = shop.scan(code, till_time=bought_at)
    assert not scan.may_burn
    assert shop.complete(shop.open(scan.scan_id).purchase_id).earned == 51
    assert [row.late for row in shop.rows(ScanRow)].count(True) == 1
    assert refused_code(shop, code, till_time=bought_at) is ProblemCode.CODE_USED


def test_offline_till_has_a_day_to_tell(shop: Shop, anna: Phone) -> None:
    bought_at = shop.clock.now
    code = anna.code(bought_at)
    shop.clock.forward(hours=24, seconds=1)
    assert refused_code(shop, code, till_time=bought_at) is ProblemCode.CODE_EXPIRED


def test_scan_is_good_for_five_minutes_at_its_own_till(shop: Shop, anna: Phone) -> None:
    scan = shop.scan_phone(anna)
    other = shop.add_till()
    with pytest.raises(Refused) as refusal:
        shop.open(scan.scan_id, till_id=other)
    assert refusal.value.code is ProblemCode.NOT_FOUND
    shop.clock.forward(minutes=5)
    with pytest.raises(Refused) as refusal:
        shop.open(scan.scan_id)
    assert refusal.value.code is ProblemCode.SCAN_EXPIRED


def test_late_scan_is_not_announced_as_happening_now(shop: Shop, anna: Phone) -> None:
    bought_at = shop.clock.now
    code = anna.code(bought_at)
    shop.clock.forward(minutes=30)
    shop.scan(code, till_time=bought_at)
    assert shop.rows(MemberEventRow) == []


@pytest.mark.parametrize("layout", sorted(KEYBOARDS))
def test_scanner_behind_any_keyboard_is_understood(shop: Shop, anna: Phone, layout: str) -> None:
    keyboard = KEYBOARDS[layout]
    for _ in range(5):
        shop.clock.forward(seconds=30)
        assert shop.scan(anna.code(shop.clock.now).translate(keyboard)).may_burn
    (card,) = shop.rows(CardRow)
    assert not shop.scan(card.number.translate(keyboard)).may_burn
    shop.clock.forward(seconds=30)
    forged = anna.code(shop.clock.now)[:-2] + "YZ"
    assert refused_code(shop, forged.translate(keyboard)) is ProblemCode.CODE_INVALID
