"""A member's month in one walk, every call once: `python -m tests.server.face.examples.walk` writes
the examples anew."""

import asyncio
import json
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric import ec

from loyalty_api.messages import MessageKind
from loyalty_api.years import ENOUGH
from loyalty_server.contests.drawing import draw_due
from loyalty_server.face.examples import FILE
from loyalty_server.keys import base64url
from loyalty_server.messages.broadcasting import send_to_all
from loyalty_server.messages.broadcasts import Broadcast
from loyalty_server.publishing import publish
from loyalty_server.pushes.encryption import CURVE
from tests.server.face.examples.recorder import Recorder
from tests.server.house import (
    ANNA,
    BORIS,
    BREAD,
    COFFEE,
    House,
    Phone,
    bearer,
    build_house,
    listening,
    open_house,
    session_body,
)
from tests.server.passes.kiosk import giving, passes_in
from tests.server.pushes.browser import Browser
from tests.server.pushes.noisy import notifying
from tests.server.visits import PROGRAM

NOBODY: dict[str, str] = {}
SERVICE = "https://fcm.googleapis.com"
LUCKY = "+79000000077"
CONTEST = """
[[contests]]
id = "supper"
title = "Ужин на двоих"
text = "Нажмите и участвуйте"
entry = "tap"
starts_on = {today}
ends_on = {today}
draw_on = {draw_on}
prizes = [{{ title = "Ужин" }}]
"""
EXPORTED = ("member", "consent", "entry")
"""So much of an export is enough of an example; these come in the same order each time."""


def contest_of(today: date) -> str:
    """One that is on for this day."""
    return CONTEST.format(today=today, draw_on=today + timedelta(days=1))


async def walked(folder: Path) -> dict[str, dict[str, Any]]:
    """What a new server, whose database is in this folder, said to each call."""
    file = folder / "examples.db"
    till_key = build_house(file, PROGRAM)
    async with open_house(file, till_key) as house:
        recorder = Recorder(house.http)
        await _Walk(house, recorder).all()
        async with giving(house, passes_in(folder)) as kiosk:
            recorder.http = kiosk.http
            await _take_passes(recorder, await kiosk.sign_in(BORIS))
            house.clock.forward(minutes=2)
            async with notifying(house, SERVICE) as noisy:
                recorder.http = noisy.http
                await _subscribe(recorder, await noisy.sign_in(BORIS))
        recorder.http = house.http
        await _try_luck(recorder, house)
        return dict(sorted(recorder.said.items()))


async def _try_luck(recorder: Recorder, house: House) -> None:
    """In a contest that is drawn three days later."""
    database, now = house.settings.database, house.clock.now
    database.write(lambda session: publish(session, PROGRAM + contest_of(now.date()), now))
    await recorder.call("take_part", (await house.sign_in(LUCKY)).bearer, contest_id="supper")
    house.clock.forward(days=3)
    draw_due(database, house.clock)
    await recorder.call("read_draw", (await house.sign_in(LUCKY)).bearer, contest_id="supper")


