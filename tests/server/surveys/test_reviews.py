"""Reviews of visits: one for a purchase, the latest holds, told by store and month."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from loyalty_server.surveys.report import figures
from loyalty_server.surveys.reviews import review_ratings, reviews_with_text
from tests.server.house import BORIS, House, Phone, bearer, problem_of
from tests.server.visits import AT, put

pytestmark = pytest.mark.slow


GOOD = {"rating": 5, "text": " Улыбнулись ", "at": AT}
MOSCOW = ZoneInfo("Europe/Moscow")


async def review_seen(house: House, member: Phone, purchase_id: str) -> Any:
    receipt = await house.http.get(f"/v1/purchases/{purchase_id}", headers=member.bearer)
    return receipt.json()["review"]


async def test_stranger_reviews_nothing(house: House) -> None:
    for headers in ({}, bearer("nonsense")):
        refused = await house.http.put("/v1/purchases/p1/review", json=GOOD, headers=headers)
        assert problem_of(refused)["code"] == "unauthenticated"


async def test_visit_that_did_not_happen_is_not_found(house: House) -> None:
    anna = await house.sign_in()
    opened = await house.ring_up(anna)
    for purchase_id in ("unknown", opened["purchase_id"]):
        refused = await put(house, anna, f"/purchases/{purchase_id}/review", GOOD)
        assert problem_of(refused)["code"] == "not_found"


async def test_somebody_elses_visit_is_not_found(house: House) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    bought = await house.buy(anna)
    refused = await put(house, boris, f"/purchases/{bought['purchase_id']}/review", GOOD)
    assert problem_of(refused)["code"] == "not_found"


@pytest.mark.parametrize(
    ("wrong", "path"),
    [({"rating": 0}, "$.rating"), ({"rating": 6}, "$.rating"), ({"text": "a" * 2001}, "$.text")],
)
async def test_review_that_cannot_be_is_refused_with_its_place(
    house: House, wrong: dict[str, Any], path: str
) -> None:
    anna = await house.sign_in()
    bought = await house.buy(anna)
    refused = await put(house, anna, f"/purchases/{bought['purchase_id']}/review", GOOD | wrong)
    assert problem_of(refused)["errors"][0]["path"] == path


async def test_latest_review_holds_in_whichever_order_they_arrive(house: House) -> None:
    anna = await house.sign_in()
    bought = await house.buy(anna)
    path = f"/purchases/{bought['purchase_id']}/review"
    assert await review_seen(house, anna, bought["purchase_id"]) is None
    later = {"rating": 2, "text": "", "at": "2026-11-20T09:00:20Z"}
    for body in (GOOD, later, GOOD, later):
        assert (await put(house, anna, path, body)).status_code == 204
    assert await review_seen(house, anna, bought["purchase_id"]) == later | {"public": False}


async def test_report_tells_ratings_by_store_and_month_and_what_was_said(house: House) -> None:
    for phone, body in ((BORIS, GOOD), ("+79000000003", GOOD | {"rating": 2, "text": ""})):
        member = await house.sign_in(phone)
        bought = await house.buy(member)
        await put(house, member, f"/purchases/{bought['purchase_id']}/review", body)
    since = house.clock().replace(day=1)
    with house.settings.database.reading() as session:
        whole, by_store, by_tier, by_month = figures(review_ratings(session, MOSCOW, since))
        (said,) = reviews_with_text(session, MOSCOW, since)
        assert list(review_ratings(session, MOSCOW, since, "arbat")) == []
        assert reviews_with_text(session, MOSCOW, since, "arbat") == []
        assert len(list(review_ratings(session, MOSCOW, since, "tverskaya"))) == 2
    assert (whole.answers, whole.mean, whole.csat) == (2, 3.5, 50.0)
    assert (by_store.store, by_tier.tier) == ("Тверская, 1", "base")
    assert f"{by_month.month:%Y-%m}" == "2026-11"
    assert (said.rating, said.text) == (5, "Улыбнулись")


async def test_others_read_what_its_writer_allows_until_they_change_their_mind(
    house: House,
) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    place = f"/purchases/{(await house.buy(anna))['purchase_id']}/review"
    other = f"/purchases/{(await house.buy(boris))['purchase_id']}/review"
    since = house.clock.now - timedelta(days=1)
    for member, path, said in (
        (anna, place, {"text": "Улыбнулись", "public": True}),
        (boris, other, {"text": "Не для всех"}),
    ):
        body = {"rating": 5, "at": house.clock.now.isoformat()} | said
        assert (await put(house, member, path, body)).status_code == 204

    def public() -> list[str]:
        with house.settings.database.reading() as session:
            said = reviews_with_text(session, MOSCOW, since, only_public=True)
        return [one.text for one in said]

    assert public() == ["Улыбнулись"]
    house.clock.forward(minutes=1)
    again = {"rating": 5, "text": "Улыбнулись", "at": house.clock.now.isoformat()}
    assert (await put(house, anna, place, again)).status_code == 204
    assert public() == []
