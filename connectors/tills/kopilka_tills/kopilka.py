"""Kopilka's till API as a connector needs it: every write under a key of its own, sent until it is answered."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid4, uuid5

import httpx

SENDINGS: Final = 3
PAUSE_SECONDS: Final = 0.2
COME_LATER: Final = ("idempotency_key_busy", "unavailable")


class Away(Exception):
    """Kopilka did not answer: what was asked may have happened or not."""


@dataclass(frozen=True)
class Refused(Exception):
    """Kopilka said no, with the code of its reason."""

    code: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class KopilkaTill:
    """One till, with its key."""

    http: httpx.Client
    key: str = field(repr=False)

    def scan(self, raw: str, now: datetime) -> Mapping[str, Any]:
        """Who this card is. Raises `Refused`, `Away`."""
        body = {"raw": raw, "till_time": now.isoformat()}
        return self._write("/scans", body, str(uuid4()))

    def open(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """The basket judged, its points held; one that an earlier sending left open makes way."""
        try:
            return self._write("/purchases", body, str(uuid4()))
        except Refused as no:
            if no.code != "receipt_used" or "purchase_id" not in no.details:
                raise
            self.cancel(no.details["purchase_id"])
        return self._write("/purchases", body, str(uuid4()))

    def quote(self, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """The basket judged and forgotten."""
        return self._ask("POST", "/quotes", json=body)

    def complete(self, purchase_id: str) -> Mapping[str, Any]:
        """It is paid."""
        return self._write(
            f"/purchases/{purchase_id}/complete", None, _key(f"complete {purchase_id}")
        )

    def cancel(self, purchase_id: str) -> None:
        """Nothing was sold; what is resolved already stays so."""
        try:
            self._write(f"/purchases/{purchase_id}/cancel", None, _key(f"cancel {purchase_id}"))
        except Refused as no:
            if no.code not in ("purchase_resolved", "purchase_expired"):
                raise

    def refund(self, purchase_id: str, body: Mapping[str, Any], named: str) -> Mapping[str, Any]:
        """Goods or money went back; once for each name."""
        return self._write(f"/purchases/{purchase_id}/refunds", body, _key(f"refund {named}"))

    def sold(self, receipt_id: str, day: date, reference: str) -> Mapping[str, Any] | None:
        """The paid purchase that the till's own system calls so."""
        asked = {"receipt_id": receipt_id, "day": day.isoformat()}
        found = self._ask("GET", "/receipts", params=asked)["receipts"]
        return next((one for one in found if one["reference"] == reference), None)

    def _write(self, path: str, body: Mapping[str, Any] | None, key: str) -> Mapping[str, Any]:
        return self._ask("POST", path, json=body, headers={"Idempotency-Key": key})

    def _ask(self, method: str, path: str, **more: Any) -> Mapping[str, Any]:
        headers = {"Authorization": f"Bearer {self.key}"} | more.pop("headers", {})
        for sending in range(SENDINGS):
            if sending:
                time.sleep(PAUSE_SECONDS)
            try:
                answer = self.http.request(method, f"/v1/till{path}", headers=headers, **more)
                told = answer.json()
            except (httpx.TransportError, ValueError):
                continue
            if answer.is_success:
                return dict(told)
            if told.get("code") not in COME_LATER and answer.status_code < 500:
                raise Refused(str(told.get("code")), told)
        raise Away


def _key(named: str) -> str:
    """The same for the same thing, also after a restart."""
    return str(uuid5(NAMESPACE_URL, f"kopilka:tills:{named}"))
