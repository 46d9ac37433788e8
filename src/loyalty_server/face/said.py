"""What was kept in the programme's own language, in that of the request."""

from dataclasses import replace

from loyalty_api.history import History
from loyalty_api.receipts import Purchase
from loyalty_server.programme.translation import Translator


def history_in(page: History, translator: Translator) -> History:
    """The page with its reasons in the reader's language."""
    say = translator.say
    entries = (
        replace(one, reason=say(one.reason), detail=None if one.detail is None else say(one.detail))
        for one in page.entries
    )
    return replace(page, entries=tuple(entries))


def receipt_in(receipt: Purchase, translator: Translator) -> Purchase:
    """The receipt with its rules and offers in the reader's language; its goods as the till named them."""
    say = translator.say
    return replace(
        receipt,
        store=say(receipt.store),
        breakdown=tuple(replace(one, text=say(one.text)) for one in receipt.breakdown),
        missed=tuple(replace(one, title=say(one.title)) for one in receipt.missed),
    )
