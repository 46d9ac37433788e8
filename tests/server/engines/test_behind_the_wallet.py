"""Another engine's points in the wallet: shown, spent, given, and none lost or doubled when it is away."""

import shutil
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.codec import loads
from loyalty_api.history import History
from loyalty_api.models import Wallet
from loyalty_server.engines.calling import Behind
from loyalty_server.engines.csv_file import CsvEngine
from loyalty_server.engines.outbox import send_gifts_to
from loyalty_server.engines.port import Can
from loyalty_server.housekeeping import keep_with_engine_once, tidy
from loyalty_server.points.gifts import Gift, give
from loyalty_server.programme.versions import rules_at
from loyalty_server.tables import MemberRow
from tests.server.engines.conftest import on_both
from tests.server.engines.jar import BREAD, JarEngine
from tests.server.house import ANNA, House, Phone, open_house, problem_of, purchase_body

HEAD = "card,phone,email,at,points,reason\n"
TWO = (
    f"0421,{ANNA},anna@example.com,2026-11-01T10:00:00,120,Покупка 17\n"
    f"0421,{ANNA},anna@example.com,2026-11-03,-20,Скидка\n"
)


async def wallet_of(house: House, phone: Phone) -> Wallet:
    answer = await house.http.get("/v1/wallet", headers=phone.bearer)
    assert answer.status_code == 200, answer.text
    return loads(Wallet, answer.content)


async def post(house: House, phone: Phone, path: str, body: object, key: str = "") -> Any:
    headers = phone.bearer | {"Idempotency-Key": key or str(uuid4())}
    return await house.http.post(path, json=body, headers=headers)


async def with_points(house: House, jars: JarEngine, points: int) -> Phone:
    phone = await house.sign_in()
    await wallet_of(house, phone)
    jars.move("jar-1", points, "Покупка")
    house.clock.forward(seconds=10)
    return phone


async def test_member_sees_the_balance_of_a_file_and_its_history(
    new_house: tuple[Path, str], tmp_path: Path
) -> None:
    file = tmp_path / "balances.csv"
    file.write_text(HEAD + TWO, "utf-8")
    copy = Path(shutil.copy(new_house[0], tmp_path / "house.db"))
    async with open_house(copy, new_house[1], Behind("csv", CsvEngine(file))) as house:
        phone = await house.sign_in()
        wallet = await wallet_of(house, phone)
        assert (wallet.points.balance, wallet.points.lifetime) == (100, 120)
        assert wallet.points.worth.amount == 10_000
        assert wallet.features == ("history",)
        assert (wallet.tier.name, wallet.offers, wallet.rewards) == ("", (), ())
        page = await house.http.get("/v1/history", headers=phone.bearer)
        entries = loads(History, page.content).entries
        assert [(each.points, each.reason) for each in entries] == [
            (-20, "Скидка"),
            (120, "Покупка 17"),
        ]
        keep_with_engine_once(house.settings)
        file.write_text(HEAD + TWO + f"0421,{ANNA},,2026-11-20,7,Подарок\n", "utf-8")
        keep_with_engine_once(house.settings)
        assert (await wallet_of(house, phone)).points.balance == 107
        file.unlink()
        house.clock.forward(minutes=5)
        late = await wallet_of(house, phone)
        assert late.points.balance == 107
        assert late.points.as_of < late.server_time


async def test_newcomer_is_enrolled_once_and_unchanged_wallet_is_not_sent_again(
    house: House, jars: JarEngine
) -> None:
    phone = await with_points(house, jars, 70)
    first = await house.http.get("/v1/wallet", headers=phone.bearer)
    wallet = loads(Wallet, first.content)
    assert (wallet.points.balance, wallet.tier.name) == (70, "Серебро")
    assert [reward.id for reward in wallet.rewards] == ["mug", "trip"]
    assert wallet.choice is None, "categories are chosen in our own programme"
    assert "reviews" not in (wallet.features or ())
    house.clock.forward(seconds=10)
    again = await house.http.get(
        "/v1/wallet", headers=phone.bearer | {"If-None-Match": first.headers["etag"]}
    )
    assert again.status_code == 304
    jars.move("jar-1", 5, "Покупка")
    house.clock.forward(seconds=10)
    changed = await house.http.get(
        "/v1/wallet", headers=phone.bearer | {"If-None-Match": first.headers["etag"]}
    )
    assert loads(Wallet, changed.content).points.balance == 75
    assert f"enrol:{wallet.member.id}" in jars.done
    assert jars.calls.count("enrol") == len(jars.jars) == 1


@on_both
async def test_reward_is_taken_once_although_the_answer_was_lost(
    house: House, jars: JarEngine
) -> None:
    phone = await with_points(house, jars, 120)
    key, mug = str(uuid4()), {"reward_id": "mug"}
    jars.loses_answers = True
    lost = await post(house, phone, "/v1/redemptions", mug, key)
    assert problem_of(lost)["code"] == "unavailable"
    assert lost.headers["retry-after"]
    jars.loses_answers = False
    other = await post(house, phone, "/v1/redemptions", {"reward_id": "cup"}, key)
    assert problem_of(other)["code"] == "idempotency_key_reused"
    house.clock.forward(seconds=10)
    await wallet_of(house, phone)
    taken = await post(house, phone, "/v1/redemptions", mug, key)
    assert taken.status_code == 201, taken.text
    assert (await post(house, phone, "/v1/redemptions", mug, key)).content == taken.content
    assert jars.jars["jar-1"].balance == 70
    wallet = await wallet_of(house, phone)
    assert (wallet.points.balance, len(wallet.coupons)) == (70, 1)
    promo = await post(house, phone, "/v1/promo-codes", {"code": BREAD})
    assert promo.json()["balance"] == 100
    assert (await wallet_of(house, phone)).points.balance == 100
    back = f"/v1/redemptions/{taken.json()['redemption_id']}/cancellation"
    for _ in range(2):
        assert (await house.http.put(back, headers=phone.bearer)).status_code == 200
    assert (await wallet_of(house, phone)).points.balance == 150


