"""A copy of a card's code that is shown at a till is refused, and the member hears of it."""

import pytest

from loyalty_api.messages import MessageKind
from loyalty_api.problems import ProblemCode
from loyalty_server.problems import Refused
from loyalty_server.tables import MessageRow
from tests.server.shop import Phone, Shop


def refused(shop: Shop, raw: str, till_id: str = "") -> ProblemCode:
    with pytest.raises(Refused) as refusal:
        shop.scan(raw, till_id=till_id)
    return refusal.value.code


def told(shop: Shop, phone: Phone) -> list[str]:
    return [row.text for row in shop.rows(MessageRow) if row.member_id == phone.member_id]


def test_member_hears_of_a_screenshot_once_a_day(shop: Shop, anna: Phone) -> None:
    picture = anna.code(shop.clock.now)
    shop.clock.forward(minutes=10)
    for _ in range(3):
        assert refused(shop, picture) is ProblemCode.CODE_EXPIRED
    (said,) = told(shop, anna)
    assert "Лесная, 12" in said
    (row,) = shop.rows(MessageRow)
    assert (row.kind, row.is_mine, row.read_at) == (MessageKind.NOTE, False, None)
    shop.clock.forward(days=1, seconds=1)
    assert refused(shop, picture) is ProblemCode.CODE_EXPIRED
    assert len(told(shop, anna)) == 2


def test_member_hears_of_a_code_that_another_till_reads_again(shop: Shop, anna: Phone) -> None:
    picture, other = anna.code(shop.clock.now), shop.add_till()
    shop.scan(picture)
    assert refused(shop, picture) is ProblemCode.CODE_USED
    assert told(shop, anna) == []
    assert refused(shop, picture, other) is ProblemCode.CODE_USED
    assert len(told(shop, anna)) == 1


def test_code_held_up_a_moment_too_late_is_nobodys_copy(shop: Shop, anna: Phone) -> None:
    code = anna.code(shop.clock.now)
    shop.clock.forward(seconds=89)
    assert refused(shop, code) is ProblemCode.CODE_EXPIRED
    assert told(shop, anna) == []


def test_who_makes_codes_up_writes_to_nobody(shop: Shop, anna: Phone) -> None:
    picture = anna.code(shop.clock.now)
    made_up = picture[:-1] + ("0" if picture[-1] != "0" else "1")
    shop.clock.forward(minutes=10)
    assert refused(shop, made_up) is ProblemCode.CODE_INVALID
    assert shop.rows(MessageRow) == []
