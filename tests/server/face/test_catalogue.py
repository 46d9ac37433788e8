"""A wallet that asked for a part, and what it asks for after that."""

import pytest

from loyalty_server.publishing import publish
from tests.server.house import PROGRAM, House, Phone, problem_of

pytestmark = pytest.mark.slow

MANY = 130


def many(house: House) -> None:
    """Publish many offers and rewards more."""
    offers = (
        f'[[offers]]\nid = "o{number}"\ntitle = "Offer {number}"\ntext = "x"\nterms = "x"\n'
        f'reason = "x"\nkind = "bonus"\nvalue = 1\nstarts_on = 2026-11-01\nends_on = "never"\n'
        for number in range(MANY)
    )
    rewards = (
        f'[[rewards]]\nid = "r{number}"\ntitle = "Reward"\ntext = "x"\npoints = 7\n'
        for number in range(MANY)
    )
    text = "\n".join((PROGRAM, *offers, *rewards))
    house.settings.database.write(lambda session: publish(session, text, house.clock.now))
    house.clock.forward(seconds=1)


async def ids(house: House, phone: Phone, listed: str) -> list[str]:
    """Of all pages, led on by their links."""
    found: list[str] = []
    path = f"/v1/{listed}"
    while True:
        answer = await house.http.get(path, headers=phone.bearer)
        page = answer.json()
        found += [one["id"] for one in page[listed]]
        if page["next"] is None:
            assert "link" not in answer.headers
            return found
        path = f"/v1/{listed}?cursor={page['next']}"
        assert answer.headers["link"] == f'<{path}>; rel="next"'


@pytest.mark.parametrize("path", ["/v1/offers", "/v1/offers/o1", "/v1/rewards"])
async def test_stranger_sees_nothing(house: House, path: str) -> None:
    assert (await house.http.get(path)).status_code == 401


@pytest.mark.parametrize("offer_id", ["unknown", "october-tea", "no/id", "x" * 65])
async def test_offer_that_is_not_on_is_not_found(house: House, offer_id: str) -> None:
    phone = await house.sign_in()
    missing = await house.http.get(f"/v1/offers/{offer_id}", headers=phone.bearer)
    assert problem_of(missing)["code"] == "not_found"


@pytest.mark.parametrize("listed", ["offers", "rewards"])
async def test_wrong_cursor_is_refused(house: House, listed: str) -> None:
    phone = await house.sign_in()
    refused = await house.http.get(f"/v1/{listed}?cursor=wrong", headers=phone.bearer)
    assert (refused.status_code, problem_of(refused)["code"]) == (400, "invalid")


async def test_part_counts_what_the_pages_have(house: House) -> None:
    many(house)
    phone = await house.sign_in()
    whole = (await house.http.get("/v1/wallet", headers=phone.bearer)).json()
    part = (await house.http.get("/v1/wallet?most=30", headers=phone.bearer)).json()
    for listed in ("offers", "rewards"):
        all_of_them = [one["id"] for one in whole[listed]]
        assert len(all_of_them) >= MANY
        assert whole[f"more_{listed}"] == 0
        assert len(part[listed]) == 30
        assert part[f"more_{listed}"] == len(all_of_them) - 30
        assert sorted(await ids(house, phone, listed)) == sorted(all_of_them)
    seen = whole["offers"][-1]
    one = await house.http.get(f"/v1/offers/{seen['id']}", headers=phone.bearer)
    assert one.json() == seen


async def test_tag_of_a_part_is_not_that_of_the_whole(house: House) -> None:
    many(house)
    phone = await house.sign_in()
    tags = {}
    for path in ("/v1/wallet", "/v1/wallet?most=30", "/v1/wallet?most=31"):
        await house.http.get(path, headers=phone.bearer)
        answer = await house.http.get(path, headers=phone.bearer)
        tags[path] = answer.headers["etag"]
    for path in tags:
        for other, tag in tags.items():
            known = await house.http.get(path, headers=phone.bearer | {"If-None-Match": tag})
            assert known.status_code == (304 if path == other else 200), (path, other)


@pytest.mark.parametrize("most", ["0", "101", "-1", "x", "", "1.5"])
async def test_part_of_no_sensible_size_is_refused(house: House, most: str) -> None:
    phone = await house.sign_in()
    refused = await house.http.get(f"/v1/wallet?most={most}", headers=phone.bearer)
    assert (refused.status_code, problem_of(refused)["code"]) == (400, "invalid")


async def test_opting_in_brings_an_offer_into_the_part(house: House) -> None:
    many(house)
    phone = await house.sign_in()
    before = (await house.http.get("/v1/wallet?most=1", headers=phone.bearer)).json()
    assert [one["id"] for one in before["offers"]] != ["bread-plus-20"]
    at = {"at": "2026-11-20T08:59:00Z"}
    await house.http.put("/v1/offers/bread-plus-20/activation", json=at, headers=phone.bearer)
    after = (await house.http.get("/v1/wallet?most=1", headers=phone.bearer)).json()
    assert [one["id"] for one in after["offers"]] == ["bread-plus-20"]
