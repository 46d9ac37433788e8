"""Where unlinkable answers are kept so that nothing in the database leads back to a member.

An answer has no member, no invitation, a random key, and the first day of its month as its time.
What a database keeps besides its columns would still tell: PostgreSQL stores rows in the order of
writing and marks each with its transaction, the one that also paid the reward. So with each new
answer others of its survey and month are written anew, in an order drawn at random.
"""

from random import SystemRandom

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from loyalty_server.database.transactions import take_turns
from loyalty_server.tables import SurveyAnswerRow

MIXED_WITH = 50
"""Among so many others, or all there are, a new answer cannot be told apart."""
_random = SystemRandom()


def put_in(session: Session, answer: SurveyAnswerRow) -> None:
    """Keep this answer among the others; it carries neither member nor invitation."""
    if answer.member_id or answer.invitation_id:
        raise ValueError("an answer that names somebody is not unlinkable")
    take_turns(session, f"ballot box of {answer.survey_id}")
    columns = SurveyAnswerRow.__table__.columns
    others = session.execute(
        select(*columns)
        .where(
            SurveyAnswerRow.survey_id == answer.survey_id,
            SurveyAnswerRow.at == answer.at,
            SurveyAnswerRow.member_id.is_(None),
        )
        .order_by(func.random())
        .limit(MIXED_WITH)
    )
    box = [dict(row) for row in others.mappings()]
    ids = [row["id"] for row in box]
    session.execute(delete(SurveyAnswerRow).where(SurveyAnswerRow.id.in_(ids)))
    box.append({column.name: getattr(answer, column.name) for column in columns})
    _random.shuffle(box)
    session.execute(insert(SurveyAnswerRow), box)
