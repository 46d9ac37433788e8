"""A family from its first invitation to its end: whose points are where at each step."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from loyalty_api.problems import ProblemCode
from loyalty_api.till import RefundLine, RefundRequest
from loyalty_server.families.invitations import A_YEAR, INVITATION_LASTS, invitation_seen
from loyalty_server.families.membership import limit, remove
from loyalty_server.privacy.erasure import ask_erasure, erase, members_to_erase
from loyalty_server.problems import Refused
from loyalty_server.programme.versions import rules_at
from loyalty_server.publishing import publish
from loyalty_server.refunds.refund import refund
from loyalty_server.rewards.redemptions import cancel_redemption, redeem
from loyalty_server.sweep import sweep
from loyalty_server.tables import DeviceRow, FamilyMemberRow, LotRow, MemberEventRow, MemberRow
from tests.server.families.home import (
    PROGRAM,
    balances,
    family,
    history,
    invited_by,
    joins,
    leaves,
    require_sound,
    share_with,
    wallet,
)
from tests.server.shop import COFFEE, PROGRAM_FILE, Phone, Shop

BOUGHT = 51
"""Points that the usual basket earns at the lowest tier."""


def refusal_of(attempt) -> ProblemCode:
    with pytest.raises(Refused) as refused:
        attempt()
    return refused.value.code


def ask_to_be_erased(shop: Shop, phone: Phone) -> None:
    def work(session) -> None:
        session.get_one(MemberRow, phone.member_id).erase_at = shop.clock.now

    shop.write(work)


def erased(shop: Shop, phone: Phone) -> None:
    ask_to_be_erased(shop, phone)
    shop.write(lambda session: erase(session, shop.keys, phone.member_id, shop.clock))


def membership_of(shop: Shop, phone: Phone) -> FamilyMemberRow:
    return next(row for row in shop.rows(FamilyMemberRow) if row.member_id == phone.member_id)


def test_who_joins_brings_points_with_their_expiry(shop: Shop, anna: Phone, boris: Phone) -> None:
    shop.buy(boris)
    shop.clock.forward(days=3)
    shop.buy(anna)
    expiries = {lot.points: lot.expires_at for lot in shop.rows(LotRow)}
    share_with(shop, anna, boris)
    assert balances(shop, anna, boris) == [2 * BOUGHT] * 2
    lots = shop.rows(LotRow)
    assert {lot.member_id for lot in lots} == {anna.member_id}
    assert {lot.points: lot.expires_at for lot in lots} == expiries
    assert [(one.is_head, one.is_me) for one in family(shop, boris).members] == [
        (True, False),
        (False, True),
    ]
    require_sound(shop)


def test_both_ledgers_say_in_words_where_the_points_went(
    shop: Shop, anna: Phone, boris: Phone
) -> None:
    shop.buy(boris)
    shop.write(
        lambda session: setattr(session.get_one(MemberRow, boris.member_id), "first_name", "Борис")
    )
    share_with(shop, anna, boris)
    (received,) = history(shop, anna)
    assert (received.points, received.reason, received.by) == (
        BOUGHT,
        "Внесены на счёт семьи",
        "Борис",
    )
    shown = [(one.points, one.reason, one.by) for one in history(shop, boris)]
    assert shown[:2] == [
        (BOUGHT, "Внесены на счёт семьи", None),
        (-BOUGHT, "Переданы на счёт семьи", None),
    ]


def test_either_card_earns_for_both_and_spends_of_one_balance(
    shop: Shop, anna: Phone, boris: Phone
) -> None:
    share_with(shop, anna, boris)
    shop.buy(anna)
    shop.buy(boris)
    assert balances(shop, anna, boris) == [2 * BOUGHT] * 2
    bought = shop.buy(boris, burn=80)
    assert bought.burned == 80
    assert balances(shop, anna, boris) == [2 * BOUGHT - 80 + bought.earned] * 2
    require_sound(shop)


def test_history_names_the_other_card_and_keeps_its_receipt_private(
    shop: Shop, anna: Phone, boris: Phone
) -> None:
    shop.buy(anna)
    shop.clock.forward(days=1)
    share_with(shop, anna, boris)
    bought = shop.buy(boris)
    of_anna, of_boris = history(shop, anna)[0], history(shop, boris)
    assert (of_anna.by, of_anna.purchase_id, of_anna.total) == ("Анна", None, None)
    assert (of_boris[0].by, of_boris[0].purchase_id) == (None, bought.purchase_id)
    assert BOUGHT not in [one.points for one in of_boris[1:]], "it was before they joined"


def test_who_left_still_has_the_receipts_of_their_card(
    shop: Shop, anna: Phone, boris: Phone
) -> None:
    share_with(shop, anna, boris)
    bought = shop.buy(boris)
    shop.buy(anna)
    leaves(shop, boris)
    assert {one.purchase_id for one in history(shop, boris)} == {bought.purchase_id}
    shop.buy(anna)
    assert {one.purchase_id for one in history(shop, boris)} == {bought.purchase_id}


def test_who_leaves_leaves_the_points(shop: Shop, anna: Phone, boris: Phone) -> None:
    shop.buy(boris)
    share_with(shop, anna, boris)
    leaves(shop, boris)
    assert balances(shop, anna, boris) == [BOUGHT, 0]
    assert family(shop, anna).members == family(shop, boris).members == ()
    shop.buy(boris)
    assert balances(shop, anna, boris) == [BOUGHT, BOUGHT]
    leaves(shop, boris)
    require_sound(shop)


def test_head_removes_whom_they_like_once(shop: Shop, anna: Phone, boris: Phone) -> None:
    share_with(shop, anna, boris)
    row = membership_of(shop, boris)

    def send_away(session, head: Phone = anna) -> None:
        program = rules_at(session, shop.clock.now).program
        remove(session, program, head.member_id, row.id, shop.clock.now)

    other = shop.join_programme()
    assert refusal_of(lambda: shop.write(lambda s: send_away(s, other))) == ProblemCode.NOT_FOUND
    shop.write(send_away)
    shop.write(send_away)
    assert family(shop, anna).members == ()
    require_sound(shop)


def test_head_who_leaves_ends_the_family_and_keeps_the_points(
    shop: Shop, anna: Phone, boris: Phone, vera: Phone
) -> None:
    shop.buy(boris)
    share_with(shop, anna, boris, vera)
    leaves(shop, anna)
    assert balances(shop, anna, boris, vera) == [BOUGHT, 0, 0]
    assert [family(shop, one).members for one in (anna, boris, vera)] == [()] * 3
    require_sound(shop)


def test_purchase_of_before_is_returned_to_where_its_points_are(
    shop: Shop, anna: Phone, boris: Phone
) -> None:
    shop.buy(boris)
    bought = shop.buy(boris, burn=40)
    share_with(shop, anna, boris)
    leaves(shop, boris)
    back = shop.at_till(refund, bought.purchase_id, RefundRequest(amount=118_400 - 4_000))
    assert (back.restored, back.reversed) == (40, bought.earned)
    assert balances(shop, anna, boris) == [BOUGHT, 0]
    require_sound(shop)


def test_returns_find_the_points_of_their_own_purchase_beside_those_of_strangers(
    shop: Shop, anna: Phone, boris: Phone, vera: Phone
) -> None:
    shop.buy(vera)
    shop.buy(vera, burn=20)
    of_vera = balances(shop, vera)
    first = shop.buy(boris)
    cheap = shop.buy(boris, (replace(COFFEE, amount=20_00),), burn=10)
    assert cheap.earned == 0
    share_with(shop, anna, boris)
    leaves(shop, boris)
    shop.buy(boris)
    back = shop.at_till(refund, cheap.purchase_id, RefundRequest(amount=10_00))
    assert (back.restored, back.balance) == (10, BOUGHT)
    shop.at_till(refund, first.purchase_id, RefundRequest(amount=118_400))
    assert balances(shop, anna, boris) == [0, BOUGHT]
    assert balances(shop, vera) == of_vera
    assert wallet(shop, vera).points.lifetime == sum(
        lot.points for lot in shop.rows(LotRow) if lot.member_id == vera.member_id
    )
    require_sound(shop)


def test_purchase_open_while_its_member_leaves_ends_in_the_family(
    shop: Shop, anna: Phone, boris: Phone
) -> None:
    shop.buy(anna)
    share_with(shop, anna, boris)
    quote = shop.open(shop.scan_phone(boris).scan_id, burn=30)
    leaves(shop, boris)
    shop.complete(quote.purchase_id)
    assert balances(shop, anna, boris) == [BOUGHT - 30 + quote.will_earn, 0]
    require_sound(shop)


def test_reward_taken_in_the_family_is_given_back_to_it(
    shop: Shop, anna: Phone, boris: Phone
) -> None:
    shop.buy(anna)
    share_with(shop, anna, boris)
    taken = shop.write(
        lambda session: redeem(session, shop.program(), boris.member_id, "cup", shop.clock.now)
    )
    assert balances(shop, anna, boris) == [BOUGHT - 20] * 2
    leaves(shop, boris)
    shop.write(
        lambda session: cancel_redemption(
            session, shop.program(), boris.member_id, taken.redemption_id, shop.clock.now
        )
    )
    assert balances(shop, anna, boris) == [BOUGHT, 0]
    require_sound(shop)


def test_head_limits_what_somebody_spends_in_a_day(shop: Shop, anna: Phone, boris: Phone) -> None:
    shop.buy(anna)
    shop.buy(anna)
    share_with(shop, anna, boris)
    row = membership_of(shop, boris)
    shop.write(lambda session: limit(session, anna.member_id, row.id, 30))
    assert family(shop, boris).members[1].points_a_day == 30

    def take(phone: Phone) -> None:
        program = shop.program()
        shop.write(lambda session: redeem(session, program, phone.member_id, "cup", shop.clock.now))

    take(boris)
    shown = wallet(shop, boris).limits
    assert shown is not None
    assert shown.rotating.points == 10
    assert refusal_of(lambda: take(boris)) == ProblemCode.FAMILY_LIMIT
    assert refusal_of(lambda: shop.buy(boris, burn=11)) == ProblemCode.BURN_TOO_MUCH
    shop.buy(boris, burn=10)
    assert refusal_of(lambda: shop.buy(boris, burn=1)) == ProblemCode.BURN_TOO_MUCH
    take(anna)
    shop.clock.forward(days=1, minutes=1)
    shop.buy(boris, burn=30)
    require_sound(shop)


def test_invitation_is_for_one_person_and_two_days(
    shop: Shop, anna: Phone, boris: Phone, vera: Phone
) -> None:
    first = invited_by(shop, anna)
    second = invited_by(shop, anna)
    assert refusal_of(lambda: joins(shop, boris, first)) == ProblemCode.FAMILY_INVITATION_ENDED
    joins(shop, boris, second)
    joins(shop, boris, second)
    assert refusal_of(lambda: joins(shop, vera, second)) == ProblemCode.FAMILY_INVITATION_ENDED
    third = invited_by(shop, anna)
    shop.clock.forward(seconds=INVITATION_LASTS.total_seconds())
    assert refusal_of(lambda: joins(shop, vera, third)) == ProblemCode.FAMILY_INVITATION_ENDED
    require_sound(shop)


def test_invited_member_sees_whose_family_it_is_and_what_they_bring(
    shop: Shop, anna: Phone, boris: Phone
) -> None:
    shop.buy(boris)
    code = invited_by(shop, anna)

    def look(session):
        return invitation_seen(session, shop.program(), boris.member_id, code, shop.clock.now)

    offer = shop.read(look)
    assert (offer.head, offer.members, offer.brings) == ("Анна", 1, BOUGHT)
    assert balances(shop, boris) == [BOUGHT]


def test_nobody_is_in_two_families(shop: Shop, anna: Phone, boris: Phone, vera: Phone) -> None:
    share_with(shop, anna, boris)
    of_vera = invited_by(shop, vera)
    assert refusal_of(lambda: joins(shop, boris, of_vera)) == ProblemCode.FAMILY_ALREADY
    assert refusal_of(lambda: joins(shop, anna, of_vera)) == ProblemCode.FAMILY_ALREADY
    assert refusal_of(lambda: joins(shop, vera, of_vera)) == ProblemCode.FAMILY_ALREADY
    assert refusal_of(lambda: invited_by(shop, boris)) == ProblemCode.FAMILY_ALREADY


def test_invitation_of_who_joined_elsewhere_is_over(
    shop: Shop, anna: Phone, boris: Phone, vera: Phone
) -> None:
    of_boris = invited_by(shop, boris)
    share_with(shop, anna, boris)
    assert refusal_of(lambda: joins(shop, vera, of_boris)) == ProblemCode.FAMILY_INVITATION_ENDED


def test_family_has_no_more_members_than_the_programme_lets_it(
    shop: Shop, anna: Phone, boris: Phone, vera: Phone
) -> None:
    share_with(shop, anna, boris, vera)
    assert refusal_of(lambda: invited_by(shop, anna)) == ProblemCode.FAMILY_FULL


def test_joins_of_a_year_are_counted_of_member_and_family(
    shop: Shop, anna: Phone, boris: Phone, vera: Phone
) -> None:
    for _ in range(4):
        share_with(shop, anna, boris)
        leaves(shop, boris)
    assert refusal_of(lambda: invited_by(shop, anna)) == ProblemCode.FAMILY_FULL
    of_vera = invited_by(shop, vera)
    assert refusal_of(lambda: joins(shop, boris, of_vera)) == ProblemCode.FAMILY_JOINS_USED
    shop.clock.forward(seconds=(A_YEAR + timedelta(days=1)).total_seconds())
    share_with(shop, vera, boris)


def test_who_owes_or_holds_points_or_leaves_the_programme_does_not_join(
    shop: Shop, anna: Phone, boris: Phone, vera: Phone
) -> None:
    shop.buy(boris)
    code = invited_by(shop, anna)
    open_one = shop.open(shop.scan_phone(boris).scan_id, burn=10)
    assert refusal_of(lambda: joins(shop, boris, code)) == ProblemCode.FAMILY_NOT_NOW
    shop.cancel(open_one.purchase_id)
    first = shop.buy(vera)
    shop.buy(vera, burn=BOUGHT)
    shop.at_till(refund, first.purchase_id, RefundRequest(amount=118_400))
    assert balances(shop, vera)[0] < 0
    assert refusal_of(lambda: joins(shop, vera, code)) == ProblemCode.FAMILY_NOT_NOW
    ask_to_be_erased(shop, boris)
    assert refusal_of(lambda: joins(shop, boris, code)) == ProblemCode.FAMILY_NOT_NOW


def test_programme_without_the_key_has_no_families(shop: Shop, anna: Phone) -> None:
    shop.clock.forward(minutes=1)
    text = PROGRAM_FILE.read_text("utf-8")
    shop.write(lambda session: publish(session, text, shop.clock.now))
    assert wallet(shop, anna).family is None
    assert refusal_of(lambda: invited_by(shop, anna)) == ProblemCode.NOT_FOUND


def test_family_of_a_programme_that_has_none_any_more_is_seen_and_can_part(
    shop: Shop, anna: Phone, boris: Phone
) -> None:
    share_with(shop, anna, boris)
    asked = invited_by(shop, anna)
    shop.write(lambda session: publish(session, PROGRAM_FILE.read_text("utf-8"), shop.clock.now))
    for phone in (anna, boris):
        seen = wallet(shop, phone).family
        assert seen
        assert (len(seen.members), seen.members_at_most) == (2, 2)
    vera = shop.join_programme()
    assert refusal_of(lambda: joins(shop, vera, asked)) is ProblemCode.NOT_FOUND
    leaves(shop, boris)
    assert [wallet(shop, phone).family for phone in (anna, boris)] == [None, None]
    require_sound(shop)


def test_erased_member_leaves_the_points_to_the_family(
    shop: Shop, anna: Phone, boris: Phone
) -> None:
    shop.buy(boris)
    share_with(shop, anna, boris)
    erased(shop, boris)
    assert balances(shop, anna) == [BOUGHT]
    assert family(shop, anna).members == ()
    require_sound(shop)


def test_points_of_an_erased_head_go_to_who_is_longest_in_the_family(
    shop: Shop, anna: Phone, boris: Phone, vera: Phone
) -> None:
    bought = shop.buy(boris)
    share_with(shop, anna, boris)
    shop.clock.forward(days=1)
    share_with(shop, anna, vera)
    shop.buy(vera)
    erased(shop, anna)
    assert balances(shop, boris, vera) == [2 * BOUGHT, 0]
    assert history(shop, boris)[0].reason == "Баллы распущенной семьи переведены"
    shop.at_till(refund, bought.purchase_id, RefundRequest(amount=118_400))
    assert balances(shop, boris, vera) == [BOUGHT, 0]
    require_sound(shop)


def pending_on(shop: Shop) -> None:
    """From now on points can be spent a week after they are earned."""
    shop.clock.forward(minutes=1)
    later = PROGRAM.replace("cap = 1000", "cap = 1000\npending_days = 7")
    shop.write(lambda session: publish(session, later, shop.clock.now))


def in_debt(shop: Shop, phone: Phone) -> int:
    """What was earned is spent, and then what it was earned with goes back; returns the debt."""
    first = shop.buy(phone)
    shop.buy(phone, (replace(COFFEE, amount=102_00),), burn=BOUGHT)
    shop.at_till(refund, first.purchase_id, RefundRequest(amount=118_400))
    return -balances(shop, phone)[0]


@pytest.mark.parametrize(("baskets", "left"), [(1, 0), (3, 2 * BOUGHT)])
def test_what_an_erased_head_owed_is_paid_of_what_the_family_has_pending(
    shop: Shop, anna: Phone, boris: Phone, baskets: int, left: int
) -> None:
    share_with(shop, anna, boris)
    owed = in_debt(shop, anna)
    pending_on(shop)
    bought = [shop.buy(boris) for _ in range(baskets)]
    assert 0 < owed <= BOUGHT
    assert wallet(shop, boris).points.pending == baskets * BOUGHT
    erased(shop, anna)
    pending = wallet(shop, boris).points.pending
    assert (balances(shop, boris), pending) == ([0], left + BOUGHT - owed)
    shop.clock.forward(days=8)
    sweep(shop.database, shop.clock)
    assert balances(shop, boris) == [pending]
    shop.at_till(refund, bought[0].purchase_id, RefundRequest(amount=118_400))
    assert balances(shop, boris) == [pending - BOUGHT]
    require_sound(shop)


def test_nobody_inherits_the_debt_of_an_erased_head_and_burned_points_come_back_to_the_heir(
    shop: Shop, anna: Phone, boris: Phone
) -> None:
    share_with(shop, anna, boris)
    of_anna, of_boris = shop.buy(anna), shop.buy(boris)
    paid = shop.buy(boris, (replace(COFFEE, amount=200_00),), burn=100)
    for bought in (of_anna, of_boris):
        shop.at_till(refund, bought.purchase_id, RefundRequest(amount=118_400))
    assert balances(shop, anna)[0] < -90
    erased(shop, anna)
    assert balances(shop, boris) == [0]
    shop.at_till(refund, paid.purchase_id, RefundRequest(lines=(RefundLine("c1", Decimal(1)),)))
    assert balances(shop, boris) == [100 - paid.earned]
    require_sound(shop)


def test_points_of_an_erased_head_go_to_nobody_who_is_to_be_erased_too(
    shop: Shop, anna: Phone, boris: Phone, vera: Phone
) -> None:
    share_with(shop, anna, boris, vera)
    shop.buy(anna)
    shop.clock.forward(days=1)
    ask_to_be_erased(shop, boris)
    erased(shop, anna)
    assert balances(shop, boris, vera) == [0, BOUGHT]
    require_sound(shop)


def test_head_is_not_erased_while_the_family_stands_at_a_till(
    shop: Shop, anna: Phone, boris: Phone
) -> None:
    shop.buy(anna)
    share_with(shop, anna, boris)
    quote = shop.open(shop.scan_phone(boris).scan_id, burn=10)
    erased(shop, anna)
    assert members_to_erase_now(shop) == [anna.member_id]
    shop.complete(quote.purchase_id)
    erased(shop, anna)
    assert members_to_erase_now(shop) == []
    require_sound(shop)


def members_to_erase_now(shop: Shop) -> list[str]:
    return shop.read(lambda session: members_to_erase(session, shop.clock.now))


def test_erasure_costs_a_head_no_points_that_the_family_keeps(
    shop: Shop, anna: Phone, boris: Phone
) -> None:
    shop.buy(anna)
    now = shop.clock.now
    device = DeviceRow(member_id=anna.member_id, signed_in_at=now)
    assert shop.read(lambda session: ask_erasure(session, device, now)).points_lost == BOUGHT
    share_with(shop, anna, boris)
    assert shop.read(lambda session: ask_erasure(session, device, now)).points_lost == 0


def test_erasure_says_that_a_debt_is_paid_of_what_is_pending(shop: Shop, anna: Phone) -> None:
    owed = in_debt(shop, anna)
    pending_on(shop)
    shop.buy(anna)
    now = shop.clock.now
    device = DeviceRow(member_id=anna.member_id, signed_in_at=now)
    lost = shop.read(lambda session: ask_erasure(session, device, now)).points_lost
    assert lost == BOUGHT - owed


def test_every_wallet_of_the_family_hears_that_the_balance_changed(
    shop: Shop, anna: Phone, boris: Phone, vera: Phone
) -> None:
    share_with(shop, anna, boris)
    shop.buy(boris)
    told = [row for row in shop.rows(MemberEventRow) if row.member_id == anna.member_id]
    assert told[-1].body == {"balance": BOUGHT, "family": True}
    assert vera.member_id not in [row.member_id for row in shop.rows(MemberEventRow)]


def test_points_of_the_family_expire_once(shop: Shop, anna: Phone, boris: Phone) -> None:
    shop.buy(boris)
    share_with(shop, anna, boris)
    shop.clock.forward(days=370)
    sweep(shop.database, shop.clock)
    assert balances(shop, anna, boris) == [0, 0]
    assert [one.by for one in history(shop, boris) if one.points < 0][:1] == [None]
    require_sound(shop)
