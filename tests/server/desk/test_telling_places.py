"""Surveys, broadcasts and the first page at the desk."""

import csv
import re
from datetime import date

import pytest

from loyalty_api.surveys.definition import read_definition
from loyalty_server.comparing import Sample
from loyalty_server.messages.schedule import send_scheduled
from loyalty_server.overview.figures import Comparison, overview
from loyalty_server.programme.versions import rules_at
from loyalty_server.surveys.answered import Answered
from loyalty_server.surveys.counts import Counted, counted
from tests.server.desk.operators import at_desk
from tests.server.house import BORIS, House, Phone
from tests.server.visits import AT, change, put, wallet_of

NEWS = {"title": "Новый <сыр>", "text": "Пробуем в субботу", "kind": "news"}
ASKED = read_definition(
    {
        "elements": [
            {"type": "radiogroup", "name": "how", "title": "How?", "choices": ["walk", "drive"]},
            {"type": "checkbox", "name": "what", "title": "What?", "choices": [1, 2]},
            {"type": "boolean", "name": "again", "title": "Again?"},
            {"type": "comment", "name": "why", "title": "Why?"},
        ]
    }
)


def answered(**values: object) -> Answered:
    return Answered("s", "d", ASKED, date(2026, 11, 20), "", "", values)


def test_choices_are_counted_with_what_nobody_chose_and_of_those_who_answered() -> None:
    given = [
        answered(how="walk", what=[1, 2], again=True, why="because"),
        answered(how="walk", what=[2]),
        answered(how="boat"),
    ]
    assert list(counted(given)) == [
        Counted("How?", 3, (("walk", 2), ("drive", 0), ("boat", 1))),
        Counted("What?", 2, (("1", 1), ("2", 2))),
        Counted("Again?", 1, (("Yes", 1), ("No", 0))),
    ]


async def test_broadcast_is_tried_on_one_then_goes_to_those_it_is_for(house: House) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)

    async def titles(phone: Phone) -> list[str]:
        told = await house.http.get("/v1/messages?folder=inbox", headers=phone.bearer)
        return [one["title"] for one in told.json()["messages"]]

    wallet = await house.http.get("/v1/wallet", headers=anna.bearer)
    card = wallet.json()["card"]["number"]
    async with at_desk(house, "Olga", "marketing") as olga:
        nobody = await olga.send("broadcasts", status=404, **NEWS, card="1", **{"try": "1"})
        assert 'value="Новый &lt;сыр&gt;"' in nobody.text
        await olga.send("broadcasts", status=200, **NEWS, card=card, **{"try": "1"})
        assert await titles(anna) == [NEWS["title"]]
        assert await titles(boris) == []
        sent = await olga.send("broadcasts", **NEWS, send="1")
        send_scheduled(house.settings.database, house.clock.now)
        assert await titles(boris) == [NEWS["title"]]
        path = sent.headers["location"].removeprefix("/desk/").partition("?")[0]
        page = await olga.see(path)
        assert "Too few members to tell yet" in page
        assert re.search(r"Got it</dt><dd[^>]*>2<", page)
        assert "Новый &lt;сыр&gt;" in await olga.see("broadcasts")


async def test_event_at_the_desk_has_places_and_says_who_booked(house: House) -> None:
    anna = await house.sign_in()
    event = {**NEWS, "kind": "event", "starts_at": "2026-12-24T10:00", "place": "Зал"}
    async with at_desk(house, "Olga", "marketing") as olga:
        wrong = await olga.send("broadcasts", status=400, **event, places="0", send="1")
        assert "<code>places" in wrong.text
        sent = await olga.send("broadcasts", **event, places="7", send="1")
        send_scheduled(house.settings.database, house.clock.now)
        path = sent.headers["location"].removeprefix("/desk/").partition("?")[0]
        await put(house, anna, f"/events/{path.rpartition('/')[2]}/place", None)
        page = await olga.see(path)
        assert re.search(r"Booked</dt><dd[^>]*>1 <span[^>]*>/ 7<", page)
        assert re.search(r"Came</dt><dd[^>]*>0<", page)


async def test_broadcast_speaks_every_language_it_was_written_in(house: House) -> None:
    change(house, 'name = "Колос"', 'name = { ru = "Колос", en = "Kolos" }')
    anna = await house.sign_in()
    said = {"title_en": "New cheese", "text_en": "We taste it on Saturday", "place_en": ""}
    async with at_desk(house, "Olga", "marketing") as olga:
        half = await olga.send("broadcasts", status=400, **NEWS, title_en="New cheese", send="1")
        assert "<details open>" in half.text
        assert 'value="New cheese"' in half.text
        await olga.send("broadcasts", **NEWS, **said, send="1")
    send_scheduled(house.settings.database, house.clock.now)
    for language, title in (("en", said["title_en"]), ("ru", NEWS["title"])):
        asked = {**anna.bearer, "Accept-Language": language}
        told = await house.http.get("/v1/messages?folder=inbox", headers=asked)
        assert [one["title"] for one in told.json()["messages"]] == [title]