async def test_engine_says_no_in_its_own_codes(house: House, jars: JarEngine) -> None:
    phone = await with_points(house, jars, 20)
    refused = await post(house, phone, "/v1/redemptions", {"reward_id": "mug"})
    assert problem_of(refused)["available"] == 20
    wrong = await post(house, phone, "/v1/promo-codes", {"code": "НЕТ"})
    assert problem_of(wrong)["code"] == "promo_code_wrong"
    applied = await post(house, phone, "/v1/promo-codes", {"code": BREAD})
    assert applied.json()["balance"] == 50
    there_is_none = f"/v1/purchases/{uuid4()}"
    assert (await house.http.get(there_is_none, headers=phone.bearer)).status_code == 404
    assert (await house.http.get("/v1/claims", headers=phone.bearer)).status_code == 404
    assert (await house.http.get("/cashier/")).status_code == 404


async def test_last_standing_is_shown_with_its_time_while_the_engine_is_away(
    house: House, jars: JarEngine
) -> None:
    jars.is_away = True
    phone = await house.sign_in()
    unknown = await house.http.get("/v1/wallet", headers=phone.bearer)
    assert problem_of(unknown)["code"] == "unavailable"
    jars.is_away = False
    house.clock.forward(seconds=10)
    seen = await wallet_of(house, phone)
    assert seen.points.as_of == seen.server_time
    jars.is_away = True
    house.clock.forward(minutes=3)
    late = await wallet_of(house, phone)
    assert late.points.as_of == seen.points.as_of < late.server_time
    asked = len(jars.calls)
    await wallet_of(house, phone)
    assert len(jars.calls) == asked
    history = await house.http.get("/v1/history", headers=phone.bearer)
    assert problem_of(history)["code"] == "unavailable"


@on_both
async def test_points_of_a_survey_wait_for_the_engine_and_are_given_once(
    house: House, jars: JarEngine
) -> None:
    phone = await with_points(house, jars, 10)
    jars.is_away = True
    now = house.clock.now

    def answered(session: Session) -> None:
        member_id = session.scalars(select(MemberRow.id)).one()
        give(session, rules_at(session, now).program, member_id, Gift(25, "Опрос", "", {}), now)

    house.settings.database.write(answered)
    keep_with_engine_once(house.settings)
    jars.is_away, jars.loses_answers = False, True
    for _ in range(3):
        house.clock.forward(minutes=1)
        keep_with_engine_once(house.settings)
    jars.loses_answers = False
    house.clock.forward(minutes=5)
    keep_with_engine_once(house.settings)
    assert jars.jars["jar-1"].balance == 35
    assert (await wallet_of(house, phone)).points.balance == 35


async def test_engine_that_takes_no_gifts_leaves_none_in_our_ledger(
    house: House, jars: JarEngine
) -> None:
    jars.can = jars.can - {Can.GIVE}
    send_gifts_to(house.settings.database, house.settings.engine)
    await with_points(house, jars, 10)
    now = house.clock.now

    def answered(session: Session) -> int:
        member_id = session.scalars(select(MemberRow.id)).one()
        gift = Gift(25, "Опрос", "", {})
        return give(session, rules_at(session, now).program, member_id, gift, now).available

    assert house.settings.database.write(answered) == 0
    house.clock.forward(minutes=5)
    keep_with_engine_once(house.settings)
    assert jars.jars["jar-1"].balance == 10


async def test_till_recognises_the_member_and_rings_up_elsewhere(
    house: House, jars: JarEngine
) -> None:
    phone = await with_points(house, jars, 55)
    await wallet_of(house, phone)
    scan = await house.scan(phone)
    assert (scan["reference"], scan["balance"], scan["member"]["tier"]) == ("jar-1", 55, "Серебро")
    refused = await house.at_till("/purchases", purchase_body(scan["scan_id"]))
    assert refused.status_code == 404


@on_both
async def test_wallet_hears_what_happened_at_the_engines_own_till(
    house: House, jars: JarEngine
) -> None:
    phone = await house.sign_in()
    await wallet_of(house, phone)
    keep_with_engine_once(house.settings)
    jars.move("jar-1", 40, "Покупка")
    keep_with_engine_once(house.settings)
    events = await house.http.get(
        "/v1/wallet/events?once=true", headers=phone.bearer | {"Last-Event-ID": "0"}
    )
    assert '"balance":40' in events.text


@on_both
async def test_erased_member_is_forgotten_there_too(house: House, jars: JarEngine) -> None:
    phone = await with_points(house, jars, 40)
    await wallet_of(house, phone)
    export = await house.http.post("/v1/privacy/exports", headers=phone.bearer)
    assert export.json()["records"]["engine_account"][0]["ref"] == "jar-1"
    left = await house.http.delete("/v1/member", headers=phone.bearer)
    assert left.json()["points_lost"] == 40
    house.clock.forward(days=15)
    tidy(house.settings)
    jars.is_away = True
    keep_with_engine_once(house.settings)
    assert jars.jars
    jars.is_away = False
    house.clock.forward(minutes=5)
    keep_with_engine_once(house.settings)
    assert not jars.jars
