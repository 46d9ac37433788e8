"""Challenges: goals with steps and a reward."""

import flet as ft

from kopilka.ui.balance import points_text
from kopilka.ui.parts import box, muted, pair, pill, progress_bar, text
from kopilka.ui.scene import Scene
from loyalty_api.models import Challenge


def challenge_box(scene: Scene, challenge: Challenge) -> ft.Control:
    """What to do, how far it is done, what it gives and until when."""
    look, wallet = scene.look, scene.view.wallet
    share = challenge.done / challenge.steps if challenge.steps else 0.0
    steps = look.say.rewards.steps.format(done=challenge.done, steps=challenge.steps)
    until = look.say.card.by.format(
        day=look.write.day(look.write.date_of(challenge.ends_at), scene.today)
    )
    head: ft.Control = text(look, challenge.title, 17, 800)
    if wallet is not None:
        reward = pill(
            look,
            "+" + points_text(look, wallet, challenge.reward),
            color=look.palette.warning_container,
            on=look.palette.warning,
        )
        head = pair(look, head, reward)
    rows: list[ft.Control] = [
        head,
        text(look, challenge.text, 14),
        progress_bar(look, share, steps),
        pair(look, muted(look, steps), muted(look, until)),
    ]
    return box(look, ft.Column(rows, spacing=8))