class _Walk:
    def __init__(self, house: House, recorder: Recorder) -> None:
        self.house, self.call, self.said = house, recorder.call, recorder.said
        self.till = bearer(house.till_key)

    async def all(self) -> None:
        """Everything, in an order in which each finds what it needs."""
        await self._operations()
        member = await self._sign_in()
        purchase_id = await self._buy(member)
        await self._look(member, purchase_id)
        await self._act(member, purchase_id)
        await self._go_out(member)
        await self._join(member)
        await self._year(member)
        membership_id = await self._share(member)
        await self._settle(member)
        await self.call("send_away", member.bearer, membership_id=membership_id)
        await self._leave(member)

    @property
    def at(self) -> str:
        return self.house.clock.now.isoformat().replace("+00:00", "Z")

    async def _operations(self) -> None:
        await self.call("healthz", NOBODY)
        await self.call("readyz", NOBODY)
        told = (await self.call("openapi", NOBODY)).json()
        self.said["openapi"]["response"] = {"openapi": told["openapi"], "paths": {}}

    async def _sign_in(self) -> Phone:
        sent = (await self.call("send_code", NOBODY, {"phone": ANNA})).json()["challenge_id"]
        code = self.house.postbox.last_code
        await self.call("look_at_link", NOBODY, {"challenge_id": sent, "code": code})
        opened = (await self.call("sign_in", NOBODY, session_body(sent, code))).json()
        body = {"refresh_token": opened["refresh_token"]}
        opened |= (await self.call("refresh", NOBODY, body)).json()
        member = Phone(opened)
        await self.call("keep_credential", member.bearer, {"kid": opened["credential"]["kid"]})
        lock = {"key": base64url(bytes(range(32))), "above": 500, "code": None}
        await self.call("lock_device", member.bearer, lock)
        return member

    async def _scanned(self, member: Phone) -> str:
        self.house.clock.forward(seconds=30)
        body = {"raw": member.card_code(self.house.clock.now), "till_time": self.at}
        scan_id: str = (await self.call("scan_card", self.till, body)).json()["scan_id"]
        return scan_id

    async def _rung_up(self, member: Phone, receipt_id: str, burn: int) -> str:
        body = {
            "scan_id": await self._scanned(member),
            "receipt_id": receipt_id,
            "lines": [COFFEE, BREAD],
            "total": 118_400,
            "burn": burn,
        }
        await self.call("estimate", self.till, body)
        opened = (await self.call("ring_up", self.till, body)).json()
        purchase_id: str = opened["purchase_id"]
        return purchase_id

    async def _buy(self, member: Phone) -> str:
        purchase_id = await self._rung_up(member, "1041", 0)
        await self.call("complete_purchase", self.till, purchase_id=purchase_id)
        given_up = await self._rung_up(member, "1042", 20)
        await self.call("cancel_purchase", self.till, purchase_id=given_up)
        await self.call("find_receipts", self.till, query={"receipt_id": "1041"})
        await self.call("deliver", self.till, {"purchase_id": purchase_id})
        return purchase_id

    async def _look(self, member: Phone, purchase_id: str) -> None:
        door = member.bearer
        await self.call("history", door)
        await self.call("purchase", door, purchase_id=purchase_id)
        await self.call("wallet", door)
        await self.call("wallet_events", door | {"Last-Event-ID": "0"}, query={"once": "true"})
        await self.call("offers", door)
        await self.call("offer", door, offer_id="coffee-20")
        await self.call("rewards", door)
        await self.call("devices", door)
        async with listening(self.house) as http:
            events = http.stream(
                "GET", "/v1/till/display/events", headers=self.till | {"Last-Event-ID": "0"}
            )
            async with events as answer:
                self.said["display_events"] = {"response": await _first_events(answer, 2)}

    async def _year(self, member: Phone) -> None:
        for _ in range(ENOUGH):
            await self.house.buy(member)
        await self.call("year_in_review", member.bearer, year=str(self.house.clock.now.year))

    async def _act(self, member: Phone, purchase_id: str) -> None:
        door, at = member.bearer, {"at": self.at}
        wallet = (await self.call("wallet", door)).json()
        review = at | {"rating": 5, "text": "Вкусно"}
        await self.call("review", door, review, purchase_id=purchase_id)
        await self.call("claim", door, at, purchase_id=purchase_id, offer_id="coffee-20")
        await self.call("opt_in", door, at, offer_id="coffee-20")
        await self.call("opt_out", door, at, offer_id="coffee-20")
        await self.call("choose", door, {"categories": ["books"]}, month="2026-12")
        survey = next(one for one in wallet["surveys"] if one["title"] == "Давайте знакомиться")
        answer = at | {"answers": {"likes": ["coffee", "tea"], "other": "улун"}}
        await self.call("answer", door, answer, survey_id=survey["id"])
        taken = (await self.call("take_reward", door, {"reward_id": "coffee"})).json()
        await self.call("give_back", door, redemption_id=taken["redemption_id"])
        await self.call("enter", door, {"code": "AUTUMN-25"})
        back = {"lines": [{"sku": "c1", "quantity": 1}]}
        await self.call("refund_purchase", self.till, back, purchase_id=purchase_id)

    async def _go_out(self, member: Phone) -> None:
        """To an event of this shop."""
        soon = self.house.clock.now + timedelta(hours=2)
        tasting = Broadcast(
            "tasting", MessageKind.EVENT, "Дегустация", "Сыры", starts_at=soon, places=12
        )
        send_to_all(self.house.settings.database, tasting, self.house.clock.now)
        await self.call("book_place", member.bearer, event_id=tasting.id)
        await self.call("give_place_back", member.bearer, event_id=tasting.id)
        await self.call("book_place", member.bearer, event_id=tasting.id)
        scan_id = await self._scanned(member)
        await self.call("let_in", self.till, event_id=tasting.id, scan_id=scan_id)

    async def _join(self, member: Phone) -> None:
        body = {"receipt_id": "1043", "lines": [COFFEE, BREAD], "total": 118_400}
        join = (await self.call("offer_to_join", self.till, body)).json()
        code = join["url"].rpartition("/")[2]
        await self.call("join_offer", NOBODY, code=code)
        await self.call("take", member.bearer, code=code)

    async def _share(self, head: Phone) -> str:
        """With a second member, who leaves and comes back; returns the membership that stays."""
        other = await self.house.sign_in(BORIS)
        url = (await self.call("wallet", head.bearer)).json()["referral"]["url"]
        code = url.rpartition("/")[2]
        await self.call("look_at_referral", other.bearer, code=code)
        await self.call("accept_referral", other.bearer, code=code)
        await self._invite(head, other)
        await self.call("go", other.bearer)
        await self._invite(head, other)
        wallet = (await self.call("wallet", head.bearer)).json()
        membership_id: str = wallet["family"]["members"][1]["id"]
        limit = {"points_a_day": 300}
        await self.call("set_limit", head.bearer, limit, membership_id=membership_id)
        return membership_id

    async def _invite(self, head: Phone, other: Phone) -> None:
        code = (await self.call("make_invitation", head.bearer)).json()["code"]
        await self.call("look_at_invitation", other.bearer, code=code)
        await self.call("accept", other.bearer, code=code)

    async def _settle(self, member: Phone) -> None:
        door, at = member.bearer, {"at": self.at}
        tag = (await self.call("details", door)).headers["ETag"]
        details = {"first_name": "Анна", "birthday": "1990-05-17"}
        await self.call("change_details", door | {"If-Match": tag}, details)
        consents = (await self.call("wallet", door)).json()["consents"]
        asked = next(one for one in consents if not one["required"])
        granted = at | {"version": asked["version"], "granted": True}
        await self.call("change_consent", door, granted, purpose=asked["purpose"])
        quiet = {"channels": ["push"], "quiet_from": "22:00", "quiet_until": "09:00"}
        await self.call("change_preferences", door, at | {"preferences": quiet})
        await self.call("write", door, {"text": "Где мои баллы?"})
        told = (await self.call("messages", door)).json()["messages"]
        await self.call("read", door, at | {"message_ids": [told[0]["id"]]})
        paid = (self.house.clock.now - timedelta(hours=3)).isoformat()
        lost = {"receipt_id": "1039", "at": paid.replace("+00:00", "Z"), "total": 45_000}
        await self.call("claim_missed_receipt", door, lost)
        await self.call("made_claims", door)

    async def _leave(self, member: Phone) -> None:
        door = member.bearer
        self.house.clock.forward(minutes=2)
        other = await self.house.sign_in()
        devices = (await self.house.http.get("/v1/devices", headers=other.bearer)).json()
        gone = next(one for one in devices["devices"] if not one["is_this"])
        records = (await self.call("export", other.bearer)).json()["records"]
        self.said["export"]["response"]["records"] = {name: records[name][:1] for name in EXPORTED}
        await self.call("leave", other.bearer)
        await self.call("stay", other.bearer)
        await self.call("sign_out_one", other.bearer, device_id=gone["id"])
        await self.call("sign_out", other.bearer)
        assert (await self.house.http.get("/v1/wallet", headers=door)).status_code == 401


async def _take_passes(recorder: Recorder, member: Phone) -> None:
    await recorder.call("apple_pass", member.bearer)
    await recorder.call("apple_link", member.bearer)
    await recorder.call("google_link", member.bearer)


async def _subscribe(recorder: Recorder, member: Phone) -> None:
    browser = Browser(
        f"{SERVICE}/fcm/send/cV9mRk", ec.derive_private_key(1, CURVE), bytes(range(16))
    )
    await recorder.call("notify_device", member.bearer, browser.subscription())
    await recorder.call("leave_device_alone", member.bearer)


async def _first_events(answer: httpx.Response, count: int) -> str:
    """The text of a stream up to the end of its event number `count`."""
    text = ""
    async for line in answer.aiter_lines():
        text += line + "\n"
        if not line and text.count("event: ") == count:
            break
    return text


def main() -> None:
    """Write the file anew."""
    with TemporaryDirectory() as folder:
        said = asyncio.run(walked(Path(folder)))
    FILE.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
