"""Claiming a receipt: the form as it is being filled in, what was sent, what came of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from uuid import uuid4

from kopilka.domain import Refused, SignedOut, Unreachable
from kopilka.ui.history.claim_form import ClaimForm
from kopilka.ui.hooks.lasting import Lasting, use_lasting
from kopilka.ui.hooks.scene import Scene
from kopilka.ui.hooks.state import Latest, use_latest, use_maybe
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.parts.refused import Undone, put_away, undone
from loyalty_api.actions import ClaimReceipt
from loyalty_api.claims import Claim, ClaimRequest, Claims

DRAFT = "claim"


@dataclass(frozen=True)
class Claiming:
    """How far the member is. `made` are the claims the shop has, `waiting` those it was not told of.

    `answer` is the shop's to what was sent from this screen, `refused` what it did not take.
    """

    form: Lasting[ClaimForm]
    made: tuple[Claim, ...]
    waiting: tuple[ClaimReceipt, ...]
    answer: Claim | None
    refused: Undone[ClaimReceipt] | None
    send: Callable[[], Awaitable[None]]
    drop: Callable[[], Awaitable[None]]


def use_claiming(scene: Scene) -> Claiming:
    """Follows the claims while they are on screen; a refused one comes back into the form."""
    begun = scene.repository.drafts.begun(DRAFT, ClaimForm) or ClaimForm()
    form = use_lasting(scene, DRAFT, begun, lambda form: form.typed)
    nothing: ClaimRequest | None = None
    sent = use_latest(nothing)
    claims, show = use_maybe(Claims)
    waiting = tuple(each for each in scene.view.waiting if isinstance(each, ClaimReceipt))
    refused = next(reversed(undone(scene, ClaimReceipt)), None)

    async def fetch() -> None:
        try:
            show(await scene.repository.claims())
        except (Unreachable, Refused, SignedOut):
            show(None)

    async def take_back() -> None:
        if refused is not None and gives_way(form.read(), sent.read(), refused.action.request):
            form.change(ClaimForm.of(refused.action.request, scene.look.write, _currency(scene)))

    async def send() -> None:
        await _send(scene, form, sent, refused)

    async def drop() -> None:
        await form.keep(ClaimForm())
        await put_away(scene, refused)

    use_task(fetch, [scene.view.offline, waiting])
    use_task(take_back, [refused])
    made = claims.claims if claims else ()
    return Claiming(form, made, waiting, _answer(made, waiting, sent.drawn), refused, send, drop)


def gives_way(form: ClaimForm, sent: ClaimRequest | None, refused: ClaimRequest) -> bool:
    """Whether what the shop refused stands in the form again: not over another claim, typed or sent since."""
    return form.is_blank and sent in (None, refused)


async def _send(
    scene: Scene,
    form: Lasting[ClaimForm],
    sent: Latest[ClaimRequest | None],
    refused: Undone[ClaimReceipt] | None,
) -> None:
    """What cannot be sent stays in the form, with its faults."""
    look, filled = scene.look, form.read()
    currency = _currency(scene)
    wrong = filled.checked(look.say.claim, scene.today, currency)
    request = filled.request(look.write, scene.now, currency)
    if wrong or request is None:
        sent.change(None)
        form.change(replace(filled, faults=wrong))
        return
    await scene.repository.act(ClaimReceipt(str(uuid4()), request, scene.now), form.name)
    sent.change(request)
    form.change(ClaimForm())
    await put_away(scene, refused)
    waits = scene.repository.view.offline
    await scene.device.say(look.say.common.sent_later if waits else look.say.claim.is_going)


def _answer(
    made: tuple[Claim, ...], waiting: tuple[ClaimReceipt, ...], sent: ClaimRequest | None
) -> Claim | None:
    if sent is None or sent in (each.request for each in waiting):
        return None
    wanted = (sent.receipt_id, sent.total)
    return next((each for each in made if (each.receipt_id, each.total.amount) == wanted), None)


def _currency(scene: Scene) -> str:
    """A receipt can be claimed by members only, who have a wallet; until it is there no total is judged."""
    wallet = scene.view.wallet
    return wallet.program.currency if wallet else ""
