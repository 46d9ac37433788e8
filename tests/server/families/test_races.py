"""Two of a family at once: the balance they share is spent once, and nobody joins twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest

from loyalty_api.problems import ProblemCode
from loyalty_server.problems import Refused
from loyalty_server.rewards.redemptions import redeem
from loyalty_server.tables import BalanceRow, FamilyMemberRow
from tests.server.families.home import (
    balances,
    invited_by,
    joins,
    leaves,
    require_sound,
    share_with,
)
from tests.server.shop import Phone, Shop

pytestmark = pytest.mark.slow


def race(*attempts: Callable[[], object]) -> list[object]:
    """All at once: what each gave, or the code it was refused with."""
    start = Barrier(len(attempts))

    def run(attempt: Callable[[], object]) -> object:
        start.wait()
        try:
            return attempt()
        except Refused as refusal:
            return refusal.code

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


def test_two_cards_that_burn_at_once_burn_no_more_than_there_is(
    shop: Shop, anna: Phone, boris: Phone
) -> None:
    shop.buy(anna)
    share_with(shop, anna, boris)
    tills = [shop.till_id, shop.add_till()]
    shop.clock.forward(seconds=30)
    scans = [
        shop.scan(phone.code(shop.clock.now), till_id=till_id).scan_id
        for phone, till_id in zip((anna, boris), tills, strict=True)
    ]
    won = race(
        lambda: shop.open(scans[0], burn=50, till_id=tills[0]),
        lambda: shop.open(scans[1], burn=50, till_id=tills[1]),
    )
    assert won.count(ProblemCode.BURN_TOO_MUCH) == 1
    assert balances(shop, anna, boris) == [1, 1]
    require_sound(shop)


def test_reward_and_till_race_for_the_same_points(shop: Shop, anna: Phone, boris: Phone) -> None:
    shop.buy(anna)
    share_with(shop, anna, boris)
    scan = shop.scan_phone(boris)
    program = shop.program()
    race(
        lambda: shop.open(scan.scan_id, burn=40),
        lambda: shop.write(
            lambda session: redeem(session, program, anna.member_id, "cup", shop.clock.now)
        ),
    )
    (left,) = set(balances(shop, anna, boris))
    assert left in (11, 31)
    require_sound(shop)


def test_one_invitation_raced_by_many_is_taken_by_one(shop: Shop, anna: Phone) -> None:
    code = invited_by(shop, anna)
    others = [shop.join_programme() for _ in range(4)]
    results = race(*(lambda phone=phone: joins(shop, phone, code) for phone in others))
    assert results.count(ProblemCode.FAMILY_INVITATION_ENDED) == 3
    assert len(shop.rows(FamilyMemberRow)) == 1
    require_sound(shop)


def test_two_who_invite_each_other_end_in_one_family(shop: Shop, anna: Phone, boris: Phone) -> None:
    shop.buy(anna)
    shop.buy(boris)
    of_anna, of_boris = invited_by(shop, anna), invited_by(shop, boris)
    race(lambda: joins(shop, boris, of_anna), lambda: joins(shop, anna, of_boris))
    assert balances(shop, anna, boris) == [102, 102]
    require_sound(shop)


def test_joining_leaving_and_buying_at_once_lose_no_point(
    shop: Shop, anna: Phone, boris: Phone
) -> None:
    for _ in range(3):
        code, quote = invited_by(shop, anna), shop.open(shop.scan_phone(boris).scan_id)
        till_id = shop.add_till()
        scan = shop.scan(anna.code(shop.clock.now), till_id=till_id)
        race(
            partial(joins, shop, boris, code),
            partial(shop.complete, quote.purchase_id),
            partial(shop.open, scan.scan_id, till_id=till_id),
            partial(leaves, shop, boris),
        )
        require_sound(shop)
        leaves(shop, anna)
    assert sum(row.posted for row in shop.rows(BalanceRow)) == 3 * 51
    require_sound(shop)
