"""A survey offered on the card's page; its first question can be answered right there."""

import flet as ft

from kopilka.ui.hooks.scene import Scene, go
from kopilka.ui.parts.blocks import box, muted, pair, text
from kopilka.ui.parts.points import points_text
from kopilka.ui.parts.stars import stars
from kopilka.ui.surveys.answering import Said, draft_name
from kopilka.ui.surveys.screen import is_open, readable
from loyalty_api.actions import AnswerSurvey
from loyalty_api.models import Survey, Wallet
from loyalty_api.surveys.models import Questionnaire


def survey_prompt(scene: Scene, wallet: Wallet, survey: Survey) -> ft.Control | None:
    """None when the survey cannot be asked here."""
    questionnaire = readable(survey, scene.look)
    if questionnaire is None or not is_open(scene, survey):
        return None
    words = _words(scene, wallet, survey)
    first = questionnaire.questions[0]
    if not first.is_csat or first.options:
        row = box(scene.look, words, on_tap=lambda: go(f"/surveys/{survey.id}"))
        return ft.MergeSemantics(ft.Semantics(button=True, content=row))
    scale = stars(scene.look, 1, 5, None, lambda value: _rate(scene, survey, questionnaire, value))
    if scene.look.window.wide:
        return box(scene.look, pair(scene.look, words, ft.Container(scale, width=256)))
    return box(scene.look, ft.Column([words, scale], spacing=8))


def _words(scene: Scene, wallet: Wallet, survey: Survey) -> ft.Column:
    look = scene.look
    remarks = [survey.about] if survey.about else []
    if survey.reward:
        points = "+" + points_text(look, wallet, survey.reward)
        remarks.append(look.say.survey.prompt.format(points=points))
    return ft.Column(
        [text(look, survey.title, 16, 600), muted(look, " · ".join(remarks))], spacing=2
    )


async def _rate(scene: Scene, survey: Survey, questionnaire: Questionnaire, value: int) -> None:
    """The only question is answered by this; of several it is the first answer."""
    name, drafts = draft_name(survey.id), scene.repository.drafts
    answers = {questionnaire.questions[0].name: value}
    if len(questionnaire.questions) > 1:
        begun = drafts.begun(name, Said) or Said()
        await drafts.keep(name, Said({**begun.answers, **answers}))
        go(f"/surveys/{survey.id}")
        return
    await scene.repository.act(AnswerSurvey(survey.id, scene.now, answers))
    await scene.device.say(scene.look.say.survey.thanks)
