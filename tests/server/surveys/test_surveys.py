"""Surveys: asked after joining, buying and deliveries, answered once, rewarded once."""

from datetime import datetime

import httpx
import pytest
from sqlalchemy import select

from loyalty_server.programme.file import parse_program
from loyalty_server.publishing import publish
from loyalty_server.tables import SurveyAnswerRow
from loyalty_server.toml_file import FileRefused
from tests.server.house import BORIS, House, Phone, bearer, problem_of
from tests.server.visits import AT, PROGRAM, balance_of, put, wallet_of

pytestmark = pytest.mark.slow


HAPPY = {"recommend": 10, "service": 5}


async def asked(house: House, phone: Phone, title: str) -> str:
    """The id of the waiting survey with this title."""
    surveys = (await wallet_of(house, phone))["surveys"]
    (survey,) = (one for one in surveys if one["title"] == title)
    survey_id: str = survey["id"]
    return survey_id


async def answer(
    house: House, phone: Phone, survey_id: str, answers: object, at: str = AT
) -> httpx.Response:
    body = {"at": at, "answers": answers}
    return await put(house, phone, f"/surveys/{survey_id}/answer", body)


def kept_answers(house: House) -> list[SurveyAnswerRow]:
    with house.settings.database.reading() as session:
        return list(session.scalars(select(SurveyAnswerRow)))


async def test_stranger_answers_nothing(house: House) -> None:
    body = {"at": AT, "answers": {}}
    for headers in ({}, bearer("nonsense")):
        refused = await house.http.put("/v1/surveys/s1/answer", json=body, headers=headers)
        assert problem_of(refused)["code"] == "unauthenticated"


async def test_survey_that_does_not_exist_is_not_found(house: House) -> None:
    refused = await answer(house, await house.sign_in(), "unknown", {})
    assert problem_of(refused)["code"] == "not_found"


@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59Z"]
)
async def test_answer_dated_outside_of_the_calendar_is_refused(house: House, at: str) -> None:
    anna = await house.sign_in()
    survey = await asked(house, anna, "Давайте знакомиться")
    refused = await answer(house, anna, survey, {"likes": ["tea"]}, at)
    assert refused.status_code == 400
    assert problem_of(refused)["errors"] == [
        {"path": "$.at", "what": "a time from 1970 to 2199 is needed"}
    ]


async def test_somebody_elses_survey_is_not_found(house: House) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    survey = await asked(house, anna, "Давайте знакомиться")
    refused = await answer(house, boris, survey, {"likes": ["tea"]})
    assert problem_of(refused)["code"] == "not_found"


async def test_new_member_is_asked_and_rewarded_for_the_answer(house: House) -> None:
    anna = await house.sign_in()
    survey = await asked(house, anna, "Давайте знакомиться")
    given = await answer(house, anna, survey, {"likes": ["tea"], "other": "пуэр"})
    assert (given.status_code, given.content) == (204, b"")
    wallet = await wallet_of(house, anna)
    assert (wallet["points"]["balance"], wallet["surveys"]) == (30, [])
    history = (await house.http.get("/v1/history", headers=anna.bearer)).json()
    assert history["entries"][0]["reason"] == "Давайте знакомиться"
    assert history["entries"][0]["detail"] == "опрос"


async def test_survey_whose_answer_was_lost_is_rewarded_once(house: House) -> None:
    anna = await house.sign_in()
    survey = await asked(house, anna, "Давайте знакомиться")
    for likes in (["tea"], ["tea"], ["coffee"]):
        assert (await answer(house, anna, survey, {"likes": likes})).status_code == 204
    assert await balance_of(house, anna) == 30
    assert [row.answers for row in kept_answers(house)] == [{"likes": ["tea"]}]


async def test_impossible_answer_is_refused_with_its_place_and_may_be_corrected(
    house: House,
) -> None:
    anna = await house.sign_in()
    await house.buy(anna)
    survey = await asked(house, anna, "Как прошёл визит?")
    problem = problem_of(await answer(house, anna, survey, {"recommend": 3}))
    assert problem["code"] == "answers_invalid"
    assert problem["errors"][0]["path"] == "$.answers.why"
    better = await answer(house, anna, survey, {"recommend": 3, "why": "Очередь"})
    assert better.status_code == 204


