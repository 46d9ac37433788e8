"""A member's answer: judged by the questions that were shown, kept once, rewarded once."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from loyalty_api.malformed import Malformed
from loyalty_api.problems import ProblemCode
from loyalty_api.surveys.answers import checked_answers
from loyalty_api.surveys.definition import read_definition
from loyalty_server.calendar_days import start_of_day
from loyalty_server.challenges.progress import Done, note_survey_deed
from loyalty_server.deadlines import is_too_late
from loyalty_server.points.account import lock_member
from loyalty_server.points.gifts import Gift, give
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.programme.wording import words_in
from loyalty_server.surveys.unlinkable import put_in
from loyalty_server.tables import SurveyAnswerRow, SurveyDefinitionRow, SurveyInvitationRow


def answer_survey(
    session: Session,
    program: Program,
    member_id: str,
    invitation_id: str,
    answers: Mapping[str, object],
    at: datetime,
    now: datetime,
) -> None:
    """Keep the answer and give its points; sending it again, even changed, changes nothing.

    Raises `not_found`, `survey_ended`, and `answers_invalid` with the place of what is wrong.
    """
    lock_member(session, member_id)
    asked = session.get(SurveyInvitationRow, invitation_id)
    if asked is None or asked.member_id != member_id or now < asked.starts_at:
        raise Refused(ProblemCode.NOT_FOUND)
    if asked.answered_at:
        return
    if is_too_late(at, asked.ends_at, now):
        raise Refused(ProblemCode.SURVEY_ENDED)
    kept = _checked(session, asked, answers)
    _keep(session, program, asked, kept, min(at, now), now)
    asked.answered_at = now
    detail = words_in(program.language).survey
    gift = Gift(asked.reward, asked.title, detail, {"survey_id": asked.id})
    give(session, program, member_id, gift, now)
    note_survey_deed(session, program, Done(member_id, asked.id, now), now)


def _checked(
    session: Session, asked: SurveyInvitationRow, answers: Mapping[str, object]
) -> dict[str, object]:
    definition = session.get_one(SurveyDefinitionRow, asked.digest)
    try:
        return checked_answers(read_definition(definition.body), answers)
    except Malformed as fault:
        errors = [{"path": fault.path, "what": fault.what}]
        raise Refused(ProblemCode.ANSWERS_INVALID, detail=str(fault), errors=errors) from None


def _keep(
    session: Session,
    program: Program,
    asked: SurveyInvitationRow,
    kept: dict[str, object],
    at: datetime,
    now: datetime,
) -> None:
    """An unlinkable answer is of the month in which it arrives: one that is over takes no more."""
    row = SurveyAnswerRow(
        id=uuid4().hex,
        survey_id=asked.survey_id,
        digest=asked.digest,
        store_id=asked.store_id,
        at=at,
        answers=kept,
    )
    if asked.is_unlinkable:
        row.at = start_of_day(program.day(now).replace(day=1), program.zone)
        put_in(session, row)
    else:
        row.invitation_id, row.member_id = asked.id, asked.member_id
        session.add(row)
