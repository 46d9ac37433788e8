"""What is on the card: the balance, what expires first, the way to the next tier."""

import flet as ft

from kopilka.domain import left_to, next_to_expire, share_of
from kopilka.ui.hooks.guard import tapped
from kopilka.ui.hooks.scene import Scene, go
from kopilka.ui.look.formats import NBSP
from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import TOUCH
from kopilka.ui.parts.blocks import box, muted, pair, pill, progress_bar, text
from kopilka.ui.parts.points import agreeing, bare_points, collects, points_text
from loyalty_api.models import Measure, Tier, TierGoal, Wallet
from loyalty_api.programme import Money, ProgramKind

ONE_LINE_FROM = 350.0
"""Narrower windows may have to set the word under the number."""


def balance_block(scene: Scene, wallet: Wallet) -> ft.Control:
    """The balance, large, with the word for points and the points that are lost first.

    A discount card has its per cent there.
    """
    look = scene.look
    if not collects(wallet):
        return _discount(look, wallet)
    column = ft.Column(
        [
            muted(look, " · ".join([_title(look, wallet), *_as_of(scene)])),
            # The page's shell draws the balance too, and not what stands beside it.
            pair(
                look,
                _amount(look, wallet),
                _expiry(scene, wallet),
                across=ft.CrossAxisAlignment.START,
            ),
        ],
        spacing=0,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    for remark in _remarks(look, wallet):
        column.controls.append(muted(look, remark))
    return column


def _discount(look: Look, wallet: Wallet) -> ft.Control:
    rate = look.write.percent(wallet.tier.rate)
    return ft.Semantics(
        label=f"{look.say.card.discount}: {rate}",
        exclude_semantics=True,
        identifier="discount",
        content=ft.Column(
            [
                muted(look, look.say.card.discount),
                text(look, rate, 40, 800, spacing=-1, height=1.15),
                muted(look, look.say.card.discount_hint),
            ],
            spacing=0,
        ),
    )


def tier_box(scene: Scene, wallet: Wallet) -> ft.Control:
    """How far the next tier is, by the nearest way and the others; at the top, what keeps this one."""
    look, tier = scene.look, wallet.tier
    goal, given = tier.next or tier.keep, _given(scene, tier)
    lines = [*(_way_lines(scene, wallet, goal) if goal else ()), *given]
    return box(look, ft.Column(lines, spacing=12)) if lines else ft.Container(height=0)


def _way_lines(scene: Scene, wallet: Wallet, goal: TierGoal) -> list[ft.Control]:
    look, tier, share = scene.look, wallet.tier, share_of(goal)
    lines: list[ft.Control] = [
        _way(scene, wallet, goal),
        progress_bar(
            look, share, look.say.card.progress.format(share=look.write.percent(round(share * 100)))
        ),
    ]
    if others := _others(look, wallet, goal):
        lines.append(muted(look, look.say.card.or_ways.format(ways=others)))
    if tier.next is not None:
        lines.append(
            pair(
                look,
                muted(look, _tier_rate(look, tier.name, tier.rate)),
                muted(look, _tier_rate(look, goal.name, goal.rate)),
            )
        )
    return lines


def _way(scene: Scene, wallet: Wallet, goal: TierGoal) -> ft.Control:
    look, say, is_up = scene.look, scene.look.say.card, wallet.tier.next is not None
    day = look.write.day(goal.by, scene.today)
    if not left_to(goal):
        done = say.tier_reached if is_up else say.tier_kept
        return text(look, done.format(tier=goal.name, day=day), 15, 600)
    left = _measured(look, wallet, goal.measure, left_to(goal) or 0)
    phrase = say.to_tier if is_up else say.keeps_tier
    when = say.all_years if goal.ever else say.by.format(day=day)
    return pair(
        look, text(look, phrase.format(tier=goal.name, left=left), 15, 600), muted(look, when)
    )


def _others(look: Look, wallet: Wallet, goal: TierGoal) -> str:
    """What is missing of each other way, while the nearest is not done."""
    if goal.done >= goal.needs:
        return ""
    told = []
    for way in goal.others:
        left = _measured(look, wallet, way.measure, max(way.needs - way.done, 0))
        told.append(look.say.card.counted_ever.format(left=left) if way.ever else left)
    return "; ".join(told)


def _given(scene: Scene, tier: Tier) -> list[ft.Control]:
    look, say = scene.look, scene.look.say.card
    if not tier.given:
        return []
    if tier.given_until is None:
        return [muted(look, say.given_tier)]
    day = look.write.day(tier.given_until, scene.today)
    return [muted(look, say.given_tier_until.format(day=day))]


def _as_of(scene: Scene) -> list[str]:
    """`данные на 14:05`, when the shop, or what keeps its points, cannot say what is on the card now."""
    view, look = scene.view, scene.look
    moment = view.as_of if view.offline else None
    if view.wallet and view.wallet.points.as_of < view.wallet.server_time:
        moment = view.wallet.points.as_of
    return [look.say.common.as_of.format(time=look.write.clock(moment))] if moment else []


def _title(look: Look, wallet: Wallet) -> str:
    is_shared = wallet.family is not None and wallet.family.members
    return look.say.family.balance if is_shared else look.say.card.balance


def _amount(look: Look, wallet: Wallet) -> ft.Control:
    points = wallet.points
    if wallet.program.kind is ProgramKind.CASHBACK:
        money = points_text(look, wallet, points.balance)
        return text(look, money, 40, 800, spacing=-1, height=1.15)
    word = look.write.plural(points.balance, wallet.program.points_name)
    number = look.write.number(points.balance)
    gap = " " if look.large or look.window.width < ONE_LINE_FROM else NBSP
    return ft.Semantics(
        label=f"{_title(look, wallet)}: {number} {word}",
        exclude_semantics=True,
        identifier="balance",
        content=ft.Text(
            spans=[
                ft.TextSpan(number + gap, look.font(40, 800, spacing=-1.2)),
                ft.TextSpan(word, look.font(18, 700)),
            ],
            style=look.font(40, 800, height=1.15),
        ),
    )


def _expiry(scene: Scene, wallet: Wallet) -> ft.Control:
    look = scene.look
    lot = next_to_expire(wallet.points, scene.today)
    if lot is None:
        return ft.Container(width=0)
    phrase = agreeing(look, wallet, lot.points, look.say.card.expires).format(
        points=bare_points(look, wallet, lot.points), day=look.write.day(lot.on, scene.today)
    )
    remark = pill(look, phrase, color=look.palette.warning_container, on=look.palette.warning)
    return ft.MergeSemantics(ft.Semantics(button=True, content=_pressed(look, remark)))


def _pressed(look: Look, remark: ft.Control) -> ft.Control:
    """As high as a finger needs, around a remark that stays small."""
    return ft.Container(
        ft.Row([remark], tight=True),
        height=max(TOUCH, 12 + 20 * look.scale),
        border_radius=TOUCH / 2,
        ink=True,
        on_click=tapped(lambda: go("/history")),
    )


def _remarks(look: Look, wallet: Wallet) -> list[str]:
    points, say = wallet.points, look.say.card
    remarks = []
    if points.balance < 0:
        remarks.append(say.debt)
    if points.pending > 0:
        remarks.append(say.pending.format(points=points_text(look, wallet, points.pending)))
    if points.held > 0:
        remarks.append(say.held.format(points=points_text(look, wallet, points.held)))
    return remarks


def _measured(look: Look, wallet: Wallet, measure: Measure, amount: int) -> str:
    match measure:
        case Measure.MONEY:
            return look.write.whole_money(Money(amount, wallet.program.currency))
        case Measure.POINTS:
            return points_text(look, wallet, amount)
        case Measure.VISITS:
            return look.write.plural(amount, look.say.card.purchases).format(count=amount)


def _tier_rate(look: Look, name: str, rate: float) -> str:
    return look.say.card.tier_rate.format(tier=name, rate=look.write.percent(rate))
