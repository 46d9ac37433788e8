"""The question of a sign-in link that was not asked for here: anybody can send one of their own."""

import flet as ft

from kopilka.domain import View
from kopilka.ui.hooks.scene import Scene
from kopilka.ui.parts.blocks import OnTap, muted, text
from kopilka.ui.parts.buttons import main_button, text_button
from loyalty_api.sign_in import SignInLink


def other_member(view: View, link: SignInLink) -> bool:
    """Whether the link would take the place of somebody else's card."""
    if view.wallet is None:
        return False
    return link.address not in (view.wallet.member.phone, view.wallet.member.email)


def link_step(scene: Scene, link: SignInLink, say_yes: OnTap, say_no: OnTap) -> ft.Control:
    """Says as whom, and what the card that is here becomes; nothing happens without a yes."""
    look, say = scene.look, scene.look.say.sign_in
    rows: list[ft.Control] = [text(look, say.link.format(address=link.address), 22, 800)]
    if not link.asked_here:
        rows.append(muted(look, say.link_hint, 15))
    if other_member(scene.view, link):
        rows.append(text(look, say.link_instead, 15, 600))
    rows += [
        main_button(look, say.enter, say_yes),
        text_button(look, say.link_no, say_no),
    ]
    return ft.Column(rows, spacing=16, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
