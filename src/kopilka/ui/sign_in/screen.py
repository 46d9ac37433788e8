"""Sign-in: one field, a code, consents each in plain words, and the card."""

from dataclasses import dataclass, replace
from typing import Final

import flet as ft

from kopilka.domain import NotKept, Refused, Unreachable
from kopilka.ui.hooks.guard import component, view_component
from kopilka.ui.hooks.scene import Scene, go, use_scene
from kopilka.ui.hooks.state import Latest, keyed, use_latest
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.hooks.title import use_title
from kopilka.ui.hooks.urls import SIGN_IN, asked_of
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import brand_mark, busy, heading, muted, text
from kopilka.ui.parts.buttons import main_button, round_button, text_button
from kopilka.ui.parts.faults import worded
from kopilka.ui.parts.fields import text_field
from kopilka.ui.parts.typed_digits import CODE_DIGITS, code_in
from kopilka.ui.sign_in.address import address_of
from kopilka.ui.sign_in.consents import ConsentsForm
from kopilka.ui.sign_in.link import link_step, other_member
from kopilka.ui.sign_in.resend import Resend
from loyalty_api.models import Consent
from loyalty_api.sign_in import CodeSent, GrantedConsent, SignInLink

WIDEST: Final = 400.0


@dataclass(frozen=True)
class SignInStep:
    """How far the member has come; `fault` is already worded, a `link` waits for a yes."""

    address: str = ""
    challenge_id: str = ""
    code: str = ""
    sent: CodeSent | None = None
    link: SignInLink | None = None
    consents: tuple[Consent, ...] = ()
    fault: str = ""
    working: bool = False


@dataclass(frozen=True)
class Steps:
    """What the member can do on the way in; each step ends as another draft."""

    scene: Scene
    state: Latest[SignInStep]

    @property
    def _draft(self) -> SignInStep:
        return self.state.read()

    def _show(self, draft: SignInStep) -> None:
        self.state.change(draft)

    async def send(self) -> None:
        """Ask for a code."""
        address = address_of(self._draft.address)
        if address is None:
            self._show(replace(self._draft, fault=self.scene.look.say.sign_in.address_wrong))
            return
        draft = replace(self._draft, fault="")
        self._show(replace(draft, working=True))
        try:
            sent = await self.scene.repository.send_code(address)
        except (Unreachable, Refused) as fault:
            self._show(replace(draft, fault=worded(self.scene.look, fault)))
        else:
            self._show(SignInStep(address=address, challenge_id=sent.challenge_id, sent=sent))

    async def open_link(self, code: str) -> None:
        """Sign in by a link: at once where it was asked for here and takes nobody's place."""
        challenge_id = self._draft.challenge_id
        self._show(replace(self._draft, fault="", working=True))
        try:
            link = await self.scene.repository.look_at_link(challenge_id, code)
        except (Unreachable, Refused) as fault:
            words = worded(self.scene.look, fault)
            kept = code if isinstance(fault, Unreachable) else ""
            self._show(SignInStep(challenge_id=challenge_id, code=kept, fault=words))
            return
        if link.asked_here and not other_member(self.scene.view, link):
            await self.enter(code)
        else:
            self._show(SignInStep(challenge_id=challenge_id, code=code, link=link))

    async def say_yes(self) -> None:
        """The link's question is answered."""
        self._show(replace(self._draft, link=None))
        await self.enter(self._draft.code)

    def say_no(self) -> None:
        """The link is left alone."""
        self._show(SignInStep())
        go("/")

    async def enter(
        self, code: str, granted: tuple[GrantedConsent, ...] = (), name: str | None = None
    ) -> None:
        """Open a session with the code; a new member is asked for the consents first."""
        draft = replace(self._draft, code=code, fault="", working=False)
        self._show(replace(draft, working=True))
        try:
            await self.scene.repository.sign_in(draft.challenge_id, code, granted, name)
        except (Unreachable, NotKept) as fault:
            self._show(replace(draft, fault=worded(self.scene.look, fault)))
        except Refused as refused:
            if refused.consents and not granted:
                self._show(replace(draft, consents=refused.consents))
            else:
                words = worded(self.scene.look, refused)
                self._show(replace(draft, code="", consents=(), fault=words))

    async def agree(self, granted: tuple[GrantedConsent, ...], name: str | None) -> None:
        """Go on with what the member ticked, and with the name, if there is one."""
        await self.enter(self._draft.code, granted, name)

    def type_address(self, typed: str) -> None:
        """The address field has changed."""
        self._show(replace(self._draft, address=typed, fault=""))

    async def type_code(self, typed: str) -> None:
        """The code field has changed; six digits go out by themselves, once."""
        draft, digits = self._draft, code_in(typed)
        if draft.working or digits == draft.code:
            return
        if len(digits) == CODE_DIGITS:
            await self.enter(digits)
        else:
            self._show(replace(draft, code=digits, fault=""))

    async def try_again(self) -> None:
        """With the code, or the link, that did not get through."""
        if self._draft.sent is None:
            await self.open_link(self._draft.code)
        else:
            await self.enter(self._draft.code)

    def start_over(self) -> None:
        """Another address."""
        self._show(SignInStep(address=self._draft.address))


