"""Two of everything at once: two first purchases, two invitations, a return beside a purchase."""

import pytest

from loyalty_api.problems import ProblemCode
from loyalty_server.tables import ReferralRow
from tests.server.families.test_races import race
from tests.server.referrals.home import (
    accepts,
    brings_back,
    friend_of,
    newcomer,
    pending,
    require_sound,
)
from tests.server.shop import Phone, Shop

pytestmark = pytest.mark.slow


def test_two_first_purchases_at_once_reward_once(shop: Shop, anna: Phone) -> None:
    boris = friend_of(shop, anna)
    tills = [shop.till_id, shop.add_till()]
    quotes = []
    for till_id in tills:
        shop.clock.forward(seconds=30)
        scan = shop.scan(boris.code(shop.clock.now), till_id=till_id)
        quotes.append(shop.open(scan.scan_id, till_id=till_id))
    race(
        lambda: shop.complete(quotes[0].purchase_id, till_id=tills[0]),
        lambda: shop.complete(quotes[1].purchase_id, till_id=tills[1]),
    )
    assert pending(shop, anna, boris) == [200, 100]
    require_sound(shop)


def test_two_inviters_at_once_make_one_friend(shop: Shop, anna: Phone) -> None:
    boris = newcomer(shop)
    vera = newcomer(shop)
    won = race(lambda: accepts(shop, vera, anna), lambda: accepts(shop, vera, boris))
    assert sorted(map(str, won)) == ["None", ProblemCode.REFERRAL_ALREADY]
    assert len(shop.rows(ReferralRow)) == 1
    shop.buy(vera)
    assert sorted(pending(shop, anna, boris)) == [0, 200]
    require_sound(shop)


def test_friends_who_buy_at_once_reward_no_more_than_the_rules_allow(
    shop: Shop, anna: Phone
) -> None:
    friends = [friend_of(shop, anna) for _ in range(2)]
    third = newcomer(shop)
    shop.write(
        lambda session: session.add(
            ReferralRow(
                member_id=third.member_id,
                inviter_id=anna.member_id,
                accepted_at=shop.clock.now,
                until=shop.clock.now.replace(year=2027),
                program_version=1,
            )
        )
    )
    quotes = [shop.open(shop.scan_phone(one).scan_id) for one in (*friends, third)]
    race(*(lambda quote=quote: shop.complete(quote.purchase_id) for quote in quotes))
    assert pending(shop, anna) == [400]
    assert pending(shop, *friends, third) == [100, 100, 100]
    require_sound(shop)


def test_return_and_another_purchase_at_once_leave_one_reward(shop: Shop, anna: Phone) -> None:
    boris = friend_of(shop, anna)
    bought = shop.buy(boris)
    quote = shop.open(shop.scan_phone(boris).scan_id)
    race(
        lambda: brings_back(shop, bought.purchase_id, 118_400),
        lambda: shop.complete(quote.purchase_id),
    )
    assert pending(shop, anna, boris) == [200, 100]
    require_sound(shop)


def test_both_buy_at_one_till_at_once_and_it_never_counts(shop: Shop, anna: Phone) -> None:
    boris = friend_of(shop, anna)
    quotes = [shop.open(shop.scan_phone(one).scan_id) for one in (anna, boris)]
    race(lambda: shop.complete(quotes[0].purchase_id), lambda: shop.complete(quotes[1].purchase_id))
    require_sound(shop)
    assert pending(shop, boris) == [0]
