"""A reward in the catalogue: what it is, what it costs, how far it is, and the way to take it."""

import flet as ft

from kopilka.ui.hooks.scene import Scene
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import OnTap, box, fault_line, muted, pair, progress_bar, text
from kopilka.ui.parts.buttons import main_button
from kopilka.ui.parts.pictures import thumbnail
from kopilka.ui.parts.points import points_of, points_text
from kopilka.ui.parts.tiles import beside
from kopilka.ui.rewards.words import price, remarks
from loyalty_api.models import Wallet
from loyalty_api.rewards import Reward


def reward_box(
    scene: Scene, wallet: Wallet, reward: Reward, take: OnTap | None, fault: str
) -> ft.Control:
    """`take` is None while something is being taken; `fault` is why it was not."""
    look = scene.look
    rows = [_head(look, wallet, reward), _reach(scene, wallet, reward, take)]
    if fault:
        rows.append(fault_line(look, fault))
    return box(
        look,
        ft.Column(rows, spacing=12, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
    )


def _head(look: Look, wallet: Wallet, reward: Reward) -> ft.Control:
    words = ft.Column(
        [
            text(look, reward.title, 17, 800),
            text(look, reward.text, 14),
            *(muted(look, remark) for remark in remarks(look, wallet, reward)),
        ],
        spacing=2,
    )
    icon = reward.icon or ("heart" if reward.charity else "gift")
    return ft.MergeSemantics(beside(look, thumbnail(look, reward.image, icon), words))


def _reach(scene: Scene, wallet: Wallet, reward: Reward, take: OnTap | None) -> ft.Control:
    look, say, balance = scene.look, scene.look.say.rewards, wallet.points.balance
    cost = text(look, price(look, wallet, reward), 16, 800)
    if reward.stock == 0:
        return pair(look, cost, muted(look, say.sold_out))
    if balance >= reward.points:
        return _way(scene, wallet, reward, cost, take)
    short = say.missing.format(points=points_of(look, wallet, reward.points - balance))
    share = max(balance, 0) / reward.points
    return ft.Column(
        [
            pair(look, cost, muted(look, short), long=True),
            progress_bar(look, share, short, thickness=6),
        ],
        spacing=8,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _way(
    scene: Scene, wallet: Wallet, reward: Reward, cost: ft.Control, take: OnTap | None
) -> ft.Control:
    look, say = scene.look, scene.look.say.rewards
    if scene.view.offline:
        return ft.Column([cost, muted(look, say.online_only)], spacing=2)
    verb = say.yes_donate if reward.charity else say.yes_take
    name = (say.donate if reward.charity else say.take).format(
        points=points_text(look, wallet, reward.points)
    )
    return pair(
        look, cost, main_button(look, verb, take, small=True, name=f"{reward.title}: {name}")
    )
