"""How many messages a month the programme may send."""

from dataclasses import replace
from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.parts.blocks import box, muted, text
from kopilka.ui.parts.buttons import number_chips
from loyalty_api.actions import SetPreferences
from loyalty_api.models import Preferences

BUDGETS: Final = (0, 1, 2, 4, 8)


@component
def MessageBudget(preferences: Preferences) -> ft.Control:
    """A choice is kept and seen at once, also without a network."""
    scene = use_scene()
    look, say, budget = scene.look, scene.look.say.account, preferences.messages_per_month

    async def choose(count: int) -> None:
        change = replace(preferences, messages_per_month=count)
        await scene.repository.act(SetPreferences(change, scene.now))

    counts = sorted({*BUDGETS, budget})
    row = number_chips(look, counts, budget, choose, ground=look.palette.background)
    return box(
        look,
        ft.Column([text(look, say.budget, 17, 800), muted(look, say.budget_hint, 14), row]),
    )
