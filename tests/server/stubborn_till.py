"""A till that gets its answers even from a server that dies: the same key again until one comes."""

import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from threading import Event
from typing import Any
from uuid import uuid4

import httpx

from tests.server.shop import BREAD, COFFEE, Phone

AGAIN_SECONDS = 0.05
COME_LATER = (429, 503)
LINES = [
    {"sku": line.sku, "title": line.title, "category": line.category, "quantity": 1}
    | {"amount": line.amount}
    for line in (COFFEE, BREAD)
]


@dataclass(frozen=True)
class Call:
    """One write as it was sent, and what came back."""

    path: str
    body: Any
    key: str
    status: int
    answer: Any
    sendings: int


@dataclass
class StubbornTill:
    """Serves one shopper after the other until `stop` is set; `put_off` when told to come later."""

    address: str
    till_key: str
    phones: SimpleQueue[Phone]
    stop: Event
    calls: list[Call] = field(default_factory=list)
    put_off: Event = field(default_factory=Event)

    def work(self) -> None:
        """Every shopper buys, as long as there is one; every second pays with points, every third comes back."""
        with httpx.Client(base_url=f"{self.address}/v1/till") as http, suppress(Empty):
            number = 0
            while not self.stop.is_set():
                self._serve(http, self.phones.get_nowait(), number)
                number += 1

    def again(self, http: httpx.Client, call: Call) -> httpx.Response:
        """Send a call once more under its key."""
        headers = {"Authorization": f"Bearer {self.till_key}", "Idempotency-Key": call.key}
        return http.post(call.path, json=call.body, headers=headers)

    def _serve(self, http: httpx.Client, phone: Phone, number: int) -> None:
        now = datetime.now(UTC)
        scanned = self._call(http, "/scans", {"raw": phone.code(now), "till_time": now.isoformat()})
        if scanned.status != 201:
            return
        scan = scanned.answer
        body = {
            "scan_id": scan["scan_id"],
            "receipt_id": secrets.token_hex(8),
            "lines": LINES,
            "total": 118_400,
            "burn": min(40, max(0, scan["balance"])) if number % 2 else 0,
        }
        opened = self._call(http, "/purchases", body)
        if opened.status != 201:
            return
        purchase = f"/purchases/{opened.answer['purchase_id']}"
        self._call(http, f"{purchase}/cancel" if number % 5 == 4 else f"{purchase}/complete", None)
        if number % 3 == 2:
            self._call(http, f"{purchase}/refunds", {"amount": 10_000})

    def _call(self, http: httpx.Client, path: str, body: Any) -> Call:
        unanswered = Call(path, body, str(uuid4()), 0, None, 0)
        sendings = 0
        while True:
            sendings += 1
            try:
                response = self.again(http, unanswered)
            except httpx.TransportError:
                time.sleep(AGAIN_SECONDS)
                continue
            if response.status_code not in COME_LATER:
                break
            self.put_off.set()
            time.sleep(AGAIN_SECONDS)
        call = Call(path, body, unanswered.key, response.status_code, response.json(), sendings)
        self.calls.append(call)
        return call
