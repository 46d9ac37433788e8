"""The family: who shares the account, how somebody is invited, and how one leaves."""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import keyed, use_maybe, use_value
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import OnTap, box, fault_line, muted, nothing_here, pair, rule, text
from kopilka.ui.parts.buttons import chips, main_button, soft_button, text_button
from kopilka.ui.parts.confirm import confirmation
from kopilka.ui.parts.faults import fault_of
from kopilka.ui.parts.points import points_of
from kopilka.ui.parts.sending import use_sending
from loyalty_api.family import Family, FamilyInvitation, Relative
from loyalty_api.models import Wallet
from loyalty_api.programme import ProgramKind

LIMITS: Final = (0, 100, 300, 1000)
MINOR_UNITS: Final = 100
UNLIMITED: Final = ""

Verb = Callable[[], Awaitable[object]]
Try = Callable[[Verb], Awaitable[None]]


@component
def FamilyPage(wallet: Wallet) -> ft.Control:
    """Everything here needs the network, and says so without it."""
    scene = use_scene()
    look, say, family = scene.look, scene.look.say.family, wallet.family
    fault, show = use_value("")

    async def attempt(verb: Verb) -> None:
        async def tried() -> None:
            await verb()

        show(await fault_of(look, tried))

    if family is None:
        return nothing_here(look)
    rows: list[ft.Control] = []
    if family.members:
        rows.append(Members(wallet, family, attempt))
    else:
        rows.append(muted(look, say.about, 15))
    if _may_invite(family):
        rows.append(keyed(str(len(family.members)), Invitation, family, attempt))
    if scene.view.offline:
        rows.append(muted(look, say.offline, 14))
    if fault:
        rows.append(fault_line(look, fault))
    if family.members:
        rows.append(Parting(family, attempt))
    return ft.Column(rows, spacing=16, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _may_invite(family: Family) -> bool:
    is_full = len(family.members) >= family.members_at_most
    return (family.is_mine or not family.members) and not is_full


@component
def Members(wallet: Wallet, family: Family, attempt: Try) -> ft.Control:
    """The head first; the head sees what may be done about each of the others."""
    scene = use_scene()
    look, say, life = scene.look, scene.look.say.family, scene.repository.family
    asked, ask = use_maybe(Relative)
    opened, open_ = use_value("")

    async def remove(one: Relative) -> None:
        ask(None)
        await attempt(partial(life.remove, one.id))

    async def limit(one: Relative, most: str) -> None:
        open_("")
        await attempt(partial(life.limit, one.id, int(most) if most != UNLIMITED else None))

    ft.use_dialog(
        confirmation(
            look,
            say.remove_ask.format(name=_name(look, asked)),
            say.removed_means,
            say.remove,
            partial(remove, asked),
            lambda: ask(None),
        )
        if asked
        else None
    )

    def rows() -> Iterator[ft.Control]:
        for number, one in enumerate(family.members):
            if number:
                yield rule(look)
            who = _who(look, wallet, one)
            if family.is_mine and not one.is_me:
                turn = partial(open_, "" if opened == one.id else one.id)
                yield pair(look, who, _deeds(scene, one, turn, partial(ask, one)))
                if opened == one.id:
                    yield _limits(look, wallet, one, partial(limit, one))
            else:
                yield who

    return box(look, ft.Column(list(rows()), spacing=8))


def _who(look: Look, wallet: Wallet, one: Relative) -> ft.Control:
    say = look.say.family
    remarks = [words for words, holds in ((say.me, one.is_me), (say.head, one.is_head)) if holds]
    if one.points_a_day is not None:
        remarks.append(say.limited.format(points=points_of(look, wallet, one.points_a_day)))
    words: list[ft.Control] = [text(look, _name(look, one), 16, 700)]
    if remarks:
        words.append(muted(look, " · ".join(remarks), 14))
    return ft.MergeSemantics(ft.Column(words, spacing=2))


def _deeds(scene: Scene, one: Relative, limit: OnTap, remove: OnTap) -> ft.Control:
    look, say, offline = scene.look, scene.look.say.family, scene.view.offline
    name = _name(look, one)
    buttons = (
        (say.limit_of, text_button(look, say.limit, None if offline else limit)),
        (
            say.remove_of,
            text_button(
                look,
                say.remove,
                None if offline else remove,
                color=look.palette.muted if offline else look.palette.danger,
            ),
        ),
    )
    return ft.Row(
        [ft.Semantics(label=label.format(name=name), content=one) for label, one in buttons],
        spacing=0,
        tight=True,
    )


def _limits(
    look: Look, wallet: Wallet, one: Relative, choose: Callable[[str], object]
) -> ft.Control:
    unit = MINOR_UNITS if wallet.program.kind is ProgramKind.CASHBACK else 1
    amounts = {most * unit for most in LIMITS}
    if one.points_a_day is not None:
        amounts.add(one.points_a_day)
    options = [(str(most), points_of(look, wallet, most)) for most in sorted(amounts)]
    chosen = UNLIMITED if one.points_a_day is None else str(one.points_a_day)
    return chips(
        look,
        [(UNLIMITED, look.say.family.no_limit), *options],
        chosen,
        choose,
        ground=look.palette.background,
    )


@component
def Invitation(family: Family, attempt: Try) -> ft.Control:
    """A link to send, once it is made; it is kept nowhere, and a new one takes its place."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.family
    made, show = use_maybe(FamilyInvitation)
    sending = use_sending(made.url if made else "")

    async def invite() -> None:
        async def asked() -> None:
            show(await scene.repository.family.invite())

        await attempt(asked)

    go_on = None if scene.view.offline else invite
    if made is None:
        return ft.Column(
            [
                main_button(look, say.invite, go_on, icon=ft.Icons.PERSON_ADD_ALT_ROUNDED),
                muted(look, say.places.format(count=family.members_at_most), 14),
            ],
            spacing=8,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        )
    until = look.write.moment(made.expires_at, scene.now)
    verb = sending.choose(say.send, say.copy, say.copied)
    link = ft.Icons.LINK_ROUNDED
    icon = sending.choose(link, link, ft.Icons.CHECK_ROUNDED)
    rows: list[ft.Control] = [
        text(look, made.url, 14, 600),
        muted(look, say.until.format(moment=until), 14),
        muted(look, say.link_hint, 14),
        main_button(look, verb, partial(sending.send, say.copied), icon=icon),
        *sending.fault(look),
        soft_button(look, say.invite_again, go_on),
    ]
    stretched = ft.CrossAxisAlignment.STRETCH
    return box(look, ft.Column(rows, spacing=10, horizontal_alignment=stretched))


@component
def Parting(family: Family, attempt: Try) -> ft.Control:
    """Leaving, or for the head the end of the family, asked once."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.family
    asking, ask = use_value(False)
    verb, question, means = (
        (say.end, say.end_ask, say.end_means)
        if family.is_mine
        else (say.leave, say.leave_ask, say.leave_means)
    )

    async def leave() -> None:
        ask(False)
        await attempt(scene.repository.family.leave)

    dialog = confirmation(look, question, means, verb, leave, lambda: ask(False))
    ft.use_dialog(dialog if asking else None)
    offline, palette = scene.view.offline, look.palette
    color = palette.muted if offline else palette.danger
    return text_button(look, verb, None if offline else lambda: ask(True), color=color)


def _name(look: Look, one: Relative) -> str:
    return one.first_name or look.say.family.nameless
