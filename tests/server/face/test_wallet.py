"""The snapshot: whole, unchanged when nothing changed, the same few statements however much there is."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from loyalty_api.codec import loads
from loyalty_api.models import Wallet
from tests.server.house import ANNA, House, bearer, problem_of

pytestmark = pytest.mark.slow


@contextmanager
def statements_counted(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


async def test_stranger_sees_no_wallet(house: House) -> None:
    for headers in ({}, bearer("nonsense"), {"Authorization": "Basic QTpC"}):
        refused = await house.http.get("/v1/wallet", headers=headers)
        assert refused.status_code == 401
        assert problem_of(refused)["code"] == "unauthenticated"


async def test_till_key_opens_no_wallet(house: House) -> None:
    refused = await house.http.get("/v1/wallet", headers=bearer(house.till_key))
    assert refused.status_code == 403
    assert problem_of(refused)["code"] == "forbidden"


async def test_member_sees_the_whole_wallet(house: House) -> None:
    phone = await house.sign_in()
    resolved = await house.buy(phone)
    answer = await house.http.get("/v1/wallet", headers=phone.bearer)
    wallet = loads(Wallet, answer.content)
    assert wallet.points.balance == resolved["balance"] == 86
    assert wallet.points.worth.amount == 8600
    assert wallet.member.phone == ANNA
    assert wallet.tier.name == "Базовый"
    assert wallet.tier.next
    assert wallet.tier.next.done == 118_400
    assert [offer.id for offer in wallet.offers] == ["coffee-x3", "bread-plus-20"]
    assert [consent.purpose for consent in wallet.consents if consent.granted_at] == [
        "rules",
        "personal_data",
    ]
    assert wallet.card.static_code.payload == wallet.card.number
    assert wallet.stores[0].id == "tverskaya"
    assert answer.headers["cache-control"] == "private, no-cache"


async def test_wallet_says_which_points_are_lost_when(house: House) -> None:
    await house.buy(await house.sign_in())
    house.clock.forward(days=340)
    phone = await house.sign_in()
    wallet = (await house.http.get("/v1/wallet", headers=phone.bearer)).json()
    assert wallet["points"]["expiring"] == [{"points": 86, "on": "2027-11-20"}]


async def test_unchanged_wallet_is_an_empty_answer_although_time_passes(house: House) -> None:
    phone = await house.sign_in()
    first = await house.http.get("/v1/wallet", headers=phone.bearer)
    house.clock.forward(minutes=3)
    again = await house.http.get(
        "/v1/wallet", headers=phone.bearer | {"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


async def test_purchase_makes_the_wallet_a_new_one(house: House) -> None:
    phone = await house.sign_in()
    first = await house.http.get("/v1/wallet", headers=phone.bearer)
    await house.buy(phone)
    again = await house.http.get(
        "/v1/wallet", headers=phone.bearer | {"If-None-Match": first.headers["etag"]}
    )
    assert again.status_code == 200
    assert again.headers["etag"] != first.headers["etag"]


async def test_wallet_is_told_in_the_members_language(house: House) -> None:
    phone = await house.sign_in()
    titles = []
    for language in ("ru-RU, en;q=0.5", "en"):
        headers = phone.bearer | {"Accept-Language": language}
        wallet = (await house.http.get("/v1/wallet", headers=headers)).json()
        titles.append(wallet["consents"][0]["title"])
    assert titles == ["Правила программы", "Programme rules"]


async def test_wallet_takes_the_same_few_statements_however_much_happened(house: House) -> None:
    phone = await house.sign_in()
    await house.http.get("/v1/wallet", headers=phone.bearer)
    counts = []
    for purchases in (1, 5):
        for _ in range(purchases):
            await house.buy(phone)
        with statements_counted(house.settings.database.engine) as statements:
            await house.http.get("/v1/wallet", headers=phone.bearer)
        counts.append(len([one for one in statements if not one.startswith("BEGIN")]))
    assert counts[0] == counts[1] <= 17


async def test_signed_out_device_sees_no_wallet(house: House) -> None:
    phone = await house.sign_in()
    await house.http.delete("/v1/auth/session", headers=phone.bearer)
    assert (await house.http.get("/v1/wallet", headers=phone.bearer)).status_code == 401
