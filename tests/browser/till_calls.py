"""A till with its own key, over HTTP."""

import uuid
from datetime import UTC, datetime
from typing import Any

import httpx

COFFEE = {
    "sku": "cappuccino",
    "title": "Капучино",
    "category": "coffee",
    "quantity": 1,
    "amount": 28000,
}
BREAD = {"sku": "bread", "title": "Хлеб", "category": "bakery", "quantity": 1, "amount": 9000}


class TillCalls:
    """The till's side of the contract."""

    def __init__(self, http: httpx.Client, key: str) -> None:
        self._http = http
        self._key = key

    def scan(self, raw: str) -> dict[str, Any]:
        """Recognise the member."""
        return self.post("/till/scans", {"raw": raw, "till_time": datetime.now(UTC).isoformat()})

    def ring_up(self, scan_id: str, burn: int = 0) -> dict[str, Any]:
        """Open a purchase of a coffee and a loaf."""
        basket = {"lines": [COFFEE, BREAD], "total": 37000, "burn": burn}
        receipt = {"scan_id": scan_id, "receipt_id": uuid.uuid4().hex[:10], **basket}
        return self.post("/till/purchases", receipt)

    def complete(self, purchase_id: str) -> dict[str, Any]:
        """The shopper paid."""
        return self.post(f"/till/purchases/{purchase_id}/complete", {})

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """One call with a key of its own; a refusal comes back as its problem."""
        headers = {
            "Authorization": f"Bearer {self._key}",
            "Idempotency-Key": str(uuid.uuid4()),
        }
        answer: dict[str, Any] = self._http.post(path, json=body, headers=headers).json()
        return answer