async def test_answers_are_taken_away_as_a_table_and_that_is_logged(house: House) -> None:
    anna = await house.sign_in()
    (survey,) = (await wallet_of(house, anna))["surveys"]
    answers = {"at": AT, "answers": {"likes": ["coffee"]}}
    await put(house, anna, f"/surveys/{survey['id']}/answer", answers)
    async with at_desk(house, "Olga") as olga:
        taken = await olga.send("surveys/answers", status=200, survey=survey["id"])
        assert taken.headers["content-type"] == "text/csv; charset=utf-8"
        head, *rows = csv.reader(taken.content.decode("utf-8-sig").splitlines())
        told = await olga.see(f"surveys?survey={survey['id']}")
        assert head[:3] == ["(on)", "(store)", "(tier)"]
        assert len(rows) == int(re.search(r"Answers in a year: (\d+)|No answers", told)[1] or 0)
        assert "Downloaded a survey’s answers" in await olga.see("log")


async def test_put_off_broadcast_can_be_stopped_and_a_wrong_one_is_told(house: House) -> None:
    await house.sign_in()
    async with at_desk(house, "Olga", "marketing") as olga:
        for wrong in ({"title": ""}, {"holdout": "95"}, {"tier": "none"}, {"send_at": "soon"}):
            told = await olga.send("broadcasts", status=400, **{**NEWS, **wrong}, send="1")
            assert f"<code>{'eligible' if 'tier' in wrong else next(iter(wrong))}" in told.text
        liked = await olga.send("broadcasts", **NEWS, send="1", likes="coffee")
        later = await olga.send("broadcasts", **NEWS, send="1", send_at="2026-12-24T10:00")
        path = later.headers["location"].removeprefix("/desk/").partition("?")[0]
        assert "24 Dec 2026, 10:00" in (await olga.see(path)).replace("\N{NO-BREAK SPACE}", " ")
        await olga.send(f"{path}/stop")
        house.clock.forward(days=40)
        send_scheduled(house.settings.database, house.clock.now)
    async with at_desk(house, "Pyotr") as pyotr:
        page = await pyotr.see(path)
        assert "stopped" in page
        assert re.search(r"Got it</dt><dd[^>]*>0<", page)
        for_few = liked.headers["location"].removeprefix("/desk/").partition("?")[0]
        assert re.search(r"Got it</dt><dd[^>]*>0<", await pyotr.see(for_few))
        log = await pyotr.see("log")
        assert "Sent a broadcast" in log
        assert "Stopped a broadcast" in log


async def test_first_page_counts_who_buys_and_comes_back(house: House) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    for phone in (anna, anna, boris):
        await house.buy(phone)
    await house.sign_in("+79000000003")
    with house.settings.database.reading() as session:
        program = rules_at(session, house.clock.now).program
        seen = overview(session, program, house.clock.now)
    assert (seen.members, seen.bought, seen.again, seen.purchases) == (3, 2, 1, 3)
    assert seen.active == pytest.approx(2 / 3)
    assert seen.repeat == 0.5
    assert seen.frequency == 0.5
    assert seen.liability == program.burn.money(seen.points)
    assert seen.personal.difference is None
    async with at_desk(house, "Olga", "marketing") as olga:
        page = await olga.see("figures")
        assert "67%" in page
        assert "Too few members to tell yet" in page


def test_difference_has_a_margin_as_wide_as_the_smaller_group_makes_it() -> None:
    offered, held_out = Sample(900, 1100.0, 90_000.0), Sample(100, 1000.0, 90_000.0)
    found = Comparison(offered, held_out).difference
    assert found
    assert (found.value, found.high - found.value) == (100, pytest.approx(62.6, abs=0.1))
    assert Comparison(offered, Sample(29, 1000.0, 1.0)).difference is None


def test_answers_without_words_of_their_own_are_told_in_the_reader_s_language() -> None:
    again = {"elements": [{"type": "boolean", "name": "again", "title": "Снова?"}]}
    asked = read_definition(again, language="ru")
    given = Answered("s", "d", asked, date(2026, 11, 20), "", "", {"again": True})
    assert counted([given])[0].chosen == (("Да", 1), ("Нет", 0))
