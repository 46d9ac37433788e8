"""Rewards: what points can buy, what is within reach first, and the member's coupons."""

import flet as ft

from kopilka.ui.balance import points_text
from kopilka.ui.coupon import CouponDetail, coupon_row
from kopilka.ui.guard import component
from kopilka.ui.panes import panes
from kopilka.ui.parts import box, busy, empty, heading, muted, pair, pill, progress_bar, text
from kopilka.ui.scene import Scene, use_scene
from kopilka.ui.state import keyed
from kopilka.ui.tiles import tile
from loyalty_api.models import Reward, Wallet


@component
def RewardsScreen() -> ft.Control:
    """On a wide window the chosen coupon opens beside the catalogue."""
    scene = use_scene()
    chosen = ft.use_route_params().get("coupon_id")
    wallet = scene.view.wallet
    if wallet is None:
        return busy(scene.look)
    detail = keyed(chosen, CouponDetail, chosen) if chosen else None
    return panes(scene.look, _catalogue(scene, wallet), detail)


def by_reach(wallet: Wallet) -> list[Reward]:
    """What the balance buys first, the dearest of it on top; then the nearest to it."""
    balance = wallet.points.balance
    return sorted(
        wallet.rewards,
        key=lambda reward: (reward.points > balance, abs(balance - reward.points)),
    )


def _catalogue(scene: Scene, wallet: Wallet) -> ft.Control:
    look, say = scene.look, scene.look.say.rewards
    rows: list[ft.Control] = [heading(look, look.say.places.rewards)]
    if wallet.coupons:
        rows.append(heading(look, say.coupons, 18, level=2))
        rows += [coupon_row(scene, coupon) for coupon in wallet.coupons]
    rows += [_reward(scene, wallet, reward) for reward in by_reach(wallet)]
    if not wallet.rewards and not wallet.coupons:
        rows.append(empty(look, ft.Icons.REDEEM_OUTLINED, say.empty, say.empty_hint))
    return ft.ListView([*rows, ft.Container(height=12)], spacing=12, expand=True)


def _reward(scene: Scene, wallet: Wallet, reward: Reward) -> ft.Control:
    look = scene.look
    words = ft.Column(
        [
            text(look, reward.title, 17, 800),
            text(look, reward.text, 14),
            *(muted(look, remark) for remark in _remarks(scene, reward)),
        ],
        spacing=2,
        expand=True,
    )
    icon = reward.icon or ("heart" if reward.charity else "gift")
    head = ft.Row([tile(look, icon), words], spacing=14)
    return ft.MergeSemantics(
        box(look, ft.Column([head, _reach(scene, wallet, reward)], spacing=12))
    )


def _remarks(scene: Scene, reward: Reward) -> list[str]:
    look, say = scene.look, scene.look.say.rewards
    remarks = [part for part in (reward.partner, reward.charity) if part]
    if reward.price is not None:
        remarks.append("+ " + look.write.money(reward.price))
    if reward.stock == 0:
        remarks.append(say.sold_out)
    elif reward.stock is not None:
        left = look.write.plural(reward.stock, say.stock)
        remarks.append(left.format(count=look.write.number(reward.stock)))
    return remarks


def _reach(scene: Scene, wallet: Wallet, reward: Reward) -> ft.Control:
    look, say, balance = scene.look, scene.look.say.rewards, wallet.points.balance
    cost = text(look, points_text(look, wallet, reward.points), 16, 800)
    if balance >= reward.points:
        palette = look.palette
        remark = pill(look, say.enough, color=palette.container, on=palette.on_container)
        return pair(look, cost, remark)
    short = say.missing.format(points=points_text(look, wallet, reward.points - balance))
    share = max(balance, 0) / reward.points
    return ft.Column(
        [pair(look, cost, muted(look, short)), progress_bar(look, share, short, thickness=6)],
        spacing=8,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
