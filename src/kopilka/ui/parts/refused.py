"""What the shop refused, told where it was done."""

from dataclasses import dataclass
from typing import Generic, TypeVar

import flet as ft

from kopilka.domain import Refusal
from kopilka.ui.hooks.scene import Scene
from kopilka.ui.hooks.urls import CLAIM, SUPPORT
from kopilka.ui.parts.blocks import fault_line
from kopilka.ui.parts.faults import refusal_words
from loyalty_api.actions import Action, AnswerSurvey, ClaimReceipt, ReviewPurchase, WriteToSupport
from loyalty_api.models import Wallet

A = TypeVar("A", bound=Action)


@dataclass(frozen=True)
class Undone(Generic[A]):
    """An action the shop refused, and why."""

    action: A
    refusal: Refusal


def undone(scene: Scene, kind: type[A]) -> tuple[Undone[A], ...]:
    """What was refused of this kind of action, oldest first."""
    return tuple(
        Undone(refusal.action, refusal)
        for refusal in scene.view.refusals
        if isinstance(refusal.action, kind)
    )


def why_undone(scene: Scene, one: Undone[A]) -> ft.Control:
    """Why, in the member's words."""
    return fault_line(scene.look, refusal_words(scene, one.refusal))


def written_at(scene: Scene, action: Action) -> str | None:
    """Where the member has what was written in hand again; None when nothing was written."""
    match action:
        case WriteToSupport():
            return SUPPORT
        case ClaimReceipt():
            return CLAIM
        case ReviewPurchase(purchase_id=purchase_id):
            return f"/history/{purchase_id}"
        case AnswerSurvey(survey_id=survey_id) if _is_asked(scene.view.wallet, survey_id):
            return f"/surveys/{survey_id}"
    return None


async def put_away(scene: Scene, one: Undone[A] | None) -> None:
    """The member has done it anew, or will not: until then what was written stays kept."""
    if one is not None:
        await scene.repository.forget_refusals([one.refusal])


def _is_asked(wallet: Wallet | None, survey_id: str) -> bool:
    """Whether the survey can still be answered."""
    return any(survey.id == survey_id for survey in wallet.surveys) if wallet else False
