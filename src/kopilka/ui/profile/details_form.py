"""What members tell of themselves: first name and birthday."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.lasting import Lasting, use_lasting
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import muted, text
from kopilka.ui.parts.buttons import main_button
from kopilka.ui.parts.faults import fault_of
from kopilka.ui.parts.fields import text_field
from kopilka.ui.parts.typed_day import typed_day, written_day
from loyalty_api.models import Member, Wallet
from loyalty_api.requests import MemberChange

DRAFT: Final = "details"
LONGEST_NAME: Final = 80
EARLIEST: Final = date(1900, 1, 1)


@dataclass(frozen=True)
class TypedDetails:
    """The fields as typed; what could not be kept stays, and says why."""

    name: str
    birthday: str
    birthday_fault: str = ""
    fault: str = ""
    working: bool = False
    saved: bool = False

    def typed(self, member: Member) -> "TypedDetails | None":
        """The fields alone; None when they say what is known already."""
        fields = TypedDetails(self.name, self.birthday)
        return None if self.saved or fields == _known(member) else fields


@component
def DetailsForm(wallet: Wallet) -> ft.Control:
    """Two fields and one button; the address is told, not changed."""
    scene = use_scene()
    look, say, member = scene.look, scene.look.say.account, wallet.member
    begun = scene.repository.drafts.begun(DRAFT, TypedDetails) or _known(member)
    draft = use_lasting(scene, DRAFT, begun, lambda draft: draft.typed(member))

    async def save() -> None:
        now = draft.read()
        if now.working:
            return
        born = typed_day(now.birthday)
        if now.birthday.strip() and not _may_be_birthday(scene, born):
            draft.change(replace(now, birthday_fault=say.birthday_wrong, saved=False))
            return
        draft.change(replace(now, fault="", working=True, saved=False))
        await _save(scene, member, draft, MemberChange(now.name.strip(), born))

    told = say.address.format(address=address(look, member))
    rows = [muted(look, told, 15), *_fields(scene, draft)]
    if draft.drawn.fault:
        words = text(look, draft.drawn.fault, 14, 600, look.palette.danger)
        rows.append(ft.Semantics(live_region=True, content=words))
    if draft.drawn.saved:
        done = text(look, say.saved, 15, 700, look.palette.primary)
        rows.append(ft.Semantics(live_region=True, content=done))
    rows.append(main_button(look, say.save, None if draft.drawn.working else save))
    return ft.Column(rows, spacing=14, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _known(member: Member) -> TypedDetails:
    return TypedDetails(member.first_name, written_day(member.birthday) if member.birthday else "")


def address(look: Look, member: Member) -> str:
    """What the member signs in by."""
    phone = look.write.phone(member.phone) if member.phone else ""
    return " · ".join(part for part in (phone, member.email) if part)


def _fields(scene: Scene, draft: Lasting[TypedDetails]) -> list[ft.Control]:
    look, say = scene.look, scene.look.say.account

    async def name(words: str) -> None:
        await draft.keep(replace(draft.read(), name=words, saved=False))

    async def birthday(words: str) -> None:
        await draft.keep(replace(draft.read(), birthday=words, birthday_fault="", saved=False))

    return [
        text_field(
            look,
            say.first_name,
            draft.drawn.name,
            name,
            autofill=[ft.AutofillHint.GIVEN_NAME],
            longest=LONGEST_NAME,
        ),
        text_field(
            look,
            say.birthday,
            draft.drawn.birthday,
            birthday,
            hint=say.birthday_example,
            error=draft.drawn.birthday_fault,
            keyboard=ft.KeyboardType.DATETIME,
        ),
        muted(look, say.birthday_why, 14),
    ]


def _may_be_birthday(scene: Scene, born: date | None) -> bool:
    return born is not None and EARLIEST <= born <= scene.today


async def _save(
    scene: Scene, member: Member, draft: Lasting[TypedDetails], change: MemberChange
) -> None:
    async def attempt() -> None:
        await scene.repository.account.change_details(member, change)

    fault = await fault_of(scene.look, attempt)
    await draft.keep(replace(draft.read(), fault=fault, working=False, saved=not fault))
