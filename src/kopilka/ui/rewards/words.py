"""What can be said of a reward: its price, what to know of it, and what will happen when it is taken."""

import flet as ft

from kopilka.ui.hooks.scene import Scene
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import OnTap
from kopilka.ui.parts.confirm import confirmation
from kopilka.ui.parts.points import points_text
from loyalty_api.models import Wallet
from loyalty_api.rewards import Reward


def price(look: Look, wallet: Wallet, reward: Reward) -> str:
    """`210 баллов`, `300 баллов и 199 ₽`."""
    points = points_text(look, wallet, reward.points)
    if reward.price is None:
        return points
    return look.say.rewards.with_money.format(points=points, price=look.write.money(reward.price))


def remarks(look: Look, wallet: Wallet, reward: Reward) -> list[str]:
    """Where it is had, how many are left, what was given together."""
    say = look.say.rewards
    words = []
    if reward.partner:
        words.append(say.partner.format(partner=reward.partner))
    if reward.charity:
        words.append(reward.charity)
    if reward.donated:
        words.append(say.together.format(points=points_text(look, wallet, reward.donated)))
    if reward.stock:
        left = look.write.plural(reward.stock, say.stock)
        words.append(left.format(count=look.write.number(reward.stock)))
    return words


def asked_before(
    scene: Scene, wallet: Wallet, reward: Reward, take: OnTap, stay: OnTap
) -> ft.AlertDialog:
    """What will be burned, what will be left, and whether it can be taken back."""
    look, say = scene.look, scene.look.say.rewards
    points = points_text(look, wallet, reward.points)
    left = points_text(look, wallet, wallet.points.balance - reward.points)
    told = [say.costs.format(points=points, left=left)]
    if reward.price is not None:
        told.append(say.pay_more.format(price=look.write.money(reward.price)))
    if reward.charity:
        told.append(say.for_good.format(charity=look.write.quoted(reward.charity)))
        question, verb = say.donate_ask.format(points=points), say.yes_donate
    else:
        told.append(say.gets_coupon)
        question, verb = say.take_ask.format(title=look.write.quoted(reward.title)), say.yes_take
    return confirmation(look, question, " ".join(told), verb, take, stay, loses=False)


def thanks(look: Look, wallet: Wallet, reward: Reward) -> str:
    """For points that were given to others."""
    points = points_text(look, wallet, reward.points)
    charity = look.write.quoted(reward.charity or "")
    return look.say.rewards.thanks.format(charity=charity, points=points)