async def test_visit_is_asked_about_with_its_store_and_not_again_within_the_week(
    house: House,
) -> None:
    anna = await house.sign_in()
    await house.buy(anna)
    await house.buy(anna)
    surveys = (await wallet_of(house, anna))["surveys"]
    about = [one["about"] for one in surveys if one["title"] == "Как прошёл визит?"]
    assert about == ["Четыре вопроса · Тверская, 1"]


async def test_visit_is_asked_about_again_when_the_week_is_over(house: House) -> None:
    anna = await house.sign_in()
    await house.buy(anna)
    house.clock.forward(days=8)
    anna = await house.sign_in()
    await house.buy(anna)
    titles = [one["title"] for one in (await wallet_of(house, anna))["surveys"]]
    assert titles.count("Как прошёл визит?") == 2


@pytest.mark.parametrize(
    ("limit", "asked_later"), [("open_at_most = 1", 1), ("days_between = 2", 2)]
)
async def test_member_is_not_asked_more_often_than_the_programme_allows(
    house: House, limit: str, asked_later: int
) -> None:
    with house.settings.database.writing() as session:
        publish(session, PROGRAM.replace("open_at_most = 3", limit), house.clock())
    anna = await house.sign_in()
    await house.buy(anna)
    titles = [one["title"] for one in (await wallet_of(house, anna))["surveys"]]
    assert titles == ["Давайте знакомиться"]
    house.clock.forward(days=3)
    anna = await house.sign_in()
    await house.buy(anna)
    assert len((await wallet_of(house, anna))["surveys"]) == asked_later


async def test_delivery_told_twice_is_asked_about_once(house: House) -> None:
    anna = await house.sign_in()
    bought = await house.buy(anna)
    brought_at = house.clock.now
    for _ in range(2):
        told = await house.at_till("/deliveries", {"purchase_id": bought["purchase_id"]})
        assert told.status_code == 201
        house.clock.forward(seconds=30)
    await asked(house, anna, "Как доставили заказ?")
    path = f"/v1/purchases/{bought['purchase_id']}"
    receipt = await house.http.get(path, headers=anna.bearer)
    assert datetime.fromisoformat(receipt.json()["delivered_at"]) == brought_at


async def test_purchase_that_was_not_paid_cannot_be_delivered(house: House) -> None:
    quote = await house.ring_up(await house.sign_in())
    refused = await house.at_till("/deliveries", {"purchase_id": quote["purchase_id"]})
    assert problem_of(refused)["code"] == "not_found"


async def test_unlinkable_answer_is_kept_apart_from_the_member_and_rewarded_once(
    house: House,
) -> None:
    anna = await house.sign_in()
    bought = await house.buy(anna)
    await house.at_till("/deliveries", {"purchase_id": bought["purchase_id"]})
    before = await balance_of(house, anna)
    survey = await asked(house, anna, "Как доставили заказ?")
    for at in ("2026-10-31T09:00:00Z", AT):
        assert (await answer(house, anna, survey, {"in_time": False}, at)).status_code == 204
    (row,) = kept_answers(house)
    assert (row.member_id, row.invitation_id) == (None, None)
    assert row.at.isoformat() == "2026-10-31T21:00:00+00:00"
    assert await balance_of(house, anna) == before + 10


async def test_answer_given_in_time_and_sent_late_is_taken_and_a_late_one_is_not(
    house: House,
) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    surveys = [await asked(house, phone, "Давайте знакомиться") for phone in (anna, boris)]
    house.clock.forward(days=15)
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    late = house.clock.now.isoformat()
    assert (await answer(house, anna, surveys[0], {"likes": ["tea"]})).status_code == 204
    refused = await answer(house, boris, surveys[1], {"likes": ["tea"]}, at=late)
    assert problem_of(refused)["code"] == "survey_ended"


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        (
            'visibleIf = "{recommend} < 7',
            'visibleIf = "{recomend} < 7',
            "no question 'recomend' above",
        ),
        ('type = "comment"', 'type = "signaturepad"', "one of rating"),
        ('trigger = "delivery"', 'trigger = "birth"', "one of registration"),
        ('stores = ["tverskaya"]', 'stores = ["moon"]', "no store 'moon'"),
    ],
)
def test_broken_survey_stops_the_programme_at_its_line(
    written: str, instead: str, told: str
) -> None:
    text = PROGRAM.replace(written, instead)
    line = next(n for n, one in enumerate(text.splitlines(), 1) if instead in one)
    with pytest.raises(FileRefused, match=rf"^lavka\.toml:{line}: .*{told}"):
        parse_program(text, "lavka.toml")
