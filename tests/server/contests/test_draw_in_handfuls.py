"""A draw among many writes a few entries in a transaction, and what is in is what stands at the draw."""

from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from loyalty_server.checks.erasure import left_behind
from loyalty_server.contests.drawing import draw, draw_due, drawn, give_prizes, list_entries
from loyalty_server.contests.opening import open_due
from loyalty_server.privacy.erasure import erase
from loyalty_server.tables import ContestEntryRow, MemberRow, PurchaseRow
from tests.bench.crowd import gather
from tests.server.conftest import in_memory
from tests.server.database.overtaken import before_writing
from tests.server.database.transactions_of import rows_written
from tests.server.shop import PROGRAM_FILE, Shop

MEMBERS = 250
HANDFUL = 200
"""Rows: entries of a hundred, and a mark for each wallet."""
CONTEST = """
[[contests]]
id = "basket"
title = "Корзина"
text = "Каждый чек"
entry = "purchase"
starts_on = 2026-11-20
ends_on = 2026-11-22
draw_on = 2026-11-25

[[contests.prizes]]
title = "Корзина"
"""


@pytest.fixture
def shop() -> Iterator[Shop]:
    """Everybody has bought, and the day of the draw has come."""
    shop = Shop(in_memory(), program_text=PROGRAM_FILE.read_text("utf-8") + CONTEST)
    gather(shop.database, MEMBERS, shop.till_id, "lesnaya", shop.clock.now)
    with shop.database.engine.begin() as connection:
        connection.execute(text("UPDATE purchase SET at = '2026-11-21 09:00:00.000000'"))
    open_due(shop.database, shop.clock.now)
    shop.clock.forward(days=6)
    yield shop
    shop.database.close()


def test_draw_writes_a_few_rows_in_a_transaction(shop: Shop) -> None:
    with rows_written(shop.database) as written:
        assert draw_due(shop.database, shop.clock) == 1
    assert sum(written) >= 2 * MEMBERS
    assert max(written) <= HANDFUL
    assert len(shop.read(lambda session: drawn(session, "basket")).numbers) == MEMBERS


def test_what_was_returned_after_it_was_listed_is_out(shop: Shop) -> None:
    list_entries(shop.database, "basket", shop.clock.now)
    owner = select(ContestEntryRow.member_id).limit(1)
    out = shop.read(lambda session: session.scalars(owner).one())
    with shop.database.engine.begin() as connection:
        connection.execute(
            text("UPDATE purchase SET refunded = to_pay WHERE member_id = :out"), {"out": out}
        )
    assert draw_due(shop.database, shop.clock) == 1
    said = shop.read(lambda session: drawn(session, "basket"))
    entries = {entry.number: entry.member_id for entry in shop.rows(ContestEntryRow)}
    bought = {one.member_id for one in shop.rows(PurchaseRow)}
    assert set(entries.values()) == bought - {out}
    assert sorted(entries) == list(said.numbers)


def test_draw_of_another_server_keeps_its_winner_from_a_listing_that_was_on_its_way(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = shop.clock.now
    work = partial(draw, contest_id="basket", now=now)
    before_writing(shop.database, monkeypatch, lambda: shop.write(work))
    list_entries(shop.database, "basket", now)
    (win,) = shop.read(lambda session: drawn(session, "basket")).wins
    assert give_prizes(shop.database, lambda: now) == 1
    (paid,) = [entry for entry in shop.rows(ContestEntryRow) if entry.prize]
    assert (paid.number, paid.prize, paid.given_at) == (win.number, win.prize, now)


def test_who_left_while_entries_were_listed_is_not_listed(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, left = shop.clock.now, shop.rows(MemberRow)[0].id

    def leave(session: Session) -> None:
        session.get_one(MemberRow, left).erase_at = now
        session.flush()
        erase(session, shop.keys, left, lambda: now)

    before_writing(shop.database, monkeypatch, lambda: shop.write(leave))
    list_entries(shop.database, "basket", now)
    assert len(shop.rows(ContestEntryRow)) == MEMBERS - 1
    assert not [fault for fault in shop.read(lambda one: [*left_behind(one)]) if left in fault]
