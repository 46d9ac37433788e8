"""A survey: one page at a time, large targets, and no network needed to answer."""

from typing import Final

import flet as ft

from kopilka.ui.hooks.guard import component, view_component
from kopilka.ui.hooks.scene import Scene, go, use_scene
from kopilka.ui.hooks.state import keyed
from kopilka.ui.hooks.title import use_title
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import empty
from kopilka.ui.parts.buttons import main_button, round_button
from kopilka.ui.parts.skeletons import skeleton
from kopilka.ui.surveys.pages import SurveyPages
from loyalty_api.malformed import Malformed
from loyalty_api.models import Survey
from loyalty_api.surveys.definition import read_definition
from loyalty_api.surveys.models import Questionnaire

WIDEST: Final = 560.0


@view_component
def SurveyView() -> ft.View:
    """The whole view; there is nothing else to look at while one answers."""
    scene = use_scene()
    look = scene.look
    survey_id = ft.use_route_params().get("survey_id", "")
    survey = _listed(scene, survey_id)
    use_title(survey.title if survey else "", look.name)
    screen = keyed(survey_id, SurveyScreen, survey_id)
    body = ft.Container(screen, width=min(WIDEST, look.window.width - 40))
    middle = ft.Container(body, alignment=ft.Alignment.TOP_CENTER, expand=True)
    return ft.View(
        route=ft.use_view_path(),
        bgcolor=look.palette.background,
        padding=ft.Padding(20, 12, 20, 20),
        controls=[ft.SafeArea(middle, expand=True)],
    )


@component
def SurveyScreen(survey_id: str) -> ft.Control:
    """One that was answered elsewhere, or cannot be read, says so and leads back.

    Once begun it stays, though the wallet no longer lists what the member has answered.
    """
    scene = use_scene()
    begun: ft.MutableRef[Survey] = ft.use_ref()
    if begun.current is None:
        if scene.view.wallet is None:
            return skeleton(scene.look)
        begun.current = _listed(scene, survey_id)
    questionnaire = None if begun.current is None else readable(begun.current, scene.look)
    if begun.current is None or questionnaire is None:
        return _gone(scene.look)
    return SurveyPages(begun.current, questionnaire)


def readable(survey: Survey, look: Look) -> Questionnaire | None:
    """The survey's questions in the member's language; None when nothing of it can be asked here."""
    try:
        questionnaire = read_definition(survey.definition, language=look.write.language)
    except Malformed:
        return None
    return questionnaire if questionnaire.questions else None


def is_open(scene: Scene, survey: Survey) -> bool:
    """A snapshot from before its end holds it still."""
    return survey.ends_at > scene.now


def _listed(scene: Scene, survey_id: str) -> Survey | None:
    surveys = scene.view.wallet.surveys if scene.view.wallet else ()
    return next((one for one in surveys if one.id == survey_id and is_open(scene, one)), None)


def _gone(look: Look) -> ft.Control:
    close = round_button(
        look, ft.Icons.CLOSE_ROUNDED, look.say.common.close, lambda: go("/"), closes=True
    )
    home = main_button(look, look.say.places.card, lambda: go("/"))
    words = empty(look, ft.Icons.FACT_CHECK_OUTLINED, look.say.survey.gone, "")
    return ft.Column([close, words, home], horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
