"""What ends is told before it does: once, when it is welcome, and with why."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from loyalty_api.messages import Message, MessageKind, Topic
from loyalty_api.models import Channel, Preferences, Without
from loyalty_server.languages import Language
from loyalty_server.members.details import set_preferences
from loyalty_server.messages.reminders import remind
from loyalty_server.messages.thread import Reader, messages_page
from loyalty_server.programme.translation import translator
from loyalty_server.rewards.coupons import Right, issue_coupon
from loyalty_server.tables import CouponRow, LotRow, MemberRow, OfferActivationRow
from tests.server.shop import BREAD, Phone, Shop

pytestmark = pytest.mark.slow

DEAR = (BREAD, BREAD, BREAD, BREAD, BREAD, BREAD, BREAD, BREAD, BREAD, BREAD, BREAD)


def told(shop: Shop, phone: Phone) -> list[Message]:
    """The reminders of this member, oldest first."""
    page = shop.read(lambda session: messages_page(session, phone.member_id, None, None))
    return [one for one in reversed(page.messages) if one.kind == MessageKind.REMINDER]


def days_before_expiry(shop: Shop, days: int) -> None:
    """Noon in the shop, so many days before the last day of the oldest points."""
    (first, *_) = sorted(lot.expires_at for lot in shop.rows(LotRow) if lot.remaining)
    shop.clock.now = first - timedelta(days=days, hours=12)


def prefer(shop: Shop, phone: Phone, **wishes: Any) -> None:
    shop.write(
        lambda session: set_preferences(
            session, phone.member_id, Preferences(**wishes), shop.clock.now
        )
    )


def reminded(shop: Shop) -> int:
    return remind(shop.database, shop.clock.now)


def test_points_that_expire_are_told_of_30_7_and_1_days_before_once_each(
    shop: Shop, anna: Phone
) -> None:
    shop.buy(anna)
    points = shop.points(anna).balance
    for days, written in ((40, 0), (30, 1), (29, 0), (20, 0), (7, 1), (6, 0), (1, 1), (0, 0)):
        days_before_expiry(shop, days)
        assert [reminded(shop), reminded(shop)] == [written, 0], days
    first, second, third = told(shop, anna)
    assert first.topic == Topic.EXPIRY
    assert first.title == "Скоро сгорят баллы"
    assert first.text == f"Сгорит в конце дня 20\u00a0ноября, если не потратить: {points}."
    assert first.reason == "У ваших баллов есть срок"
    assert first.text == second.text == third.text


def test_server_that_was_down_makes_up_for_it(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    days_before_expiry(shop, 28)
    assert reminded(shop) == 1
    days_before_expiry(shop, 5)
    assert reminded(shop) == 0


def test_who_buys_each_day_is_not_reminded_each_day(shop: Shop, anna: Phone) -> None:
    for _ in range(10):
        shop.buy(anna)
        shop.clock.forward(days=1)
    prefer(shop, anna, messages_per_month=31)
    days_before_expiry(shop, 30)
    written = 0
    for _ in range(20):
        written += reminded(shop)
        shop.clock.forward(days=1)
    assert written == 1


def test_points_that_were_spent_are_not_told_of(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    shop.buy(anna, [BREAD], burn=shop.points(anna).balance)
    for lot in shop.rows(LotRow):
        if lot.remaining:
            shop.write(
                lambda session, lot=lot: session.execute(
                    update(LotRow).where(LotRow.id == lot.id).values(remaining=0)
                )
            )
    shop.clock.forward(days=335)
    assert reminded(shop) == 0


def test_reminders_count_as_messages_of_the_month(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    prefer(shop, anna, messages_per_month=0)
    days_before_expiry(shop, 30)
    assert reminded(shop) == 0
    prefer(shop, anna, messages_per_month=1)
    assert reminded(shop) == 1
    days_before_expiry(shop, 7)
    assert reminded(shop) == 1
    days_before_expiry(shop, 1)
    assert reminded(shop) == 0


def test_quiet_hours_pass_first(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    prefer(shop, anna, quiet_from="11:00", quiet_until="13:00")
    days_before_expiry(shop, 7)
    assert reminded(shop) == 0
    shop.clock.forward(hours=2)
    assert reminded(shop) == 1


def test_topic_that_is_to_be_spared_is_spared(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    prefer(shop, anna, without=(Without(Topic.EXPIRY),))
    days_before_expiry(shop, 7)
    assert reminded(shop) == 0
    prefer(shop, anna, without=(Without(Topic.EXPIRY, Channel.PUSH), Without(Topic.TIER)))
    assert reminded(shop) == 1


def test_who_was_erased_is_told_nothing(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    days_before_expiry(shop, 7)
    shop.write(lambda session: session.execute(update(MemberRow).values(erased_at=shop.clock.now)))
    assert reminded(shop) == 0


def with_coupon(shop: Shop, phone: Phone, days: int) -> CouponRow:
    right = Right("Кофе даром", "Любой", None, shop.clock.now + timedelta(days=days))
    return shop.write(lambda session: issue_coupon(session, phone.member_id, right, shop.clock.now))


def test_coupon_about_to_end_is_told_of_unless_it_was_used(shop: Shop, anna: Phone) -> None:
    with_coupon(shop, anna, days=10)
    used = with_coupon(shop, anna, days=10)
    shop.write(
        lambda session: session.execute(
            update(CouponRow).where(CouponRow.id == used.id).values(used_at=shop.clock.now)
        )
    )
    shop.clock.forward(days=7)
    assert reminded(shop) == 0
    shop.clock.forward(days=1, hours=1)
    assert [reminded(shop), reminded(shop)] == [1, 0]
    (one,) = told(shop, anna)
    assert one.topic == Topic.COUPON
    assert one.text == "Кофе даром. Последний день\u00a0— 30\u00a0ноября."
    assert one.reason == "У вас есть этот купон"


def test_coupon_of_a_day_is_not_reminded_of(shop: Shop, anna: Phone) -> None:
    with_coupon(shop, anna, days=1)
    assert reminded(shop) == 0


def test_offer_about_to_end_is_told_to_who_activated_it(shop: Shop, anna: Phone) -> None:
    boris = shop.join_programme()
    row = OfferActivationRow(member_id=anna.member_id, offer_id="coffee-x3", at=shop.clock.now)
    shop.write(lambda session: session.add(row))
    assert reminded(shop) == 0
    shop.clock.now = datetime(2026, 11, 28, 9, tzinfo=UTC)
    assert [reminded(shop), reminded(shop)] == [1, 0]
    (one,) = told(shop, anna)
    assert one.topic == Topic.OFFER
    assert one.text == "Кофе навынос ×3. Последний день\u00a0— 30\u00a0ноября."
    assert told(shop, boris) == []


def test_tier_about_to_be_lost_is_told_of(shop: Shop, anna: Phone) -> None:
    shop.buy(anna, DEAR)
    (member,) = shop.rows(MemberRow)
    assert member.tier == "silver"
    assert member.tier_until
    shop.clock.now = member.tier_until - timedelta(days=31)
    assert reminded(shop) == 0
    shop.clock.forward(days=2)
    assert [reminded(shop), reminded(shop)] == [1, 0]
    one = told(shop, anna)[-1]
    assert one.topic == Topic.TIER
    assert one.text.startswith("Чтобы сохранить «Серебро», ещё не всё сделано")
    assert one.text.endswith("31\u00a0декабря.")


def test_tier_that_was_kept_is_not_told_of(shop: Shop, anna: Phone) -> None:
    shop.buy(anna, DEAR)
    (member,) = shop.rows(MemberRow)
    assert member.tier_until
    shop.clock.now = member.tier_until - timedelta(days=40)
    shop.buy(anna, DEAR)
    shop.clock.now = member.tier_until - timedelta(days=20)
    assert [one for one in told(shop, anna) if one.topic == Topic.TIER] == []
    reminded(shop)
    assert [one for one in told(shop, anna) if one.topic == Topic.TIER] == []


def test_reader_of_another_language_reads_it_in_theirs(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    days_before_expiry(shop, 7)
    reminded(shop)
    reader = Reader(Language.EN, translator({}, Language.RU, Language.EN))
    page = shop.read(lambda session: messages_page(session, anna.member_id, None, None, reader))
    assert page.messages[0].title == "Points are about to expire"
    assert page.messages[0].text.startswith("Lost at the end of 20\u00a0November unless spent: ")
    assert page.messages[0].reason == "Your points have an expiry date"