@view_component
def SignInView() -> ft.View:
    """The whole view, the form in its middle; a card that still shows can be gone back to."""
    scene = use_scene()
    look = scene.look
    use_title(look.say.sign_in.title, look.name)
    title = ft.Row([brand_mark(look, 64), heading(look, look.name, 30)], spacing=16)
    column = ft.Column(
        [*_way_back(scene), title, SignInForm()],
        spacing=20,
        width=min(WIDEST, look.window.width - 40),
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        alignment=ft.MainAxisAlignment.CENTER,
        scroll=ft.ScrollMode.AUTO,
    )
    middle = ft.Container(column, alignment=ft.Alignment.CENTER, expand=True)
    return ft.View(
        route=SIGN_IN,
        can_pop=False,
        bgcolor=look.palette.background,
        padding=20,
        controls=[ft.SafeArea(middle, expand=True)],
    )


def _way_back(scene: Scene) -> list[ft.Control]:
    if scene.view.wallet is None:
        return []
    name = scene.look.say.common.back
    button = round_button(
        scene.look, ft.Icons.ARROW_BACK_ROUNDED, name, lambda: go("/"), closes=True
    )
    return [ft.Row([button])]


@component
def SignInForm() -> ft.Control:
    """One step at a time: address, code, consents."""
    scene = use_scene()
    link = asked_of(ft.context.page.route, SIGN_IN)
    challenge_id, code = link.get("challenge", ""), link.get("code", "")
    state = use_latest(SignInStep(challenge_id=challenge_id, working=bool(code)))
    draft, steps = state.drawn, Steps(scene, state)

    async def open_link() -> None:
        if challenge_id and code:
            await steps.open_link(code)

    use_task(open_link, [])
    if draft.working:
        return _working(scene.look)
    if draft.link is not None:
        return link_step(scene, draft.link, steps.say_yes, steps.say_no)
    if draft.consents:
        return ConsentsForm(draft.consents, steps.agree)
    if draft.challenge_id:
        return _code_step(scene, draft, steps)
    return _address_step(scene, draft, steps)


def _address_step(scene: Scene, draft: SignInStep, steps: Steps) -> ft.Control:
    look, say = scene.look, scene.look.say.sign_in
    field = text_field(
        look,
        say.address,
        draft.address,
        steps.type_address,
        submit=steps.send,
        hint=say.address_hint,
        error=draft.fault,
        autofill=[ft.AutofillHint.TELEPHONE_NUMBER, ft.AutofillHint.EMAIL],
        keyboard=ft.KeyboardType.EMAIL,
    )
    return _step(
        [
            text(look, say.title, 22, 800),
            muted(look, say.hint, 15),
            field,
            main_button(look, say.send, steps.send),
        ]
    )


def _code_step(scene: Scene, draft: SignInStep, steps: Steps) -> ft.Control:
    look, say = scene.look, scene.look.say.sign_in
    field = text_field(
        look,
        say.code,
        draft.code,
        steps.type_code,
        error=draft.fault,
        autofill=[ft.AutofillHint.ONE_TIME_CODE],
        keyboard=ft.KeyboardType.NUMBER,
        focus=True,
    )
    rows: list[ft.Control] = []
    if draft.sent is not None:
        rows.append(text(look, say.code_sent.format(address=draft.address), 15))
    rows.append(field)
    if draft.fault and draft.code:
        rows.append(main_button(look, look.say.common.retry, steps.try_again))
    if draft.sent is not None:
        rows.append(keyed(draft.challenge_id, Resend, draft.sent, steps.send))
    rows.append(text_button(look, say.other_address, steps.start_over))
    return _step(rows)


def _working(look: Look) -> ft.Control:
    words = text(look, look.say.sign_in.working, 15, align=ft.TextAlign.CENTER)
    return ft.Semantics(live_region=True, content=ft.Column([busy(look), words]))


def _step(rows: list[ft.Control]) -> ft.Control:
    form = ft.Column(rows, spacing=16, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return ft.AutofillGroup(form)
