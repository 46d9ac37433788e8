"""A promo code may be used several times by each member: by its one code, or by as many of a batch."""

from collections.abc import Iterator

import pytest

from loyalty_api.problems import ProblemCode
from loyalty_server.offers.promo_codes import apply_promo_code, make_promo_codes
from loyalty_server.problems import Refused
from loyalty_server.tables import WrongPromoCodeRow
from tests.server.conftest import in_memory
from tests.server.shop import PROGRAM_FILE, Shop

CODES = """
[[promo_codes]]
id = "shared"
title = "Привет"
ends_on = "never"
code = "HELLO"
points = 10
uses_per_member = 2

[[promo_codes]]
id = "caps"
title = "Под крышкой"
ends_on = "never"
points = 5
uses_per_member = 3
"""


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop(in_memory(), program_text=PROGRAM_FILE.read_text("utf-8") + CODES)
    yield shop
    shop.database.close()


def typed(shop: Shop, member_id: str, code: str) -> int | ProblemCode:
    """What the code gave, or why it gave nothing."""
    program = shop.program()
    try:
        return shop.write(
            lambda session: (
                apply_promo_code(
                    session, shop.keys, program, member_id, code, shop.clock.now
                ).points
            )
        )
    except Refused as refusal:
        return refusal.code


def test_shared_code_gives_twice_and_no_more(shop: Shop) -> None:
    anna, boris = shop.join_programme().member_id, shop.join_programme().member_id
    used = ProblemCode.PROMO_CODE_USED
    assert [typed(shop, anna, "hello") for _ in range(3)] == [10, 10, used]
    assert typed(shop, boris, "hello") == 10
    assert shop.points_of(anna).balance == 20


def test_member_uses_three_codes_of_a_batch_each_once(shop: Shop) -> None:
    codes = shop.write(
        lambda session: list(make_promo_codes(session, shop.keys, "caps", 5, shop.clock.now))
    )
    anna, boris = shop.join_programme().member_id, shop.join_programme().member_id
    used, taken = ProblemCode.PROMO_CODE_USED, ProblemCode.PROMO_CODE_TAKEN
    first, second, third, fourth, _ = codes
    tries = [typed(shop, anna, code) for code in (first, first, second, third, fourth)]
    assert tries == [5, used, 5, 5, used]
    assert shop.rows(WrongPromoCodeRow) == []
    assert [typed(shop, boris, code) for code in (first, fourth)] == [taken, 5]
