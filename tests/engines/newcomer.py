"""Who comes without a card, and what waits for them."""

import uuid

from tests.browser.till_calls import BREAD, COFFEE, TillCalls


def a_phone_number() -> str:
    """Nobody's yet."""
    return f"+7999{uuid.uuid4().int % 10**7:07d}"


def receipt_without_a_card(till: TillCalls) -> tuple[str, int]:
    """The link of a receipt without a member, and how many points wait under it."""
    receipt = {"receipt_id": uuid.uuid4().hex[:10], "lines": [COFFEE, BREAD], "total": 37000}
    join = till.post("/till/joins", receipt)
    return join["url"], join["will_earn"]
