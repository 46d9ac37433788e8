"""Odoo 18 as the engine, by what a real one said."""

from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from loyalty_api.history import EntryKind
from loyalty_server.engines.conformance import tried
from loyalty_server.engines.named import EngineSettings, engine_named
from loyalty_server.engines.odoo.engine import OdooEngine
from loyalty_server.engines.odoo.rows import coupon_in, entries_in, opening_in
from loyalty_server.engines.odoo.rpc import OdooRpc
from loyalty_server.engines.odoo.settings import OdooSettings
from loyalty_server.engines.port import EngineAway, Person
from loyalty_server.languages import Language
from loyalty_server.toml_file import FileRefused
from tests.server.engines.jar import NOW
from tests.server.engines.odoo_talk import CLOSED, Replay, asked_in, kept_talk

ANNA = Person("m1", "+79000000001", None, "", "")


def test_every_rule_was_kept_by_a_real_odoo_and_nothing_else_is_asked_of_it() -> None:
    talk = kept_talk()
    replay = Replay(list(talk.said))
    findings = list(tried(talk.trial(replay, CLOSED, "secret")))
    assert [one for one in findings if one.kept is False] == []
    untried = {one.check for one in findings if one.kept is None}
    assert untried == {"activates offers", "shows receipts"}
    assert replay.unused == []


def test_call_that_odoo_never_heard_fails() -> None:
    talk = kept_talk()
    first_gift = next(one for one in talk.said if one[0][1:2] == ["give"])
    silent = Replay([one for one in talk.said if one[0] != first_gift[0]])
    findings = tried(talk.trial(silent, CLOSED, "secret"))
    told = [one.told for one in findings if one.check == "gives once a key"]
    assert len(told) == 1
    assert "Odoo was never asked" in told[0]


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(502),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json={"result": False}),
        httpx.Response(200, json={"error": {"data": {"name": "x.AccessError", "message": "no"}}}),
        httpx.Response(200, json={"error": {"data": {"name": "x", "message": "kopilka:what"}}}),
    ],
)
def test_what_odoo_cannot_mean_is_asked_again_later(answer: httpx.Response) -> None:
    settings = OdooSettings("lab", "kopilka", 2)
    engine = OdooEngine(settings, CLOSED, "secret", httpx.MockTransport(lambda _: answer))
    with pytest.raises(EngineAway):
        engine.standing("1", NOW, Language.EN)


def test_language_that_odoo_has_not_is_asked_for_once_and_its_own_is_shown() -> None:
    replies = {"ru_RU": ("odoo.exceptions.UserError", "Invalid language code: ru_RU")}
    asked: list[str | None] = []

    def odoo(request: httpx.Request) -> httpx.Response:
        call = asked_in(request)
        if call == ["authenticate"]:
            return httpx.Response(200, json={"result": 7})
        language = call[-1].get("context", {}).get("lang")
        asked.append(language)
        if language in replies:
            name, message = replies[language]
            fault = {"data": {"name": name, "message": message}}
            return httpx.Response(200, json={"error": fault})
        return httpx.Response(200, json={"result": []})

    rpc = OdooRpc(CLOSED, "lab", "kopilka", "secret", httpx.MockTransport(odoo))
    for language in ("ru_RU", "en_US", "ru_RU"):
        assert rpc("loyalty.card", "search_read", [], context={"lang": language}) == []
    assert asked == ["ru_RU", None, "en_US", None]


def test_rows_say_what_odoo_says_and_no_more() -> None:
    row = {"id": 9, "description": "S00001", "issued": 12.7, "used": 50.0}
    row |= {"create_date": "2026-11-20 09:00:00"}
    points = [(one.id, one.kind, one.points) for one in entries_in(row)]
    assert points == [("9a", EntryKind.ACCRUAL, 12), ("9r", EntryKind.REDEMPTION, -50)]
    card = {"points": 40.0, "create_date": "2026-11-01 10:00:00"}
    (opening,) = opening_in(card, 15.0, Language.RU)
    assert (opening.points, opening.reason) == (25, "До начала истории")
    assert list(opening_in(card, 40.0, Language.RU)) == []
    bought = {
        "id": 4,
        "code": "044a",
        "program_id": [3, "Coffee - large"],
        "create_date": "2026-11-20 09:00:00",
        "expiration_date": "2026-11-30",
        "kopilka_card_id": False,
        "kopilka_reward_id": False,
    }
    coupon = coupon_in(bought)
    assert (coupon.title, coupon.cancel_until) == ("Coffee - large", None)
    assert coupon.ends_at == coupon.valid_until == datetime(2026, 12, 1, tzinfo=UTC)
    assert coupon_in(bought | {"expiration_date": False}).ends_at is None


def test_settings_that_make_no_sense_are_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="--engine-url"):
        engine_named("odoo", EngineSettings())
    file = tmp_path / "odoo.toml"
    file.write_text('database = "a"\nlogin = "b"\nprogram = 1\n[rewards]\nmug = 3\n', "utf-8")
    with pytest.raises(FileRefused, match="no id of a reward"):
        engine_named("odoo", EngineSettings(file, CLOSED, "secret"))
