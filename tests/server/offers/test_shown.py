"""Of many offers a wallet shows those that matter most, and pages have all of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from loyalty_api.models import Wallet
from loyalty_api.offers import Offer
from loyalty_api.rewards import Reward
from loyalty_server.cursors import NotACursor, cursor_at
from loyalty_server.languages import Language
from loyalty_server.members.consents import PROFILING, Decision, record_decision, standard_texts
from loyalty_server.offers import shown
from loyalty_server.offers.shown import PAGE, SOON
from loyalty_server.offers.usage import FirstTime
from loyalty_server.publishing import publish
from loyalty_server.tables import OfferActivationRow
from loyalty_server.wallet.pages import offer_of, offers_at, rewards_at
from loyalty_server.wallet.snapshot import Reading, Snapshot, wallet_of
from tests.server.conftest import in_memory
from tests.server.shop import COFFEE, Phone, Shop

pytestmark = pytest.mark.slow

OFFERS, REWARDS = 260, 210
CATEGORIES = ("coffee", "bakery", "alcohol")


def _offer(number: int) -> str:
    opt_in = 'activation = "opt_in"\n' if number % 3 == 0 else ""
    held = "holdout = 50\n" if number % 10 == 1 else ""
    ends_on = f"2026-11-{20 + number % 8}" if number % 4 == 0 else "never"
    last = f'ends_on = "{ends_on}"' if ends_on == "never" else f"ends_on = {ends_on}"
    return (
        f'[[offers]]\nid = "o{number}"\ntitle = "Offer {number}"\ntext = "x"\nterms = "x"\n'
        f'reason = "x"\nkind = "bonus"\nvalue = 1\ncategory = "{CATEGORIES[number % 3]}"\n'
        f"starts_on = 2026-11-01\n{last}\n{opt_in}{held}"
    )


def _reward(number: int) -> str:
    return f'[[rewards]]\nid = "r{number}"\ntitle = "Reward"\ntext = "x"\npoints = {1 + number}\n'


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    """Of many offers and rewards."""
    shop = Shop(in_memory())
    more = (*map(_offer, range(OFFERS)), *map(_reward, range(REWARDS)))
    text = "\n".join((shop.program_text, *more))
    shop.write(lambda session: publish(session, text, shop.clock.now))
    shop.clock.forward(seconds=1)
    yield shop
    shop.database.close()


@pytest.fixture(scope="module")
def anna(shop: Shop) -> Phone:
    """She likes coffee, and agrees that it is known."""
    phone = shop.join_programme()
    profiling = standard_texts().about(PROFILING)
    assert profiling
    said = Decision(True, shop.clock.now, None)
    shop.write(lambda session: record_decision(session, phone.member_id, profiling, said))
    for _ in range(3):
        shop.buy(phone, (COFFEE,))
    return phone


def reading_of(shop: Shop, most: int | None = None) -> Reading:
    return Reading(shop.program(), standard_texts(), Language.RU, shop.clock.now, most=most)


def snapshot(shop: Shop, phone: Phone, most: int | None = None) -> Snapshot:
    reading = reading_of(shop, most)
    return shop.read(lambda session: wallet_of(session, phone.member_id, reading))


def wallet(shop: Shop, phone: Phone, most: int | None = None) -> Wallet:
    return snapshot(shop, phone, most).wallet


def all_pages(shop: Shop, phone: Phone) -> Iterator[tuple[Sequence[Offer], Sequence[FirstTime]]]:
    cursor, reading = None, reading_of(shop)
    while True:
        page, new = shop.read(
            lambda session, cursor=cursor: offers_at(session, phone.member_id, reading, cursor)
        )
        yield page.offers, new
        if page.next is None:
            return
        cursor = page.next


def opt_in(shop: Shop, phone: Phone, offers: Sequence[str]) -> None:
    """To these alone, one after the other."""

    def work(session: Session) -> None:
        session.execute(delete(OfferActivationRow))
        session.add_all(
            OfferActivationRow(
                member_id=phone.member_id,
                offer_id=offer_id,
                at=shop.clock.now - timedelta(hours=1) + timedelta(seconds=place),
            )
            for place, offer_id in enumerate(offers)
        )

    shop.write(work)


OPT_IN = [f"o{number}" for number in range(0, OFFERS, 3) if number % 4 and number % 10 != 1]


@settings(deadline=None, max_examples=25)
@given(
    most=st.integers(1, 100),
    opted_in=st.lists(st.sampled_from(OPT_IN), unique=True, max_size=40),
)
def test_part_is_what_matters_most_in_the_order_of_all(
    shop: Shop, anna: Phone, most: int, opted_in: list[str]
) -> None:
    opt_in(shop, anna, opted_in)
    whole, part = wallet(shop, anna), wallet(shop, anna, most)
    ids = [one.id for one in part.offers]
    assert len(ids) == most
    assert len(ids) + part.more_offers == len(whole.offers)
    assert [one.id for one in whole.offers if one.id in ids] == ids
    latest = opted_in[::-1]
    assert set(latest[:most]) <= set(ids)
    soon = shop.clock.now + SOON
    others = [one for one in whole.offers if one.id not in opted_in]
    in_turn = sorted(others, key=lambda one: one.ends_at is None or one.ends_at > soon)
    room = max(0, most - len(opted_in))
    assert {one.id for one in in_turn[:room]} == set(ids) - set(latest[:most])


@settings(deadline=None, max_examples=10)
@given(opted_in=st.lists(st.sampled_from(OPT_IN), unique=True, max_size=9))
def test_pages_together_are_all_offers_once(shop: Shop, anna: Phone, opted_in: list[str]) -> None:
    opt_in(shop, anna, opted_in)
    pages = [offers for offers, _ in all_pages(shop, anna)]
    assert all(len(offers) <= PAGE for offers in pages)
    together = [offer for offers in pages for offer in offers]
    places = {rule.id: place for place, rule in enumerate(shop.program().offers)}
    whole = sorted(wallet(shop, anna).offers, key=lambda one: places[one.id])
    assert together == whole
    assert len(whole) > 2 * PAGE


def test_pages_of_the_catalogue_are_all_rewards_once(shop: Shop, anna: Phone) -> None:
    together: list[Reward] = []
    cursor, reading = None, reading_of(shop)
    while True:
        page = shop.read(lambda session, cursor=cursor: rewards_at(session, reading, cursor))
        together += page.rewards
        cursor = page.next
        if cursor is None:
            break
    whole, part = wallet(shop, anna), wallet(shop, anna, 30)
    assert [one.id for one in together] == [one.id for one in shop.program().rewards]
    assert sorted(together, key=lambda one: one.id) == sorted(whole.rewards, key=lambda one: one.id)
    assert part.rewards == whole.rewards[:30]
    assert part.more_rewards == len(whole.rewards) - 30


def test_part_has_the_dearest_within_reach_then_the_nearest(shop: Shop, anna: Phone) -> None:
    part = wallet(shop, anna, 30)
    balance = part.points.balance
    assert 30 < balance < REWARDS
    assert [one.points for one in part.rewards] == [*range(balance, balance - 30, -1)]
    rest = [one.points for one in wallet(shop, anna).rewards[balance:]]
    assert rest == sorted(rest)
    assert rest[0] == balance + 1


def test_wallet_that_asks_for_no_part_is_told_of_nothing_more(shop: Shop, anna: Phone) -> None:
    whole = wallet(shop, anna)
    assert (whole.more_offers, whole.more_rewards) == (0, 0)
    assert len(whole.offers) > 200
    assert replace(whole, offers=(), rewards=()) == replace(
        wallet(shop, anna, 100), offers=(), rewards=(), more_offers=0, more_rewards=0
    )


def test_only_what_is_shown_counts_as_given_and_as_held_back(shop: Shop) -> None:
    boris = shop.join_programme()
    whole = {one.offer: one.held_out for one in snapshot(shop, boris).new_offers}
    held = {offer for offer, is_held in whole.items() if is_held}
    assert len(held) > 5
    few = snapshot(shop, boris, 30)
    noted = {one.offer: one.held_out for one in few.new_offers}
    given = [offer for offer, is_held in noted.items() if not is_held]
    assert sorted(given) == sorted(one.id for one in few.wallet.offers)
    assert {offer for offer, is_held in noted.items() if is_held} < held
    by_pages = [one for _, new in all_pages(shop, boris) for one in new]
    assert {one.offer: one.held_out for one in by_pages} == whole
    assert len(by_pages) == len(whole)


def test_offers_held_back_at_the_edge_of_a_page_are_noted_with_the_next(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    boris = shop.join_programme()
    whole = {one.offer: one.held_out for one in snapshot(shop, boris).new_offers}
    in_order = [whole[rule.id] for rule in shop.program().offers if rule.id in whole]
    monkeypatch.setattr(shown, "PAGE", in_order.index(True, 1))
    by_pages = [one for _, new in all_pages(shop, boris) for one in new]
    assert {one.offer: one.held_out for one in by_pages} == whole
    assert len(by_pages) == len(whole)


def test_one_offer_is_had_by_its_id_unless_it_is_held_back(shop: Shop) -> None:
    boris = shop.join_programme()
    whole = snapshot(shop, boris)
    held = next(one for one in whole.new_offers if one.held_out)
    last = whole.wallet.offers[-1]

    reading = reading_of(shop)

    def found(offer_id: str) -> tuple[Offer | None, Sequence[FirstTime]]:
        return shop.read(lambda session: offer_of(session, boris.member_id, reading, offer_id))

    assert found(last.id) == (last, (FirstTime(last.id, held_out=False),))
    assert found(held.offer) == (None, (held,))
    assert found("unknown") == (None, ())


@pytest.mark.parametrize("cursor", ["x", cursor_at("h", 3)])
def test_cursor_of_another_list_is_refused(shop: Shop, anna: Phone, cursor: str) -> None:
    reading = reading_of(shop)
    with pytest.raises(NotACursor):
        shop.read(lambda session: offers_at(session, anna.member_id, reading, cursor))
    with pytest.raises(NotACursor):
        shop.read(lambda session: rewards_at(session, reading, cursor))
