"""A friend's first real purchase rewards both, once; what is returned, or never was one, rewards nobody."""

import pytest
from sqlalchemy import select, text

from loyalty_api.card_code import CodeType
from loyalty_server.database.forgetting import forget
from loyalty_server.families.invitations import invite
from loyalty_server.families.membership import join
from loyalty_server.privacy.erasure import erase
from loyalty_server.problems import Refused
from loyalty_server.programme.versions import rules_at
from loyalty_server.referrals.promises import promises_over
from loyalty_server.sweep import sweep
from loyalty_server.tables import CardRow, MemberRow, ReferralRow
from tests.server.checks.test_checks import checked, take_guards_off
from tests.server.referrals.home import (
    accepts,
    brings_back,
    friend_of,
    newcomer,
    pending,
    referral,
    require_sound,
)
from tests.server.shop import BREAD, COFFEE, Phone, Shop

pytestmark = pytest.mark.slow


def leaves_for_good(shop: Shop, phone: Phone) -> None:
    def work(session) -> None:
        session.get_one(MemberRow, phone.member_id).erase_at = shop.clock.now
        session.flush()
        erase(session, shop.keys, phone.member_id, shop.clock)

    shop.write(work)


def share_an_account(shop: Shop, head: Phone, other: Phone) -> None:
    def work(session) -> None:
        program = rules_at(session, shop.clock.now).program
        code = invite(session, program, head.member_id, "", shop.clock.now).code
        join(session, program, other.member_id, code, shop.clock.now)

    shop.write(work)


def test_both_are_rewarded_once_and_can_spend_it_when_goods_are_taken_back_no_more(
    shop: Shop, anna: Phone
) -> None:
    boris = friend_of(shop, anna)
    assert pending(shop, anna, boris) == [0, 0]
    shop.buy(boris)
    shop.buy(boris)
    assert pending(shop, anna, boris) == [200, 100]
    (friend,), mine = referral(shop, anna).friends, referral(shop, boris).mine
    assert (friend.points, mine and mine.points) == (200, 100)
    assert mine is not None
    assert friend.bought_at == mine.bought_at is not None
    balance = shop.points(anna).balance
    shop.clock.forward(days=14, minutes=5)
    sweep(shop.database, shop.clock)
    assert shop.points(anna).balance == balance + 200
    require_sound(shop)


def test_purchase_is_real_only_from_so_much_money_by_the_friends_own_device(
    shop: Shop, anna: Phone
) -> None:
    boris = friend_of(shop, anna)
    shop.buy(boris, (COFFEE,))
    number = shop.read(
        lambda session: session.scalars(
            select(CardRow.payload).filter_by(member_id=boris.member_id)
        ).one()
    )
    by_number = shop.open(shop.scan(number).scan_id)
    shop.complete(by_number.purchase_id)
    assert pending(shop, anna, boris) == [0, 0]
    shop.buy(boris)
    assert pending(shop, anna, boris) == [200, 100]
    require_sound(shop)


def test_what_points_paid_is_no_money_for_the_minimum(shop: Shop, anna: Phone) -> None:
    boris = newcomer(shop)
    shop.buy(anna)
    accepts(shop, boris, anna)
    scan = shop.scan_phone(boris, CodeType.PAY)
    kept = shop.open(scan.scan_id, (BREAD,))
    shop.complete(kept.purchase_id)
    brings_back(shop, kept.purchase_id, 41_401)
    assert pending(shop, anna, boris) == [0, 0]
    require_sound(shop)


def test_return_takes_back_from_both_and_the_next_purchase_rewards_them(
    shop: Shop, anna: Phone
) -> None:
    boris = friend_of(shop, anna)
    bought = shop.buy(boris)
    brings_back(shop, bought.purchase_id, 68_400)
    assert pending(shop, anna, boris) == [200, 100]
    brings_back(shop, bought.purchase_id, 1)
    assert pending(shop, anna, boris) == [0, 0]
    assert referral(shop, anna).friends[0].bought_at is None
    require_sound(shop)
    shop.buy(boris)
    assert pending(shop, anna, boris) == [200, 100]
    require_sound(shop)


def test_other_purchase_that_counts_stands_in_for_the_returned_one(shop: Shop, anna: Phone) -> None:
    boris = friend_of(shop, anna)
    first, second = shop.buy(boris), shop.buy(boris)
    brings_back(shop, first.purchase_id, 118_400)
    assert pending(shop, anna, boris) == [200, 100]
    require_sound(shop)
    brings_back(shop, second.purchase_id, 118_400)
    assert pending(shop, anna, boris) == [0, 0]
    require_sound(shop)


def test_return_after_the_points_were_spent_leaves_a_debt(shop: Shop, anna: Phone) -> None:
    boris = friend_of(shop, anna)
    bought = shop.buy(boris)
    shop.clock.forward(days=15)
    sweep(shop.database, shop.clock)
    shop.buy(anna, burn=200)
    before = shop.points(anna).balance
    brings_back(shop, bought.purchase_id, 118_400)
    assert shop.points(anna).balance == before - 200 < 0
    assert shop.points(boris).balance == 0
    require_sound(shop)


