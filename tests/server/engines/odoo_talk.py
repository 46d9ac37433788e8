"""What was said between the wallet's engine and a real Odoo: recorded once, replayed strictly.

    KOPILKA_ENGINE_SECRET=… python -m tests.server.engines.odoo_talk URL SETTINGS.toml PHONE PROMO

writes `odoo_talk.json` anew, from an Odoo 18 with the add-on of `connectors/odoo` and a member who may be
changed. Neither the account's secret nor anything of Odoo's own code is in it.
"""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any

import httpx

from loyalty_api.codec import decode, encode
from loyalty_server.engines.conformance import tried
from loyalty_server.engines.odoo.engine import OdooEngine
from loyalty_server.engines.odoo.settings import OdooSettings, settings_in
from loyalty_server.engines.port import Person
from loyalty_server.engines.trial import Trial
from tests.server.engines.jar import NOW

FILE = Path(__file__).with_name("odoo_talk.json")
UID = 7
CLOSED = "http://127.0.0.1:1"


def asked_in(request: httpx.Request) -> Any:
    """The call without who makes it."""
    params = json.loads(request.content)["params"]
    if params["service"] == "common":
        return [params["method"]]
    return params["args"][3:]


def answer_in(response: httpx.Response) -> dict[str, Any]:
    """The answer without what changes nothing here: traces, and the id of the account."""
    told = response.json()
    if fault := told.get("error"):
        return {"error": {"data": {name: fault["data"][name] for name in ("name", "message")}}}
    return {"result": told["result"]}


@dataclass
class Recorder(httpx.BaseTransport):
    """Passes every call on, and keeps it."""

    wire: httpx.BaseTransport = field(default_factory=httpx.HTTPTransport)
    kept: list[list[Any]] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self.wire.handle_request(request)
        response.read()
        asked, answer = asked_in(request), answer_in(response)
        self.kept.append([asked, {"result": UID} if asked == ["authenticate"] else answer])
        return response


@dataclass
class Replay(httpx.BaseTransport):
    """Gives each kept answer once, to the call that got it; a call that was never made fails the test."""

    unused: list[list[Any]]
    lock: Lock = field(default_factory=Lock)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        asked = asked_in(request)
        with self.lock:
            at = next((at for at, one in enumerate(self.unused) if one[0] == asked), None)
            assert at is not None, f"Odoo was never asked {asked}"
            return httpx.Response(200, json=self.unused.pop(at)[1])


def numbered(seed: str) -> Callable[[], str]:
    """Unique texts, the same ones each time."""
    numbers = count(1)
    return lambda: f"{seed}{next(numbers):012}"


@dataclass(frozen=True)
class Talk:
    """Everything that a replay needs."""

    settings: OdooSettings
    phone: str
    promo: str
    seed: str
    said: list[list[Any]]

    def trial(self, transport: httpx.BaseTransport, url: str, secret: str) -> Trial:
        """The conformance suite's, over this wire."""
        return Trial(
            OdooEngine(self.settings, url, secret, transport),
            Person("trial", self.phone, None, "", ""),
            lambda: NOW,
            promo=self.promo,
            away=lambda: OdooEngine(self.settings, CLOSED, secret),
            unique=numbered(self.seed),
        )


def kept_talk() -> Talk:
    """The one in the file."""
    told = json.loads(FILE.read_text("utf-8"))
    settings = decode(OdooSettings, told["settings"])
    return Talk(settings, told["phone"], told["promo"], told["seed"], told["said"])


def main(url: str, settings: str, phone: str, promo: str) -> int:
    recorder = Recorder()
    talk = Talk(settings_in(Path(settings)), phone, promo, promo.lower(), recorder.kept)
    findings = list(tried(talk.trial(recorder, url, os.environ["KOPILKA_ENGINE_SECRET"])))
    broken = [one for one in findings if one.kept is False]
    print(*findings, sep="\n")
    head = {"settings": encode(talk.settings), "phone": phone, "promo": promo, "seed": talk.seed}
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in recorder.kept)
    text = json.dumps(head, ensure_ascii=False)[:-1] + f', "said": [\n{lines}\n]}}\n'
    FILE.write_text(text, "utf-8")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
