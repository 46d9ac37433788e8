"""What only the member themselves may do: a code to their own address says who is asking."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import flet as ft

from kopilka.domain import NotKept, NotUnlocked, Refused, SignedOut, Unreachable
from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.state import Latest, use_latest
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import box, busy, fault_line, text
from kopilka.ui.parts.buttons import main_button, text_button
from kopilka.ui.parts.faults import fault_of, worded
from kopilka.ui.parts.fields import text_field
from kopilka.ui.parts.typed_digits import CODE_DIGITS, code_in
from loyalty_api.models import Member


@dataclass(frozen=True)
class Proof:
    """How far the member has come; `challenge_id` once a code was sent, `fault` in words."""

    challenge_id: str = ""
    code: str = ""
    fault: str = ""
    working: bool = False


@dataclass(frozen=True)
class Steps:
    """What the member can do; each step ends as another `Proof`."""

    scene: Scene
    address: str
    state: Latest[Proof]
    proven: Callable[[], Awaitable[None]]

    async def send(self) -> None:
        """Send a code, or another one."""
        before = replace(self.state.read(), code="", fault="", working=False)

        async def sent() -> None:
            challenge = await self.scene.repository.send_code(self.address)
            self.state.change(Proof(challenge.challenge_id))

        self.state.change(replace(before, working=True))
        if fault := await fault_of(self.scene.look, sent):
            self.state.change(replace(before, fault=fault))

    async def type(self, words: str) -> None:
        """Six digits go out by themselves, once."""
        before, code = self.state.read(), code_in(words)
        if before.working or code == before.code:
            return
        self.state.change(replace(before, code=code, fault=""))
        if len(code) == CODE_DIGITS:
            await self.enter()

    async def enter(self) -> None:
        """Sign in with the code; one that did not get through stays to be sent again."""
        draft, look = replace(self.state.read(), fault=""), self.scene.look
        self.state.change(replace(draft, working=True))
        try:
            await self.scene.repository.sign_in(draft.challenge_id, draft.code)
        except (Unreachable, NotKept) as fault:
            self.state.change(replace(draft, fault=worded(look, fault)))
        except (Refused, SignedOut, NotUnlocked) as fault:
            self.state.change(replace(draft, code="", fault=worded(look, fault)))
        else:
            self.state.change(replace(draft, code=""))
            await self.proven()


@component
def FreshSignIn(member: Member, proven: Callable[[], Awaitable[None]], why: str = "") -> ft.Control:
    """Sends a code to the member's own address, signs in with it and goes on with what was begun.

    `why` takes `{address}`.
    """
    scene = use_scene()
    look, state = scene.look, use_latest(Proof())
    steps = Steps(scene, member.phone or member.email or "", state, proven)
    if state.drawn.working:
        return box(look, busy(look))
    written = look.write.phone(member.phone) if member.phone else steps.address
    words = text(look, (why or look.say.account.prove).format(address=written), 15, 600)
    rows = (
        _code(look, state.drawn, steps)
        if state.drawn.challenge_id
        else _way(look, state.drawn, steps)
    )
    return box(
        look,
        ft.Column([words, *rows], spacing=12, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
    )


def _way(look: Look, draft: Proof, steps: Steps) -> list[ft.Control]:
    way = main_button(look, look.say.sign_in.send, steps.send)
    return [way, fault_line(look, draft.fault)] if draft.fault else [way]


def _code(look: Look, draft: Proof, steps: Steps) -> list[ft.Control]:
    say = look.say.sign_in
    field = text_field(
        look,
        say.code,
        draft.code,
        steps.type,
        error=draft.fault,
        autofill=[ft.AutofillHint.ONE_TIME_CODE],
        keyboard=ft.KeyboardType.NUMBER,
        focus=True,
    )
    resend = text_button(look, say.resend, steps.send)
    again = draft.fault and draft.code
    return [
        field,
        *([main_button(look, look.say.common.retry, steps.enter)] if again else []),
        resend,
    ]
