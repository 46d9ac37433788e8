"""Guessing codes: counted, and stopped."""

from datetime import timedelta

import pytest

from loyalty_api.card_code import MANUAL_INFO, derive_key, manual_code, step_at
from loyalty_api.problems import ProblemCode
from loyalty_server.problems import Refused
from loyalty_server.tables import BadScanRow, CardRow
from tests.server.shop import Phone, Shop


def refusal_of(shop: Shop, raw: str, till_id: str = "") -> Refused:
    with pytest.raises(Refused) as refusal:
        shop.scan(raw, till_id=till_id)
    return refusal.value


def typed(shop: Shop, phone: Phone) -> str:
    """What the cashier types for this phone now: the card's number and the 8 digits."""
    step = step_at(shop.clock.now.timestamp())
    digits = manual_code(derive_key(phone.key, MANUAL_INFO), step)
    return f"{number_of(shop, phone)} {digits}"


def number_of(shop: Shop, phone: Phone) -> str:
    cards = {card.member_id: card.number for card in shop.rows(CardRow)}
    return cards[phone.member_id]


def test_till_that_reads_ten_bad_codes_in_a_minute_waits(shop: Shop, anna: Phone) -> None:
    other = shop.add_till()
    for _ in range(10):
        assert refusal_of(shop, "nonsense").code is ProblemCode.CODE_MALFORMED
    shop.clock.forward(seconds=20)
    stopped = refusal_of(shop, anna.code(shop.clock.now))
    assert stopped.code is ProblemCode.TILL_RATE_LIMITED
    assert stopped.extra["retry_after"] == timedelta(seconds=40)
    shop.scan(anna.code(shop.clock.now), till_id=other)
    shop.clock.forward(seconds=40)
    shop.scan(anna.code(shop.clock.now))


def test_honest_codes_that_are_refused_never_stop_a_till(shop: Shop, anna: Phone) -> None:
    code, boris = anna.code(shop.clock.now), shop.join_programme()
    shop.scan(code)
    for _ in range(12):
        assert refusal_of(shop, code).code is ProblemCode.CODE_USED
    shop.clock.forward(minutes=5)
    for _ in range(12):
        assert refusal_of(shop, code).code is ProblemCode.CODE_EXPIRED
    early = anna.code(shop.clock.now + timedelta(minutes=5))
    for _ in range(12):
        assert refusal_of(shop, early).code is ProblemCode.CODE_NOT_YET_VALID
    shop.scan(boris.code(shop.clock.now))
    assert len(shop.rows(BadScanRow)) == 36


def test_replayed_screenshot_is_remembered_with_its_device(shop: Shop, anna: Phone) -> None:
    code = anna.code(shop.clock.now)
    shop.clock.forward(minutes=5)
    refusal_of(shop, code)
    (bad,) = shop.rows(BadScanRow)
    assert (bad.code, bad.kid) == ("code_expired", anna.kid)


def test_forged_code_is_not_blamed_on_the_device_it_names(shop: Shop, anna: Phone) -> None:
    code = anna.code(shop.clock.now)
    refusal_of(shop, code[:-1] + ("0" if code[-1] != "0" else "1"))
    (bad,) = shop.rows(BadScanRow)
    assert bad.kid is None


def test_typed_code_earns_and_burns_a_little(shop: Shop, anna: Phone) -> None:
    for _ in range(8):
        shop.buy(anna)
    shop.clock.forward(seconds=30)
    scan = shop.scan(typed(shop, anna))
    assert scan.may_burn
    assert shop.open(scan.scan_id).burn_limit == 200


def test_typed_code_is_accepted_once_and_uses_up_the_shown_one(shop: Shop, anna: Phone) -> None:
    shop.scan(typed(shop, anna))
    assert refusal_of(shop, typed(shop, anna)).code is ProblemCode.CODE_USED
    assert refusal_of(shop, anna.code(shop.clock.now)).code is ProblemCode.CODE_USED


def test_typed_code_of_another_card_is_refused_and_five_wrong_ones_stop_the_card(
    shop: Shop, anna: Phone
) -> None:
    boris = shop.join_programme()
    wrong = number_of(shop, boris) + typed(shop, anna)[-8:]
    for _ in range(5):
        assert refusal_of(shop, wrong).code is ProblemCode.CODE_INVALID
    right = typed(shop, boris)
    assert refusal_of(shop, right, shop.add_till()).code is ProblemCode.TILL_RATE_LIMITED
    shop.scan(typed(shop, anna))
    shop.clock.forward(minutes=15)
    shop.scan(typed(shop, boris))


@pytest.mark.parametrize("digits", ["1234567", "123456789", "1234567A"])
def test_typed_code_of_the_wrong_length_is_malformed(shop: Shop, anna: Phone, digits: str) -> None:
    raw = number_of(shop, anna) + digits
    assert refusal_of(shop, raw).code is ProblemCode.CODE_MALFORMED
