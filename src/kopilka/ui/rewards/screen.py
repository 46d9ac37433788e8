"""Rewards: what points can buy, what is within reach first, and the member's coupons."""

from dataclasses import dataclass

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, go, use_scene
from kopilka.ui.hooks.state import Latest, keyed, use_latest
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.look.frame import SMALLEST_PANE
from kopilka.ui.parts.blocks import empty, heading, muted, pair, text
from kopilka.ui.parts.faults import fault_of
from kopilka.ui.parts.grid import SPACING, columns, grid
from kopilka.ui.parts.panes import in_frame, panes
from kopilka.ui.parts.points import collects, points_text
from kopilka.ui.parts.show_all import ShowAll
from kopilka.ui.parts.skeletons import skeleton
from kopilka.ui.parts.thanks import thanks_box
from kopilka.ui.parts.unread import title_line
from kopilka.ui.rewards.box import reward_box
from kopilka.ui.rewards.coupon import CouponDetail, coupon_row
from kopilka.ui.rewards.words import asked_before, thanks
from loyalty_api.models import Wallet
from loyalty_api.rewards import Reward


@dataclass(frozen=True)
class Taking:
    """How far the member is with taking a reward; `fault` is already worded."""

    asked: Reward | None = None
    working: str = ""
    refused: str = ""
    fault: str = ""
    given: Reward | None = None


@component
def RewardsScreen() -> ft.Control:
    """On a wide window the chosen coupon opens beside the catalogue, which takes both panes without."""
    scene = use_scene()
    chosen = ft.use_route_params().get("coupon_id")
    wallet = scene.view.wallet
    taking = use_latest(Taking())
    use_task(
        scene.repository.more.renew_rewards, [wallet and wallet.server_time, scene.view.offline]
    )
    ft.use_dialog(_question(scene, wallet, taking) if wallet else None)
    if wallet is None:
        return skeleton(scene.look)
    head = _head(scene, wallet, taking, chosen)
    boxes = [_reward(scene, wallet, reward, taking) for reward in by_reach(wallet)]
    foot = _foot(scene, wallet)
    if chosen:
        listed = _listed([*head, *boxes, *foot])
        return panes(scene.look, listed, keyed(chosen, CouponDetail, chosen))
    if not scene.look.window.wide:
        return panes(scene.look, _listed([*head, *boxes, *foot]), None)
    across = columns(scene.look.frame.room, SMALLEST_PANE)
    return in_frame(scene.look, _listed([*head, *grid(boxes, across), *foot], spacing=SPACING))


def by_reach(wallet: Wallet) -> list[Reward]:
    """What the balance buys first, the dearest of it on top; then the nearest to it; last what is gone."""
    balance = wallet.points.balance
    return sorted(
        wallet.rewards,
        key=lambda reward: (
            reward.stock == 0,
            reward.points > balance,
            abs(balance - reward.points),
        ),
    )


def _head(
    scene: Scene, wallet: Wallet, taking: Latest[Taking], chosen: str | None
) -> list[ft.Control]:
    look, say = scene.look, scene.look.say.rewards
    rows: list[ft.Control] = [title_line(scene, look.say.places.rewards)]
    if collects(wallet):
        rows.append(_balance(scene, wallet))
    if given := taking.drawn.given:
        rows.append(thanks_box(look, thanks(look, wallet, given)))
    if wallet.coupons:
        rows.append(heading(look, say.coupons, 18, level=2))
        rows += _coupons(scene, wallet, chosen)
    if not wallet.rewards and not wallet.coupons:
        rows.append(empty(look, ft.Icons.REDEEM_OUTLINED, say.empty, say.empty_hint))
    return rows


def _foot(scene: Scene, wallet: Wallet) -> list[ft.Control]:
    if not wallet.more_rewards:
        return []
    count = len(wallet.rewards) + wallet.more_rewards
    return [ShowAll(count, scene.repository.more.rewards)]


def _balance(scene: Scene, wallet: Wallet) -> ft.Control:
    look = scene.look
    return pair(
        look,
        muted(look, look.say.card.balance, 15),
        text(look, points_text(look, wallet, wallet.points.balance), 20, 800),
    )


def _coupons(scene: Scene, wallet: Wallet, chosen: str | None) -> list[ft.Control]:
    look = scene.look
    rows = [coupon_row(scene, coupon, coupon.id == chosen) for coupon in wallet.coupons]
    if chosen or not look.window.wide:
        return rows
    return grid(rows, columns(look.frame.room, SMALLEST_PANE))


def _listed(rows: list[ft.Control], spacing: float = 12) -> ft.Control:
    return ft.ListView([*rows, ft.Container(height=12)], spacing=spacing, expand=True)


def _reward(scene: Scene, wallet: Wallet, reward: Reward, taking: Latest[Taking]) -> ft.Control:
    drawn = taking.drawn
    fault = drawn.fault if drawn.refused == reward.id else ""
    take = None if drawn.working else lambda: taking.change(Taking(asked=reward))
    return reward_box(scene, wallet, reward, take, fault)


def _question(scene: Scene, wallet: Wallet, taking: Latest[Taking]) -> ft.AlertDialog | None:
    reward = taking.drawn.asked
    if reward is None:
        return None

    async def take() -> None:
        if taking.read().asked != reward:
            return
        taking.change(Taking(working=reward.id))
        fault = await fault_of(scene.look, lambda: _take(scene, wallet, reward, taking))
        if fault:
            taking.change(Taking(refused=reward.id, fault=fault))
            await scene.device.say(fault)

    return asked_before(scene, wallet, reward, take, lambda: taking.change(Taking()))


async def _take(scene: Scene, wallet: Wallet, reward: Reward, taking: Latest[Taking]) -> None:
    redeemed = await scene.repository.rewards.redeem(reward.id)
    await scene.device.tap()
    if redeemed.coupon is None:
        taking.change(Taking(given=reward))
        await scene.device.say(thanks(scene.look, wallet, reward))
        return
    taking.change(Taking())
    await scene.device.say(scene.look.say.rewards.taken)
    go(f"/rewards/{redeemed.coupon.id}")
