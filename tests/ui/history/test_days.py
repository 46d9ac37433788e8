"""The history by days: each named once, above what happened on it."""

from dataclasses import replace
from datetime import timedelta

from tests.ui.conftest import Open
from tests.ui.member import HISTORY, NOW
from tests.ui.phone import Phone


async def test_each_day_stands_once_above_its_entries(phone: Phone, open_screen: Open) -> None:
    first = HISTORY.entries[0]
    hours = (0, 1, 24, 25, 24 * 9)
    entries = tuple(
        replace(
            first,
            id=f"e{ago}",
            purchase_id=f"p{ago}",
            reason=f"Покупка {ago}",
            at=NOW - timedelta(hours=ago),
        )
        for ago in hours
    )
    await phone.keep_member(history=replace(HISTORY, entries=entries, next=None))
    screen = await open_screen("/history")
    await screen.until_shown("Покупка 216")
    told = [text for text in screen.texts if text in ("Сегодня", "Вчера") or "Покупка" in text]
    assert told[:6] == ["Сегодня", "Покупка 0", "Покупка 1", "Вчера", "Покупка 24", "Покупка 25"]
    assert screen.texts[screen.texts.index("Покупка 216") - 1] == "11\u00a0ноября"
