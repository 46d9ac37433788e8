"""A receipt without a member, collected by whoever opens its link first."""

import pytest

from loyalty_api.problems import ProblemCode
from loyalty_api.till import Join, JoinRequest, Resolved
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.forgetting import forget
from loyalty_server.problems import Refused
from loyalty_server.purchases.joins import join_offered, joins_over, offer_join, take_join
from loyalty_server.tables import JoinRow, TillEventRow, TillRow
from tests.server.points.test_races import RACERS, race
from tests.server.shop import BREAD, COFFEE, Phone, Shop


def offered(shop: Shop, receipt: str = "R-1") -> Join:
    request = JoinRequest(receipt, (COFFEE, BREAD), 118_400)

    def work(session) -> Join:
        till = session.get_one(TillRow, shop.till_id)
        return offer_join(session, till, request, "https://card.example", shop.clock.now)

    return shop.write(work)


def code_of(join: Join) -> str:
    return join.url.removeprefix("https://card.example/join/")


def taken(shop: Shop, phone: Phone, code: str) -> Resolved:
    return shop.write(lambda session: take_join(session, phone.member_id, code, shop.clock.now))


def refused_code(shop: Shop, phone: Phone, code: str) -> ProblemCode:
    with pytest.raises(Refused) as refusal:
        taken(shop, phone, code)
    return refusal.value.code


def test_display_invites_to_take_the_receipts_points(shop: Shop) -> None:
    join = offered(shop)
    (shown,) = shop.rows(TillEventRow)
    assert shown.kind == "join"
    assert shown.body["will_earn"] == join.will_earn == 51
    assert shown.body["url"] == join.url


def test_link_tells_what_waits_under_it(shop: Shop) -> None:
    code = code_of(offered(shop))
    offer = shop.read(lambda session: join_offered(session, code, shop.clock.now))
    assert (offer.store, offer.will_earn) == ("Лесная, 12", 51)


def test_shopper_gets_the_receipts_points_once(shop: Shop, anna: Phone) -> None:
    code = code_of(offered(shop))
    first = taken(shop, anna, code)
    assert first.earned == first.balance == 51
    assert taken(shop, anna, code) == first
    assert shop.points(anna).balance == 51
    assert [event.kind for event in shop.rows(TillEventRow)] == ["join", "thanks"]
    assert shop.read(broken_invariants) == ()


def test_link_that_does_not_exist_gives_nothing(shop: Shop, anna: Phone) -> None:
    assert refused_code(shop, anna, "nothing") is ProblemCode.NOT_FOUND


def test_second_shopper_is_told_that_it_was_taken(shop: Shop, anna: Phone) -> None:
    code = code_of(offered(shop))
    taken(shop, anna, code)
    assert refused_code(shop, shop.join_programme(), code) is ProblemCode.JOIN_TAKEN


def test_link_is_good_for_a_quarter_of_an_hour(shop: Shop, anna: Phone) -> None:
    code = code_of(offered(shop))
    shop.clock.forward(minutes=15)
    assert refused_code(shop, anna, code) is ProblemCode.JOIN_EXPIRED


def test_receipt_offered_again_has_a_new_link_only(shop: Shop, anna: Phone) -> None:
    old, new = code_of(offered(shop)), code_of(offered(shop))
    assert refused_code(shop, anna, old) is ProblemCode.NOT_FOUND
    assert taken(shop, anna, new).earned == 51


def test_receipt_that_found_its_member_at_the_till_is_not_given_away(
    shop: Shop, anna: Phone
) -> None:
    code = code_of(offered(shop))
    quote = shop.open(shop.scan_phone(anna).scan_id, receipt="R-1")
    shop.complete(quote.purchase_id)
    assert refused_code(shop, anna, code) is ProblemCode.NOT_FOUND
    with pytest.raises(Refused) as refusal:
        offered(shop)
    assert refusal.value.code is ProblemCode.RECEIPT_USED


def test_receipt_that_was_taken_cannot_be_rung_up_again(shop: Shop, anna: Phone) -> None:
    taken(shop, anna, code_of(offered(shop)))
    with pytest.raises(Refused) as refusal:
        shop.open(shop.scan_phone(anna).scan_id, receipt=" R-1")
    assert refusal.value.code is ProblemCode.RECEIPT_USED


def test_one_of_many_shoppers_racing_one_link_wins(shop: Shop) -> None:
    code = code_of(offered(shop))
    phones = [shop.join_programme() for _ in range(RACERS)]
    results = race(lambda racer: taken(shop, phones[racer], code))
    assert results.count(ProblemCode.JOIN_TAKEN) == RACERS - 1
    assert sum(shop.points(phone).balance for phone in phones) == 51


def test_receipt_that_nobody_took_is_forgotten_when_nobody_can_claim_it_any_more(
    shop: Shop,
) -> None:
    offered(shop)
    for days, left in ((59, 1), (2, 0)):
        shop.clock.forward(days=days)
        forget(shop.database, joins_over(shop.clock.now))
        assert len(shop.rows(JoinRow)) == left
