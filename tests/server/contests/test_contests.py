"""Contests end to end: opened, entered, drawn once, winners paid and told; returns and leaving take entries back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from loyalty_api.contests import faults_of, seed_hash, wins_of
from loyalty_server.contests.drawing import draw, draw_due, drawn, give_prizes
from loyalty_server.contests.opening import open_due
from loyalty_server.database.transactions import Database
from loyalty_server.housekeeping import tidy
from loyalty_server.privacy.erasure import UNDO_WITHIN
from loyalty_server.privacy.export import records_of
from loyalty_server.problems import Refused
from loyalty_server.publishing import publish
from loyalty_server.tables import BalanceRow, ContestEntryRow, ContestRow, CouponRow
from tests.server.challenges.test_challenges import give_back
from tests.server.house import BORIS, House, Phone, furnish, open_house_on, problem_of
from tests.server.visits import PROGRAM, require_sound_ledger, wallet_of

pytestmark = pytest.mark.slow

CONTESTS = """
[[contests]]
id = "basket"
title = "Корзина к празднику"
text = "Каждый чек от 500 ₽"
entry = "purchase"
starts_on = 2026-11-20
ends_on = 2026-11-22
draw_on = 2026-11-25
minimum_basket = 500_00
entries_at_most = 2

[[contests.prizes]]
title = "Тысяча баллов"
points = 1000

[[contests.prizes]]
title = "Кофе"
winners = 2
coupon = { title = "Кофе победителю", text = "Любой", discount = { kind = "fixed_price", value = 0, category = "coffee", pieces = 1 } }

[[contests]]
id = "tap"
title = "Ужин на двоих"
text = "Нажмите и участвуйте"
entry = "tap"
starts_on = 2026-11-20
ends_on = 2026-11-22
draw_on = 2026-11-23

