"""Whether a store is open, or a person answers, in words: open until, closed and opens when."""

from datetime import datetime, timedelta
from typing import Final

import flet as ft

from kopilka.domain.opening import Keeping, Opening, opening
from kopilka.ui.look.look import Look
from kopilka.ui.look.texts.account import SupportTexts
from kopilka.ui.look.texts.stores import ManagerTexts, StoreTexts
from kopilka.ui.parts.blocks import text

WHOLE_DAY: Final = timedelta(days=1)
"""What stays open so long is open day and night: the hour at which it closes would be read as today's."""

OpenTexts = StoreTexts | ManagerTexts | SupportTexts


def open_line(look: Look, keeping: Keeping, now: datetime, say: OpenTexts) -> list[ft.Control]:
    """One line in these words; none where no hours are told."""
    state = opening(keeping, now)
    if state is None:
        return []
    colour = look.palette.primary if state.is_open else look.palette.warning
    return [marked(look, ft.Icons.SCHEDULE_ROUNDED, _state(look, state, now, say), colour)]


def marked(look: Look, icon: ft.IconData, words: str, colour: str) -> ft.Control:
    """An icon and a word in its colour."""
    mark = ft.Icon(icon, size=18 * look.scale, color=colour)
    return ft.Row([mark, text(look, words, 14, 700, colour, expand=True)], spacing=6)


def _state(look: Look, state: Opening, now: datetime, say: OpenTexts) -> str:
    at = state.changes_at
    if state.is_open and (at is None or at - now >= WHOLE_DAY):
        return say.always
    if at is None:
        return say.closed
    time = f"{at:%H:%M}"
    if state.is_open:
        return say.open_until.format(time=time)
    if at.date() == now.date():
        return say.opens_at.format(time=time)
    if at.date() == now.date() + timedelta(days=1):
        return say.opens_tomorrow.format(time=time)
    return say.opens_on.format(day=look.write.long_day(at.date(), now.date()), time=time)
