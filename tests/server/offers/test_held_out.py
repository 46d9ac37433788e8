"""An offer is held back from some of its members, who show what it brings."""

import pytest
from sqlalchemy.orm import Session

from loyalty_api.receipts import Line
from loyalty_server.languages import Language
from loyalty_server.members.consents import ConsentTexts
from loyalty_server.offers.held_out import Brought, brought_by_offers
from loyalty_server.offers.report import offer_figures
from loyalty_server.offers.usage import note_shown
from loyalty_server.publishing import publish
from loyalty_server.tables import OfferShownRow
from loyalty_server.wallet.snapshot import Reading, wallet_of
from tests.server.shop import Phone, Shop

OFFER = """
[[offers]]
id = "plus-7"
title = "+7"
text = "x"
terms = "x"
reason = "x"
kind = "bonus"
value = 7
starts_on = 2026-11-01
ends_on = 2026-12-31
holdout = 40
"""


def publish_more(shop: Shop, text: str) -> None:
    shop.write(lambda session: publish(session, text, shop.clock.now))
    shop.clock.forward(seconds=1)


def looks(shop: Shop, phone: Phone) -> bool:
    """Open the wallet; whether the offer is in it."""

    def work(session: Session) -> bool:
        reading = Reading(shop.program(), ConsentTexts(()), Language.RU, shop.clock.now)
        seen = wallet_of(session, phone.member_id, reading)
        if seen.new_offers:
            note_shown(session, phone.member_id, seen.new_offers, shop.clock.now)
        return any(one.id == "plus-7" for one in seen.wallet.offers)

    return shop.write(work)


def looked_until_split(shop: Shop, each: int) -> list[tuple[Phone, bool]]:
    """Newcomers who open the wallet, until so many at least have the offer and so many have not."""
    seen: list[tuple[Phone, bool]] = []
    while min(sum(has for _, has in seen), sum(not has for _, has in seen)) < each:
        phone = shop.join_programme()
        seen.append((phone, looks(shop, phone)))
    return seen


def brought(shop: Shop) -> Brought:
    (found,) = shop.read(lambda session: brought_by_offers(session, shop.program(), shop.clock.now))
    return found


def test_offer_is_neither_seen_nor_at_work_for_those_held_out(shop: Shop) -> None:
    publish_more(shop, shop.program_text + OFFER)
    seen = looked_until_split(shop, each=1)
    has = {phone.member_id: had for phone, had in seen}
    rows = [row for row in shop.rows(OfferShownRow) if row.offer_id == "plus-7"]
    assert {row.member_id: not row.held_out for row in rows} == has
    for phone, _ in seen:
        effects = {one.rule for one in shop.buy(phone).breakdown}
        assert ("plus-7" in effects) is has[phone.member_id]
        assert looks(shop, phone) is has[phone.member_id]
    figures = {one.offer: one for one in shop.read(offer_figures)}
    assert figures["plus-7"].shown == sum(has.values())


def test_who_had_it_keeps_it_when_a_holdout_comes_later(shop: Shop) -> None:
    publish_more(shop, shop.program_text + OFFER.replace("holdout = 40", ""))
    phones = [shop.join_programme() for _ in range(8)]
    assert all(looks(shop, phone) for phone in phones)
    publish_more(shop, shop.program_text + OFFER.replace("40", "90"))
    assert all(looks(shop, phone) for phone in phones)


def test_what_it_brought_counts_from_when_each_would_have_had_it_until_its_end(shop: Shop) -> None:
    publish_more(shop, shop.program_text + OFFER)
    early = shop.join_programme()
    shop.buy(early)
    shop.clock.forward(minutes=1)
    seen = [(early, looks(shop, early)), *looked_until_split(shop, each=30)]
    dear, cheap = (Line("x", "X", "x", 1, amount) for amount in (90_000, 30_000))
    with_it = [phone for phone, has in seen if has]
    without = [phone for phone, has in seen if not has]
    for phone in with_it[::2]:
        shop.buy(phone, [dear])
    for phone in without[::2]:
        shop.buy(phone, [cheap])
    shop.clock.forward(days=40)
    shop.buy(without[0], [dear])
    found = brought(shop)
    assert (found.with_it.size, found.without.size) == (len(with_it), len(without))
    assert found.with_it.mean == pytest.approx(90_000 * len(with_it[::2]) / len(with_it))
    assert found.without.mean == pytest.approx(30_000 * len(without[::2]) / len(without))
    assert found.difference
    assert found.difference.is_clear