[[contests.prizes]]
title = "Ужин"
"""


def with_contests(house: House) -> None:
    database, now = house.settings.database, house.clock.now
    database.write(lambda session: publish(session, PROGRAM + CONTESTS, now))
    assert open_due(database, now) == 0, "what has begun is open as soon as it is published"


def all_points(house: House) -> int:
    with house.settings.database.reading() as session:
        return sum(session.scalars(select(BalanceRow.posted)))


async def first_message(house: House, member: Phone) -> str:
    inbox = await house.http.get("/v1/messages?folder=inbox", headers=member.bearer)
    return str(inbox.json()["messages"][0]["text"])


async def contest_of(house: House, member: Phone, contest_id: str = "basket") -> dict[str, Any]:
    told = (await wallet_of(house, member))["contests"]
    return next(one for one in told if one["id"] == contest_id)


async def test_receipts_are_numbers_and_those_returned_are_none(house: House) -> None:
    with_contests(house)
    anna = await house.sign_in()
    assert (await contest_of(house, anna))["numbers"] == []
    bought = [await house.buy(anna) for _ in range(3)]
    seen = await contest_of(house, anna)
    whose = {number.partition("-")[0] for number in seen["numbers"]}
    assert (len(seen["numbers"]), len(whose)) == (2, 1), "two a member, and alike"
    for purchase in bought[:2]:
        await give_back(house, purchase["purchase_id"], "b1")
    assert len((await contest_of(house, anna))["numbers"]) == 1
    assert seen["outcome"] is None


async def test_draw_is_once_and_pays_by_the_ledger(house: House) -> None:
    with_contests(house)
    database = house.settings.database
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    for member in (anna, boris):
        await house.buy(member)
    before = await contest_of(house, anna)
    with pytest.raises(Refused, match="contest_open"):
        database.write(lambda session: draw(session, "basket", house.clock.now))
    house.clock.forward(days=5)
    assert draw_due(database, house.clock) == 2
    assert draw_due(database, house.clock) == 0
    with database.reading() as session:
        said = drawn(session, "basket")
    assert (len(said.numbers), len(said.wins)) == (2, 2)
    assert list(faults_of(said)) == []
    assert seed_hash(said.seed) == before["seed_hash"]
    again = database.write(lambda session: draw(session, "basket", house.clock.now))
    assert again == said, "drawn again it is the same"
    assert give_prizes(database, house.clock) == 0
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    told = [await contest_of(house, one) for one in (anna, boris)]
    prizes = sorted(win["prize"] for win in told[0]["outcome"]["wins"])
    assert prizes == ["Кофе", "Тысяча баллов"]
    for member, seen in zip((anna, boris), told, strict=True):
        prize = next(w["prize"] for w in seen["outcome"]["wins"] if w["number"] in seen["numbers"])
        wallet = await wallet_of(house, member)
        has_coupon = any(one["title"] == "Кофе победителю" for one in wallet["coupons"])
        assert has_coupon == (prize == "Кофе")
        assert (wallet["points"]["balance"] >= 1000) == (prize == "Тысяча баллов")
        inbox = await house.http.get("/v1/messages?folder=inbox", headers=member.bearer)
        first = inbox.json()["messages"][0]
        assert (first["title"], seen["numbers"][0] in first["text"]) == ("Вы выиграли", True)
    public = await house.http.get("/v1/contests/basket/draw", headers=anna.bearer)
    body = public.json()
    assert [win.number for win in wins_of(body["seed"], body["numbers"], said.prizes)] == [
        win["number"] for win in body["wins"]
    ]
    require_sound_ledger(house)


async def test_tap_enters_once_until_the_last_day(house: House) -> None:
    with_contests(house)
    anna = await house.sign_in()
    for _ in range(2):
        entered = await house.http.put("/v1/contests/tap/entry", headers=anna.bearer)
        assert (entered.status_code, len(entered.json()["numbers"])) == (200, 1)
    nobody = await house.http.put("/v1/contests/basket/entry", headers=anna.bearer)
    assert problem_of(nobody)["code"] == "not_found"
    early = await house.http.get("/v1/contests/tap/draw", headers=anna.bearer)
    assert problem_of(early)["code"] == "not_found", "the seed is secret until then"
    house.clock.forward(days=4)
    anna = await house.sign_in()
    late = await house.http.put("/v1/contests/tap/entry", headers=anna.bearer)
    assert problem_of(late)["code"] == "contest_closed"
    draw_due(house.settings.database, house.clock)
    seen = await contest_of(house, anna, "tap")
    assert [win["number"] for win in seen["outcome"]["wins"]] == seen["numbers"]


async def test_who_leaves_is_in_no_contest_and_the_published_list_stays(house: House) -> None:
    with_contests(house)
    database = house.settings.database
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    for member in (anna, boris):
        await house.http.put("/v1/contests/tap/entry", headers=member.bearer)
    await house.http.delete("/v1/member", headers=anna.bearer)
    with database.reading() as session:
        entry = session.scalars(select(ContestEntryRow)).first()
        assert entry is not None
        assert len(records_of(session, entry.member_id)["contest_entry"]) == 1
    house.clock.forward(days=3, hours=1)
    draw_due(database, house.clock)
    with database.reading() as session:
        published = drawn(session, "tap")
    house.clock.now += UNDO_WITHIN + timedelta(hours=1)
    tidy(house.settings)
    with database.reading() as session:
        assert drawn(session, "tap") == published
        assert len(session.scalars(select(ContestEntryRow)).all()) == 1
    require_sound_ledger(house)


@pytest.mark.parametrize(
    "newer",
    [
        PROGRAM,
        PROGRAM + CONTESTS.replace("Тысяча баллов", "Сто баллов").replace("1000", "100"),
        PROGRAM + CONTESTS.replace("Кофе победителю", "Чай").replace('"Кофе"', '"Чай"'),
    ],
    ids=["gone", "less", "renamed"],
)
async def test_winners_get_what_was_promised_whatever_is_published_before_it_is_given(
    house: House, newer: str
) -> None:
    with_contests(house)
    database = house.settings.database
    for member in (await house.sign_in(), await house.sign_in(BORIS)):
        await house.buy(member)
    house.clock.forward(days=5)
    now = house.clock.now
    database.write(lambda session: draw(session, "basket", now))
    before = all_points(house)
    database.write(lambda session: publish(session, newer, now))
    draw_due(database, lambda: now)
    assert all_points(house) == before + 1000
    with database.reading() as session:
        assert [one.title for one in session.scalars(select(CouponRow))] == ["Кофе победителю"]
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    words = "".join([await first_message(house, one) for one in (anna, boris)])
    assert all(prize in words for prize in ("Тысяча баллов", "Кофе"))
    if newer != PROGRAM:
        seen = await contest_of(house, anna)
        assert [one["title"] for one in seen["prizes"]] == ["Тысяча баллов", "Кофе"]
    require_sound_ledger(house)


async def test_prizes_that_a_stopped_server_did_not_give_are_given_once(
    database: Database,
) -> None:
    """On SQLite and on PostgreSQL."""
    async with open_house_on(database, furnish(database)) as house:
        with_contests(house)
        for member in (await house.sign_in(), await house.sign_in(BORIS)):
            await house.buy(member)
        house.clock.forward(days=5)
        now = house.clock.now
        database.write(lambda session: draw(session, "basket", now))
        with database.reading() as session:
            assert session.scalars(select(CouponRow)).all() == []
        assert give_prizes(database, lambda: now) == 2
        assert give_prizes(database, lambda: now) == 0
        with database.reading() as session:
            assert len(session.scalars(select(CouponRow)).all()) == 1
            assert session.get_one(ContestRow, "basket").entries == 2
        require_sound_ledger(house)
