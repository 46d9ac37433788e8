"""A wallet is given the surveys that it can ask, whole, and no others."""

from typing import Any

import pytest

from loyalty_api.surveys.needs import (
    ASKED,
    ASKED_AT_FIRST,
    ASKS_AT_MOST,
    LENIENT,
    asks_heard,
    asks_said,
    needs_of,
)
from loyalty_server.publishing import publish
from tests.server.house import House, Phone
from tests.server.visits import PROGRAM

LIKES = '{"type": "checkbox", "name": "likes", "title": "Что вы любите?", "choices": ["coffee", "bakery", "tea"]}'
RANKED = LIKES.replace("checkbox", "ranking").replace("likes", "best")


def test_survey_needs_what_stands_in_it_at_any_depth() -> None:
    inner = {"type": "panel", "elements": [{"type": "ranking", "name": "a"}]}
    pages = {"pages": [{"elements": [inner]}, {"elements": [{"type": "signaturepad"}]}]}
    assert needs_of(pages) == {"panel", "ranking", "signaturepad"}
    steps = {"elements": ({"type": "text"},), "triggers": [{"type": "skip"}]}
    assert needs_of(steps | {"calculatedValues": []}) == {"text", "triggers"}


@pytest.mark.parametrize("name", LENIENT)
def test_validator_that_an_older_wallet_takes_for_a_stricter_one_is_not_given_to_it(
    name: str,
) -> None:
    validator = {"type": "regex", "regex": "^a", name: "info"}
    text = {"type": "text", "name": "q", "validators": [validator]}
    texts = {"type": "multipletext", "items": [{"name": "q", "validators": [validator]}]}
    assert needs_of({"elements": [text]}) == {"text", name}
    assert needs_of({"elements": [texts]}) == {"multipletext", name}
    assert name in ASKED


def test_what_a_wallet_says_is_heard_and_unknown_names_are_passed_over() -> None:
    assert asks_heard(asks_said(ASKED)) == ASKED
    assert len(asks_said(ASKED)) <= ASKS_AT_MOST
    assert asks_heard("rating,hologram") == {"rating"}
    assert asks_heard("") == frozenset()
    assert asks_heard(None) == ASKED_AT_FIRST


@pytest.mark.slow
async def test_survey_with_a_question_that_a_wallet_does_not_know_waits_for_the_newer_app(
    house: House,
) -> None:
    program = PROGRAM.replace(LIKES, f"{LIKES}, {RANKED}")
    with house.settings.database.writing() as session:
        publish(session, program, house.clock())
    anna = await house.sign_in()
    old, tag = await asked_of(house, anna)
    assert old == []
    assert (await asked_of(house, anna, asks="ranking,text"))[0] == []
    assert (await asked_of(house, anna, asks=asks_said(ASKED)))[0] == ["Давайте знакомиться"]
    again = await house.http.get(
        "/v1/wallet",
        headers=anna.bearer | {"If-None-Match": tag},
        params={"asks": asks_said(ASKED)},
    )
    assert again.status_code == 200
    await house.buy(anna)
    assert (await asked_of(house, anna))[0] == ["Как прошёл визит?"]


@pytest.mark.slow
async def test_wallet_that_says_too_much_is_refused(house: House) -> None:
    anna = await house.sign_in()
    refused = await house.http.get(
        "/v1/wallet", headers=anna.bearer, params={"asks": "rating," * 100}
    )
    assert refused.status_code == 400


async def asked_of(house: House, phone: Phone, **said: str) -> tuple[list[str], str]:
    """The titles of the surveys in the wallet, and its tag."""
    answer = await house.http.get("/v1/wallet", headers=phone.bearer, params=said)
    surveys: list[dict[str, Any]] = answer.json()["surveys"]
    return [one["title"] for one in surveys], answer.headers["ETag"]