def test_points_are_taken_back_from_the_family_they_went_to(shop: Shop, anna: Phone) -> None:
    boris, vera = friend_of(shop, anna), newcomer(shop)
    bought = shop.buy(boris)
    share_an_account(shop, vera, anna)
    assert pending(shop, vera, boris) == [200, 100]
    brings_back(shop, bought.purchase_id, 118_400)
    assert pending(shop, vera, boris) == [0, 0]
    require_sound(shop)


def test_who_shares_the_account_is_no_friend_until_they_do_not(shop: Shop, anna: Phone) -> None:
    boris = friend_of(shop, anna)
    share_an_account(shop, anna, boris)
    shop.buy(boris)
    assert pending(shop, anna) == [0]
    require_sound(shop)


def test_family_that_is_joined_later_takes_nothing_back_of_what_was_kept(
    shop: Shop, anna: Phone
) -> None:
    boris = friend_of(shop, anna)
    bought = shop.buy(boris)
    share_an_account(shop, anna, boris)
    brings_back(shop, bought.purchase_id, 10_000)
    assert pending(shop, anna) == [300]
    require_sound(shop)


def test_purchase_beside_the_inviters_does_not_count_in_either_order(
    shop: Shop, anna: Phone
) -> None:
    boris = friend_of(shop, anna)
    shop.buy(anna)
    shop.buy(boris)
    assert pending(shop, boris) == [0]
    shop.clock.forward(days=1)
    shop.buy(boris)
    assert pending(shop, anna, boris) == [200, 100]
    shop.buy(anna)
    assert pending(shop, anna, boris) == [0, 0]
    require_sound(shop)
    shop.clock.forward(days=1)
    shop.buy(boris)
    assert pending(shop, anna, boris) == [200, 100]
    require_sound(shop)


def test_who_joined_two_weeks_ago_is_no_newcomer(shop: Shop, anna: Phone) -> None:
    boris, vera = newcomer(shop), newcomer(shop)
    shop.clock.forward(days=13, hours=23)
    accepts(shop, boris, anna)
    shop.clock.forward(hours=2)
    with pytest.raises(Refused, match="referral_newcomers"):
        accepts(shop, vera, anna)


def test_promise_ends(shop: Shop, anna: Phone) -> None:
    boris = friend_of(shop, anna)
    shop.clock.forward(days=30)
    shop.buy(boris)
    assert pending(shop, anna, boris) == [0, 0]
    forget(shop.database, promises_over(shop.clock.now))
    assert referral(shop, anna).friends == ()


def test_friend_beyond_the_limit_is_rewarded_and_the_inviter_is_not(
    shop: Shop, anna: Phone
) -> None:
    friends = [friend_of(shop, anna) for _ in range(2)]
    for friend in friends:
        shop.buy(friend)
    assert pending(shop, anna) == [400]
    third = newcomer(shop)
    shop.write(
        lambda session: session.add(
            ReferralRow(
                member_id=third.member_id,
                inviter_id=anna.member_id,
                accepted_at=shop.clock.now,
                until=shop.clock.now.replace(year=2027),
                program_version=rules_at(session, shop.clock.now).number,
            )
        )
    )
    shop.buy(third)
    assert pending(shop, anna, third) == [400, 100]
    assert [one.points for one in referral(shop, anna).friends] == [0, 200, 200]
    require_sound(shop)


def test_erasure_of_either_leaves_the_other_what_is_theirs(shop: Shop, anna: Phone) -> None:
    boris, vera = friend_of(shop, anna), friend_of(shop, anna)
    bought = shop.buy(boris)
    leaves_for_good(shop, vera)
    assert len(referral(shop, anna).friends) == 1
    leaves_for_good(shop, anna)
    assert pending(shop, boris) == [100]
    brings_back(shop, bought.purchase_id, 118_400)
    assert pending(shop, boris) == [0]
    require_sound(shop)


FORGERIES = {
    "UPDATE referral SET purchase_id = NULL": "rewarded without a purchase that counts",
    "UPDATE referral SET until = accepted_at": "rewarded without a purchase that counts",
    "UPDATE purchase SET refunded = to_pay": "rewarded without a purchase that counts",
    "UPDATE referral SET inviter_transfer_id = friend_transfer_id": "is not what member",
    "UPDATE referral SET inviter_id = member_id": "was there before who invited them",
    "UPDATE referral SET friend_transfer_id = NULL": "bought and was given nothing",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_forged_reward_is_named_by_the_check(
    shop: Shop, anna: Phone, forgery: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.buy(friend_of(shop, anna))
    assert checked(shop) == 0
    with shop.database.engine.begin() as connection:
        take_guards_off(connection)
        connection.execute(text(forgery))
    assert checked(shop) == 1
    assert FORGERIES[forgery] in capsys.readouterr().err


def test_more_friends_than_the_rules_allow_are_named(
    shop: Shop, anna: Phone, capsys: pytest.CaptureFixture[str]
) -> None:
    boris = newcomer(shop)
    for inviter in (anna, anna, boris):
        shop.buy(friend_of(shop, inviter))
    assert checked(shop) == 0
    with shop.database.engine.begin() as connection:
        take_guards_off(connection)
        connection.execute(text("UPDATE referral SET inviter_id = :anna"), {"anna": anna.member_id})
    assert checked(shop) == 1
    assert "was rewarded for too many friends" in capsys.readouterr().err
