"""An invitation to a family: whose it is and what joining means, before the member agrees."""

from functools import partial
from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component, view_component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.hooks.state import keyed
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import heading, muted, text
from kopilka.ui.parts.points import points_text
from kopilka.ui.profile.invitation import Invitation, invitation_view, use_invitation
from loyalty_api.family import FamilyOffer
from loyalty_api.models import Wallet

FAMILY: Final = "/profile/family"


@view_component
def FamilyInvitationView() -> ft.View:
    """Links lead here from outside."""
    look, code = use_scene().look, ft.use_route_params().get("code", "")
    return invitation_view(look, look.say.family.title, keyed(code, Invited, code))


@component
def Invited(code: str) -> ft.Control:
    """Whose family it is, is told."""
    scene = use_scene()
    life, say = scene.repository.family, scene.look.say.family
    meaning = partial(_meaning, scene.look)
    return use_invitation(
        code,
        Invitation(FamilyOffer, life.offer, life.join, meaning, say.join, say.joined, FAMILY),
    )


def _meaning(look: Look, wallet: Wallet, offer: FamilyOffer) -> list[ft.Control]:
    say = look.say.family
    title = say.offer.format(name=offer.head) if offer.head else say.offer_nameless
    brings = (
        say.offer_brings.format(points=points_text(look, wallet, offer.brings))
        if offer.brings
        else say.offer_brings_none
    )
    return [
        heading(look, title, level=2),
        text(look, brings, 16, 600),
        muted(look, say.offer_means, 15),
    ]
