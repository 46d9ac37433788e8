"""What was answered, answer by answer: for reports and for handing on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from loyalty_api.surveys.definition import read_definition
from loyalty_api.surveys.models import Question, QuestionType
from loyalty_server.surveys.answered import Answered
from loyalty_server.surveys.crowds import told
from loyalty_server.tables import (
    MemberRow,
    PurchaseRow,
    StoreRow,
    SurveyAnswerRow,
    SurveyDefinitionRow,
    SurveyInvitationRow,
)


@dataclass(frozen=True)
class Results:
    """The answers that may be told, and how many unlinkable ones wait for their crowd."""

    answers: tuple[Answered, ...]
    held_back: int


@dataclass(frozen=True)
class Written:
    """What somebody wrote, as an operator reads it."""

    on: date
    store: str
    question: str
    text: str


def results(
    session: Session,
    zone: ZoneInfo,
    now: datetime,
    since: datetime | None = None,
    survey_id: str | None = None,
    language: str = "",
) -> Results:
    """The answers since then, of all surveys or of one, the oldest first; questions are told in this language
    where they have it."""
    linkable, unlinkable = _kept(session, zone, survey_id, language)
    may_be_told = tuple(told(unlinkable, now.astimezone(zone).date().replace(day=1)))
    first = since.astimezone(zone).date() if since else date.min
    answers = sorted(
        [
            *(one for one in linkable if one.on >= first),
            *(one for one in may_be_told if one.on >= first.replace(day=1)),
        ],
        key=lambda one: (one.survey, one.on),
    )
    return Results(tuple(answers), len(unlinkable) - len(may_be_told))


def open_answers(answers: Sequence[Answered]) -> Iterator[Written]:
    """What was said in words, the newest first."""
    for one in reversed(answers):
        for question in one.asked.questions:
            for title, text in _texts_in(question, one.values):
                yield Written(one.on, one.store, title, text)


def _kept(
    session: Session, zone: ZoneInfo, survey_id: str | None, language: str
) -> tuple[list[Answered], list[Answered]]:
    """Those with a member, and those with none."""
    rows = session.execute(_query(survey_id)).all()
    asked = {
        digest: read_definition(body, language=language) for digest, body in _definitions(session)
    }
    found: tuple[list[Answered], list[Answered]] = ([], [])
    for row, store, tier in rows:
        on = row.at.astimezone(zone).date()
        one = Answered(
            row.survey_id, row.digest, asked[row.digest], on, store or "", tier or "", row.answers
        )
        found[row.member_id is None].append(one)
    return found


def _definitions(session: Session) -> Iterator[tuple[str, Mapping[str, object]]]:
    for row in session.scalars(select(SurveyDefinitionRow)):
        yield row.digest, row.body


def _query(survey_id: str | None) -> Select[SurveyAnswerRow, str | None, str | None]:
    tier = func.coalesce(PurchaseRow.tier, MemberRow.tier)
    query = (
        select(SurveyAnswerRow, StoreRow.name, tier)
        .outerjoin(StoreRow, StoreRow.id == SurveyAnswerRow.store_id)
        .outerjoin(SurveyInvitationRow, SurveyInvitationRow.id == SurveyAnswerRow.invitation_id)
        .outerjoin(PurchaseRow, PurchaseRow.id == SurveyInvitationRow.purchase_id)
        .outerjoin(MemberRow, MemberRow.id == SurveyAnswerRow.member_id)
        .order_by(SurveyAnswerRow.survey_id, SurveyAnswerRow.at, SurveyAnswerRow.id)
    )
    return query.where(SurveyAnswerRow.survey_id == survey_id) if survey_id else query


def _texts_in(question: Question, values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    answer, beside = values.get(question.name), values.get(question.comment_name)
    match question.type:
        case QuestionType.COMMENT | QuestionType.TEXT if isinstance(answer, str):
            yield question.title, answer
        case QuestionType.MULTIPLETEXT if isinstance(answer, Mapping):
            for one in question.fields:
                if isinstance(text := answer.get(one.name), str):
                    yield f"{question.title} · {one.title}", text
    if isinstance(beside, str):
        yield question.title, beside
