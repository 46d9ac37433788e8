"""A friend's invitation: what it promises and what the friend will see, before the member accepts it."""

from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component, view_component
from kopilka.ui.hooks.scene import Scene, go, use_scene
from kopilka.ui.hooks.state import keyed, use_maybe, use_value
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.parts.blocks import busy, fault_line, heading, muted, text
from kopilka.ui.parts.buttons import main_button, text_button
from kopilka.ui.parts.detail import detail_view
from kopilka.ui.parts.faults import fault_of
from kopilka.ui.parts.points import points_text
from kopilka.ui.profile.friends import days_text
from loyalty_api.models import Wallet
from loyalty_api.programme import Money
from loyalty_api.referral import ReferralOffer

FRIENDS: Final = "/profile/friends"
WIDEST: Final = 560.0


@view_component
def FriendInvitationView() -> ft.View:
    """A view of its own: links lead here from outside."""
    look = use_scene().look
    code = ft.use_route_params().get("code", "")
    content = ft.Container(
        keyed(code, InvitedByFriend, code),
        width=min(WIDEST, look.window.width - 40),
    )
    middle = ft.Container(content, alignment=ft.Alignment.TOP_CENTER)
    return detail_view(look, middle, back_to="/", title=look.say.friends.offer)


@component
def InvitedByFriend(code: str) -> ft.Control:
    """Asked of the server, which knows whether the invitation is for this member."""
    scene = use_scene()
    look, say, wallet = scene.look, scene.look.say.friends, scene.view.wallet
    offer, show = use_maybe(ReferralOffer)
    fault, tell = use_value("")
    friends = scene.repository.friends

    async def look_at() -> None:
        async def asked() -> None:
            show(await friends.offer(code))

        tell(await fault_of(look, asked))

    async def accept() -> None:
        async def asked() -> None:
            await friends.accept(code)
            await scene.device.say(say.accepted)
            go(FRIENDS)

        tell(await fault_of(look, asked))

    use_task(look_at, [code, scene.view.offline])
    rows: list[ft.Control] = []
    if offer is not None and wallet is not None:
        rows += _meaning(scene, wallet, offer)
        rows.append(main_button(look, say.accept, accept))
    elif not fault:
        rows.append(busy(look))
    if fault:
        rows.append(fault_line(look, fault))
    rows.append(text_button(look, look.say.common.cancel, lambda: go("/")))
    return ft.Column(
        rows,
        spacing=16,
        scroll=ft.ScrollMode.AUTO,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
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
