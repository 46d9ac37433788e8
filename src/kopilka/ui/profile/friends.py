"""Inviting friends: the link, what both are given, and how far each friend is."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import box, heading, muted, nothing_here, rule, text
from kopilka.ui.parts.buttons import main_button
from kopilka.ui.parts.points import points_text
from kopilka.ui.parts.sending import use_sending
from loyalty_api.models import Wallet
from loyalty_api.programme import Money
from loyalty_api.referral import InvitedFriend, Referral, ReferralPromise


@component
def FriendsPage(wallet: Wallet) -> ft.Control:
    """The link is in the snapshot, so it is here without the network too."""
    scene = use_scene()
    look, say, referral = scene.look, scene.look.say.friends, wallet.referral
    if referral is None:
        return nothing_here(look)
    rows: list[ft.Control] = [
        *([_promise(scene, wallet, referral.mine)] if referral.mine else []),
        text(look, _terms(look, wallet, referral), 16, 600),
        Invitation(referral),
        *(muted(look, words, 14) for words in _small_print(look, referral)),
        heading(look, say.friends, 18, level=2),
        _friends(scene, wallet, referral),
    ]
    return ft.Column(rows, spacing=12, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _terms(look: Look, wallet: Wallet, referral: Referral) -> str:
    say = look.say.friends
    words = say.about if referral.inviter_points else say.about_friend_only
    return words.format(
        mine=points_text(look, wallet, referral.inviter_points),
        theirs=points_text(look, wallet, referral.friend_points),
        money=look.write.money(Money(referral.minimum_basket, wallet.program.currency)),
        days=days_text(look, referral.within_days),
    )


def days_text(look: Look, count: int) -> str:
    """`14 days`."""
    return look.write.plural(count, look.say.common.days).format(count=count)


def _small_print(look: Look, referral: Referral) -> Iterator[str]:
    say = look.say.friends
    if referral.pending_days:
        yield say.paid_later.format(days=days_text(look, referral.pending_days))
    yield say.limit.format(count=referral.friends_a_year)


def _promise(scene: Scene, wallet: Wallet, mine: ReferralPromise) -> ft.Control:
    look, say = scene.look, scene.look.say.friends
    points = points_text(look, wallet, mine.points)
    if mine.bought_at:
        words = say.mine_done.format(points=points)
    elif mine.until <= scene.now:
        words = say.lapsed
    else:
        money = look.write.money(Money(mine.minimum_basket, wallet.program.currency))
        words = say.mine.format(points=points, money=money, day=_day(scene, mine.until))
    return box(look, text(look, words, 16, 600))


@component
def Invitation(referral: Referral) -> ft.Control:
    """The link, and the device's own way of sending it; where none takes it, the link is copied."""
    look = use_scene().look
    say, sending = look.say.friends, use_sending(referral.url)
    send = partial(sending.send, say.copied)
    verb = sending.choose(say.send, say.copy, say.copied)
    link = ft.Icons.LINK_ROUNDED
    icon = sending.choose(link, link, ft.Icons.CHECK_ROUNDED)
    rows: list[ft.Control] = [
        text(look, referral.url, 14, 600),
        main_button(look, verb, send, icon=icon),
        *sending.fault(look),
    ]
    stretched = ft.CrossAxisAlignment.STRETCH
    return box(look, ft.Column(rows, spacing=10, horizontal_alignment=stretched))


def _friends(scene: Scene, wallet: Wallet, referral: Referral) -> ft.Control:
    look, rows = scene.look, list[ft.Control]()
    for number, friend in enumerate(referral.friends):
        if number:
            rows.append(rule(look))
        rows.append(_friend(scene, wallet, friend))
    return box(look, ft.Column(rows or [muted(look, look.say.friends.none_yet, 15)], spacing=8))


def _friend(scene: Scene, wallet: Wallet, friend: InvitedFriend) -> ft.Control:
    look, say = scene.look, scene.look.say.friends
    title = say.joined.format(day=_day(scene, friend.joined_at))
    lines: list[ft.Control] = [text(look, title, 16, 700)]
    lines += [muted(look, words, 14) for words in _progress(scene, wallet, friend)]
    return ft.MergeSemantics(ft.Column(lines, spacing=2))


def _progress(scene: Scene, wallet: Wallet, friend: InvitedFriend) -> Iterator[str]:
    look, say = scene.look, scene.look.say.friends
    if friend.bought_at is None:
        is_over = friend.until <= scene.now
        yield say.lapsed if is_over else say.waiting.format(day=_day(scene, friend.until))
        return
    yield say.bought.format(day=_day(scene, friend.bought_at))
    if friend.points and friend.spendable_at:
        points = points_text(look, wallet, friend.points)
        yield say.given.format(points=points, day=_day(scene, friend.spendable_at))
    elif wallet.referral and wallet.referral.inviter_points:
        yield say.not_given


def _day(scene: Scene, moment: datetime) -> str:
    write = scene.look.write
    return write.long_day(write.date_of(moment), write.date_of(scene.now))
