"""Challenges: goals with steps, perhaps without a gap, and a reward."""

import flet as ft

from kopilka.domain import alive_on
from kopilka.ui.hooks.scene import Scene
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import box, muted, pair, pill, progress_bar, text
from kopilka.ui.parts.points import points_text
from kopilka.ui.parts.spans import time_left
from loyalty_api.challenges import Challenge, ChallengeKind
from loyalty_api.models import Wallet

STAMPS = 10
"""Up to so many steps are stamps to collect; more are a bar."""

STAMP, IN_A_ROW = 30.0, 6


def is_completed(challenge: Challenge) -> bool:
    """Whether its reward was given."""
    return challenge.completed_at is not None


def challenge_box(scene: Scene, wallet: Wallet, challenge: Challenge) -> ft.Control:
    """What to do, how far it is done, what it gives and until when."""
    look, challenge = scene.look, alive_on(challenge, scene.today)
    title = text(look, challenge.title, 17, 800)
    rows: list[ft.Control] = [
        pair(look, title, _reward(look, wallet, challenge)),
        text(look, challenge.text, 14),
        _progress(look, challenge),
        pair(look, muted(look, _steps(look, challenge)), muted(look, _state(scene, challenge))),
        *(muted(look, words) for words in (*_usual(look, challenge), *_losing(scene, challenge))),
    ]
    column = ft.Column(rows, spacing=8, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return ft.MergeSemantics(box(look, column))


def reward_words(look: Look, wallet: Wallet, challenge: Challenge) -> str:
    """`+150 баллов`, the coupon's name, or both."""
    points = "+" + points_text(look, wallet, challenge.reward) if challenge.reward else ""
    return " · ".join(part for part in (points, challenge.coupon) if part)


def _reward(look: Look, wallet: Wallet, challenge: Challenge) -> ft.Control:
    palette, reward = look.palette, reward_words(look, wallet, challenge)
    if is_completed(challenge):
        check = ft.Icons.CHECK_ROUNDED
        return pill(look, reward, color=palette.container, on=palette.on_container, icon=check)
    return pill(look, reward, color=palette.warning_container, on=palette.warning)


def _progress(look: Look, challenge: Challenge) -> ft.Control:
    steps = _steps(look, challenge)
    if challenge.steps > STAMPS:
        share = challenge.done / challenge.steps
        return progress_bar(look, share, steps)
    stamps = [_stamp(look, at < challenge.done) for at in range(challenge.steps)]
    half = len(stamps) if len(stamps) <= IN_A_ROW else (len(stamps) + 1) // 2
    rows: list[ft.Control] = [
        ft.Row(stamps[at : at + half], spacing=6) for at in range(0, len(stamps), half)
    ]
    return ft.Semantics(label=steps, exclude_semantics=True, content=ft.Column(rows, spacing=6))


def _stamp(look: Look, is_done: bool) -> ft.Control:
    palette = look.palette
    check = ft.Icon(ft.Icons.CHECK_ROUNDED, size=STAMP * 0.6, color=palette.on_primary)
    return ft.Container(
        check if is_done else None,
        width=STAMP,
        height=STAMP,
        bgcolor=palette.primary if is_done else palette.background,
        border=None if is_done else ft.Border.all(1.5, palette.line),
        border_radius=STAMP / 2,
        alignment=ft.Alignment.CENTER,
    )


def _steps(look: Look, challenge: Challenge) -> str:
    say = look.say.challenges
    words = [say.steps.format(done=challenge.done, steps=challenge.steps)]
    match challenge.kind:
        case ChallengeKind.STREAK_DAYS:
            words.append(say.daily)
        case ChallengeKind.STREAK_WEEKS:
            words.append(say.weekly)
        case ChallengeKind.DAYS:
            words.append(say.days)
    return " · ".join(words)


def _usual(look: Look, challenge: Challenge) -> list[str]:
    """Why so much is asked, where the goal is the member's own."""
    if challenge.usual is None:
        return []
    phrase = look.write.plural(challenge.usual, look.say.challenges.usual)
    return [phrase.format(count=challenge.usual)]


def _losing(scene: Scene, challenge: Challenge) -> list[str]:
    """`2 сгорят 30 ноя`: the steps that are lost first."""
    look = scene.look
    if not challenge.expiring:
        return []
    first = challenge.expiring[0]
    phrase = look.write.plural(first.steps, look.say.challenges.losing)
    return [phrase.format(count=first.steps, day=look.write.day(first.on, scene.today))]


def _state(scene: Scene, challenge: Challenge) -> str:
    if is_completed(challenge):
        return scene.look.say.challenges.completed
    return time_left(scene, challenge.ends_at)
