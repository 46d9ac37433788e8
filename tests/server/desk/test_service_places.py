"""Conversations, missed receipts, reviews, tills and promo codes at the desk."""

import re

from loyalty_server.publishing import publish
from tests.server.desk.operators import at_desk
from tests.server.house import OWN_PAGE, PROGRAM, House, Phone

SPRING = """
[[promo_codes]]
id = "spring"
title = "Весна"
points = 50
ends_on = 2027-05-31
"""
WRITTEN = {"text": "Где мои <баллы>?"}


async def write(house: House, phone: Phone) -> str:
    """A member writes to support; their id."""
    sent = await house.http.post(
        "/v1/messages", json=WRITTEN, headers={**phone.bearer, "Idempotency-Key": "first-message"}
    )
    assert sent.status_code == 201, sent.text
    told = await house.http.get("/v1/wallet", headers=phone.bearer)
    member: str = told.json()["member"]["id"]
    return member


async def test_member_who_wrote_is_answered_and_reads_it(house: House) -> None:
    phone = await house.sign_in()
    member = await write(house, phone)
    async with at_desk(house, "Olga", "support") as olga, at_desk(house, "Pyotr") as pyotr:
        assert "Где мои &lt;баллы&gt;?" in await olga.see("messages")
        await olga.see(f"messages/{member}")
        assert "Being answered by Olga" in await pyotr.see("messages")
        assert "Also here now: Olga" in await pyotr.see(f"messages/{member}")
        house.clock.forward(minutes=4)
        assert "Olga" not in await pyotr.see("messages")
        too_long = await olga.send(f"messages/{member}", status=400, text="а" * 5000)
        assert "а" * 5000 in too_long.text
        await olga.send(f"messages/{member}", text="Уже начислены")
        assert "Nobody is waiting" in await olga.see("messages")
        assert "not read" in await olga.see(f"messages/{member}")
    thread = await house.http.get("/v1/messages?folder=support", headers=phone.bearer)
    assert [one["text"] for one in thread.json()["messages"]] == ["Уже начислены", WRITTEN["text"]]


async def test_missed_receipt_is_counted_once_or_refused_with_a_reason(house: House) -> None:
    phone = await house.sign_in()
    for number in ("41", "42"):
        body = {"receipt_id": number, "at": house.clock.now.isoformat(), "total": 118_400}
        house.clock.forward(minutes=1)
        key = {"Idempotency-Key": f"claim-{number}"}
        claimed = await house.http.post("/v1/claims", json=body, headers=phone.bearer | key)
        assert claimed.status_code == 201, claimed.text
    async with at_desk(house, "Olga", "support") as olga:
        page = await olga.see("claims")
        first, second = re.findall(r"claims/(\w+)/grant", page)
        await olga.send(f"claims/{second}/refuse", status=400, why=" ")
        await olga.send(f"claims/{first}/grant")
        await olga.send(f"claims/{first}/grant", status=404)
        await olga.send(f"claims/{second}/refuse", why="Такого чека нет")
        assert "No receipt is waiting" in await olga.see("claims")
    async with at_desk(house, "Pyotr") as pyotr:
        log = await pyotr.see("log?operator=Olga")
        assert "Counted a receipt" in log
        assert "Refused a receipt" in log
    claims = (await house.http.get("/v1/claims", headers=phone.bearer)).json()["claims"]
    assert {one["receipt_id"]: one["state"] for one in claims} == {"41": "granted", "42": "refused"}


async def test_review_is_answered_in_the_thread_and_may_be_answered_again_when_changed(
    house: House,
) -> None:
    phone = await house.sign_in()
    bought = await house.buy(phone)

    async def review(text: str) -> None:
        house.clock.forward(minutes=1)
        body = {"rating": 2, "text": text, "at": house.clock.now.isoformat()}
        path = f"/v1/purchases/{bought['purchase_id']}/review"
        assert (await house.http.put(path, json=body, headers=phone.bearer)).is_success

    async with at_desk(house, "Olga", "marketing") as olga:
        await review("Долго ждали")
        answer = f"reviews/{bought['purchase_id']}"
        assert f'action="/desk/{answer}"' in await olga.see("reviews")
        await olga.send(answer, status=400, text="")
        await olga.send(answer, text="Поставили вторую кассу")
        assert f'action="/desk/{answer}"' not in await olga.see("reviews")
        await review("Всё ещё долго")
        assert f'action="/desk/{answer}"' in await olga.see("reviews?store=tverskaya")
    thread = await house.http.get("/v1/messages?folder=support", headers=phone.bearer)
    (written,) = thread.json()["messages"]
    assert written["text"] == "Поставили вторую кассу"
    assert "оценили покупку" in written["reason"]


async def test_new_till_s_key_works_is_shown_once_and_can_be_revoked(house: House) -> None:
    async with at_desk(house, "Olga", "programme") as olga:
        added = await olga.send("tills", status=200, store="tverskaya", name="Вторая")
        found = re.search(r'class="once">([^<]+)<', added.text)
        assert found
        body = {"raw": "nothing", "till_time": house.clock.now.isoformat()}
        known = await house.at_till("/scans", body, till_key=found[1])
        assert known.json()["code"] == "code_malformed"
        assert found[1] not in await olga.see("tills")
        till = re.findall(r"tills/(\w+)/pair", added.text)[-1]
        code = await olga.send(f"tills/{till}/pair", status=200)
        typed = re.search(r'class="once">([^<]+)<', code.text)
        assert typed
        paired = await house.http.post(
            "/v1/cashier/device", json={"code": typed[1], "name": "iPad"}, headers=OWN_PAGE
        )
        assert paired.status_code == 201
        await olga.send(f"tills/{till}/revoke")
        assert "revoked" in await olga.see("tills")
        refused = await house.at_till("/scans", body, till_key=found[1])
        assert refused.status_code == 401
        await olga.send("tills", status=404, store="nowhere", name="x")
        await olga.send("tills/unknown/pair", status=404)


async def test_promo_codes_come_as_a_file_as_many_as_asked(house: House) -> None:
    with house.settings.database.writing() as session:
        publish(session, PROGRAM + SPRING, house.clock.now)
    async with at_desk(house, "Olga", "marketing") as olga:
        page = await olga.see("promo")
        promo = re.search(r'name="promo" value="([^"]+)"', page)
        assert promo
        made = await olga.send("promo", status=200, promo=promo[1], count="25")
        codes = made.text.split()
        assert len(set(codes)) == 25
        assert "attachment" in made.headers["content-disposition"]
        assert codes[0] not in await olga.see("promo")
        assert "Made 25, used 0" in await olga.see("promo")
        await olga.send("promo", status=400, promo=promo[1], count="0")
        await olga.send("promo", status=400, promo="unknown", count="5")
