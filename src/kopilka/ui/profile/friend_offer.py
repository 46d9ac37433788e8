"""A friend's invitation: what it promises and what the friend will see, before the member accepts it."""

from functools import partial
from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component, view_component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import keyed
from kopilka.ui.parts.blocks import heading, muted, text
from kopilka.ui.parts.points import points_text
from kopilka.ui.profile.friends import days_text
from kopilka.ui.profile.invitation import Invitation, invitation_view, use_invitation
from loyalty_api.models import Wallet
from loyalty_api.programme import Money
from loyalty_api.referral import ReferralOffer

FRIENDS: Final = "/profile/friends"


@view_component
def FriendInvitationView() -> ft.View:
    """Links lead here from outside."""
    look, code = use_scene().look, ft.use_route_params().get("code", "")
    return invitation_view(look, look.say.friends.offer, keyed(code, InvitedByFriend, code))


@component
def InvitedByFriend(code: str) -> ft.Control:
    """By whom is not told."""
    scene = use_scene()
    friends, say = scene.repository.friends, scene.look.say.friends
    meaning = partial(_meaning, scene)
    return use_invitation(
        code,
        Invitation(
            ReferralOffer, friends.offer, friends.accept, meaning, say.accept, say.accepted, FRIENDS
        ),
    )


def _meaning(scene: Scene, wallet: Wallet, offer: ReferralOffer) -> list[ft.Control]:
    look, write, say = scene.look, scene.look.write, scene.look.say.friends
    both = say.offer_both if offer.inviter_points else say.offer_friend_only
    promise = both.format(
        mine=points_text(look, wallet, offer.inviter_points),
        theirs=points_text(look, wallet, offer.friend_points),
        money=write.money(Money(offer.minimum_basket, wallet.program.currency)),
        day=write.long_day(write.date_of(offer.until), write.date_of(scene.now)),
    )
    later = [say.paid_later.format(days=days_text(look, offer.pending_days))]
    told = [*(later if offer.pending_days else []), say.offer_counts, say.offer_told]
    return [
        heading(look, say.offer, level=2),
        text(look, promise, 16, 600),
        *(muted(look, words, 15) for words in told),
    ]
