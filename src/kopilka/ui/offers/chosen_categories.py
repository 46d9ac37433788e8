"""The categories of the month: which are chosen, and the choice of others, also without a network."""

from dataclasses import dataclass, replace
from functools import partial

import flet as ft

from kopilka.domain import open_months, running_month
from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import Latest, use_latest
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import box, fault_line, muted, text
from kopilka.ui.parts.buttons import main_button, soft_button, text_button
from kopilka.ui.parts.switches import switch_row
from loyalty_api.actions import ChooseCategories
from loyalty_api.offers import CategoryChoice, MonthChoice


@dataclass(frozen=True)
class Picking:
    """What is picked for which month, and not yet chosen."""

    month: MonthChoice | None = None
    picked: frozenset[str] = frozenset()


@component
def ChosenCategories(choice: CategoryChoice) -> ft.Control:
    """The running month, and the next while it is to come; what can be chosen has its button."""
    scene = use_scene()
    picking = use_latest(Picking())
    look, say = scene.look, scene.look.say.choice
    hint = say.hint.format(rate=look.write.percent(choice.rate), count=choice.choose)
    rows: list[ft.Control] = [text(look, say.title, 17, 800), muted(look, hint, 14)]
    months, running = open_months(choice, scene.now), running_month(choice, scene.now)
    if running and running not in months:
        rows.append(_told(look, choice, running))
    for month in months:
        at_hand = picking.drawn.month
        if at_hand and at_hand.month == month.month:
            rows += _form(scene, choice, picking, is_running=month == running)
        else:
            rows += _invitation(look, choice, month, picking)
    column = ft.Column(rows, spacing=10, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return box(look, column)


def _told(look: Look, choice: CategoryChoice, month: MonthChoice) -> ft.Control:
    """`November: Fuel, Books`."""
    titles = ", ".join(one.title for one in choice.of if one.id in month.categories)
    name = look.write.month(month.month).capitalize()
    return text(look, look.say.choice.chosen.format(month=name, categories=titles), 15, 600)


def _invitation(
    look: Look, choice: CategoryChoice, month: MonthChoice, picking: Latest[Picking]
) -> list[ft.Control]:
    say, begun = look.say.choice, Picking(month, frozenset(month.categories))
    label = (say.change if month.categories else say.choose).format(
        month=look.write.month(month.month)
    )
    button = soft_button(look, label, lambda: picking.change(begun))
    return [_told(look, choice, month), button] if month.categories else [button]


def _form(
    scene: Scene, choice: CategoryChoice, picking: Latest[Picking], *, is_running: bool
) -> list[ft.Control]:
    look, say, drawn = scene.look, scene.look.say.choice, picking.drawn
    month = look.write.month(drawn.month.month) if drawn.month else ""

    def flip(category: str) -> None:
        now = picking.read()
        picking.change(replace(now, picked=now.picked ^ {category}))

    async def choose() -> None:
        now = picking.read()
        if now.month is None or not 1 <= len(now.picked) <= choice.choose:
            return
        picking.change(Picking())
        picked = tuple(one.id for one in choice.of if one.id in now.picked)
        await scene.repository.act(ChooseCategories(now.month.month, picked))

    switches = [
        switch_row(look, one.title, "", one.id in drawn.picked, partial(flip, one.id))
        for one in choice.of
    ]
    is_right = 1 <= len(drawn.picked) <= choice.choose
    button = main_button(look, say.choose.format(month=month), choose if is_right else None)
    rows: list[ft.Control] = [text(look, month.capitalize(), 15, 700), *switches]
    if len(drawn.picked) > choice.choose:
        rows.append(fault_line(look, say.too_many.format(count=choice.choose)))
    if is_running:
        rows.append(muted(look, say.once))
    return [*rows, button, text_button(look, say.cancel, lambda: picking.change(Picking()))]
