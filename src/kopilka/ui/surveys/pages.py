"""The pages of a survey, from the first question to the thanks."""

from dataclasses import replace

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.lasting import Lasting, use_lasting
from kopilka.ui.hooks.scene import Scene, go, use_scene
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import fault_line, heading, muted, pill, progress_bar, text
from kopilka.ui.parts.buttons import main_button, round_button, text_button
from kopilka.ui.parts.celebration import Burst
from kopilka.ui.parts.points import points_text
from kopilka.ui.parts.refused import Undone, put_away, undone, why_undone
from kopilka.ui.parts.switches import switch_row
from kopilka.ui.surveys.answering import Said, SurveyDraft, draft_name
from kopilka.ui.surveys.letter import can_be_answered, letter
from kopilka.ui.surveys.questions import fault_words, hint_of, labels_itself, question_part
from kopilka.ui.surveys.reply import Reply
from loyalty_api.actions import AnswerSurvey
from loyalty_api.models import Survey
from loyalty_api.surveys.models import Choice, Page, Question, Questionnaire

LARGE = 20
"""A question's size where all text is large already: longer words would break."""


@component
def SurveyPages(survey: Survey, questionnaire: Questionnaire) -> ft.Control:
    """Answers are kept in hand until they are sent, and sent when there is a network."""
    scene = use_scene()
    refused = _refused(scene, survey)
    name = draft_name(survey.id)
    begun = scene.repository.drafts.begun(name, Said) or _refused_answers(refused)
    draft = use_lasting(scene, name, SurveyDraft.of(questionnaire, begun), lambda draft: draft.said)
    page = draft.drawn.page
    if draft.drawn.sent or page is None:
        return _thanks(scene, survey)
    questions = ft.Column(
        _asked(scene, page, draft),
        spacing=20,
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return ft.Column(
        [
            _top(scene, survey),
            _progress(scene.look, survey, draft.drawn),
            questions,
            *_foot(scene, survey, draft, refused),
        ],
        spacing=16,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _refused(scene: Scene, survey: Survey) -> Undone[AnswerSurvey] | None:
    mine = [one for one in undone(scene, AnswerSurvey) if one.action.survey_id == survey.id]
    return mine[-1] if mine else None


def _refused_answers(refused: Undone[AnswerSurvey] | None) -> Said:
    return Said() if refused is None else Said(refused.action.answers)


def _top(scene: Scene, survey: Survey) -> ft.Control:
    look, wallet = scene.look, scene.view.wallet
    close = round_button(
        look, ft.Icons.CLOSE_ROUNDED, look.say.common.close, lambda: go("/"), closes=True
    )
    parts = [close, ft.Container(expand=True)]
    if survey.reward and wallet is not None:
        reward = "+" + points_text(look, wallet, survey.reward)
        palette = look.palette
        parts.append(pill(look, reward, color=palette.warning_container, on=palette.warning))
    return ft.Row(parts)


def _progress(look: Look, survey: Survey, draft: SurveyDraft) -> ft.Control:
    total = len(draft.pages)
    place = min(draft.at, total - 1) + 1
    words = look.say.survey.question.format(number=place, total=total)
    about = f"{words} · {survey.about}" if survey.about else words
    bar = progress_bar(look, place / total, words, thickness=6)
    return ft.Column(
        [bar, muted(look, about)],
        spacing=12,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _asked(scene: Scene, page: Page, draft: Lasting[SurveyDraft]) -> list[ft.Control]:
    look = scene.look
    rows: list[ft.Control] = [muted(look, page.title, 14)] if page.title else []
    if page.description:
        rows.append(muted(look, page.description, 14))
    titled = next((one for one in page.questions if not one.is_plain), None)
    answers = draft.drawn.counted
    for question in page.questions:
        rows += _about(look, question, leads=question is titled)
        rows.append(_part(look, question, draft, alone=question is titled))
        fault = fault_words(look, question, answers) if draft.drawn.needs_answer else ""
        if fault:
            rows.append(fault_line(look, fault))
    return rows


def _about(look: Look, question: Question, *, leads: bool) -> list[ft.Control]:
    """The title, large on the one that `leads` the page, and what is said about the question."""
    rows: list[ft.Control] = [text(look, question.group, 17, 700)] if question.group else []
    if leads:
        rows.append(heading(look, question.title, LARGE if look.large else 28))
    elif not labels_itself(question):
        rows.append(text(look, question.title, 15, 500 if question.is_plain else 700))
    hints = (question.description, hint_of(look, question))
    rows += [muted(look, hint, 14) for hint in hints if hint]
    return rows


def _part(
    look: Look, question: Question, draft: Lasting[SurveyDraft], *, alone: bool
) -> ft.Control:
    async def say(answer: object) -> None:
        await draft.keep(draft.read().answered(question, answer))

    async def say_part(part: str, answer: object) -> None:
        await draft.keep(draft.read().filled_in(question, part, answer))

    async def flip(choice: Choice) -> None:
        await draft.keep(draft.read().flipped(question, choice))

    async def write_beside(words: object) -> None:
        await draft.keep(draft.read().commented(question, words))

    answers = draft.drawn.answers
    beside = str(answers.get(question.comment_name, ""))
    reply = Reply(answers.get(question.name), say, say_part, flip, beside, write_beside)
    return question_part(look, question, reply, titled=alone)


def _foot(
    scene: Scene,
    survey: Survey,
    draft: Lasting[SurveyDraft],
    refused: Undone[AnswerSurvey] | None,
) -> list[ft.Control]:
    look, say = scene.look, scene.look.say.survey

    async def go_on() -> None:
        await draft.keep(draft.read().gone_on())

    async def send() -> None:
        current = draft.read()
        if not current.can_go_on:
            draft.change(replace(current, needs_answer=True))
            return
        if current.wants_reply and can_be_answered(survey, current):
            await scene.repository.act(letter(scene, survey, current))
        answers = AnswerSurvey(survey.id, scene.now, current.to_send)
        await scene.repository.act(answers, draft.name)
        await put_away(scene, refused)
        draft.change(replace(current, sent=True))
        await scene.device.say(say.thanks)

    async def drop() -> None:
        await draft.keep(SurveyDraft(draft.read().questionnaire))
        await put_away(scene, refused)
        go("/")

    is_last = draft.drawn.is_last
    rows: list[ft.Control] = [
        main_button(look, say.send if is_last else say.next, send if is_last else go_on)
    ]
    if can_be_answered(survey, draft.drawn):
        rows.insert(0, _reply_wanted(look, draft))
    if refused is not None:
        rows = [why_undone(scene, refused), *rows, text_button(look, look.say.common.drop, drop)]
    if draft.drawn.at > 0:
        back = text_button(look, say.back, lambda: draft.keep(draft.read().gone_back()))
        rows.append(back)
    if scene.view.offline:
        rows.append(muted(look, say.offline, align=ft.TextAlign.CENTER))
    return rows


def _reply_wanted(look: Look, draft: Lasting[SurveyDraft]) -> ft.Control:
    say = look.say.survey

    async def flip() -> None:
        current = draft.read()
        await draft.keep(replace(current, wants_reply=not current.wants_reply))

    return switch_row(look, say.reply, say.reply_hint, draft.drawn.wants_reply, flip)


def _thanks(scene: Scene, survey: Survey) -> ft.Control:
    look, wallet, say = scene.look, scene.view.wallet, scene.look.say.survey
    rows: list[ft.Control] = [
        ft.Stack(
            [Burst(look), text(look, say.thanks, 32, 800)],
            alignment=ft.Alignment.CENTER,
        )
    ]
    if survey.reward and wallet is not None:
        words = say.thanks_hint.format(points=points_text(look, wallet, survey.reward))
        rows.append(muted(look, words, 16, align=ft.TextAlign.CENTER))
    rows.append(main_button(look, look.say.common.done, lambda: go("/")))
    return ft.Column(
        rows,
        spacing=20,
        expand=True,
        alignment=ft.MainAxisAlignment.CENTER,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
