"""Unlinkable answers: nothing that a database keeps leads from an answer to who gave it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from loyalty_server.database.columns import Base
from loyalty_server.publishing import publish
from loyalty_server.tables import SurveyAnswerRow, SurveyInvitationRow
from tests.server.house import PROGRAM, House

pytestmark = pytest.mark.slow


SECRET_BALLOT = """
[[surveys]]
id = "ballot"
title = "Честно"
trigger = "registration"
unlinkable = true
reward = 5

[[surveys.definition.elements]]
type = "rating"
name = "honest"
"""


async def answered(house: House, members: int) -> None:
    """So many members join and answer, one after the other, all of them differently."""
    with house.settings.database.writing() as session:
        publish(session, PROGRAM + SECRET_BALLOT, house.clock())
    for number in range(members):
        house.clock.forward(minutes=7)
        member = await house.sign_in(f"+7900000000{number + 1}")
        wallet = (await house.http.get("/v1/wallet", headers=member.bearer)).json()
        (survey,) = wallet["surveys"]
        body = {"at": house.clock().isoformat(), "answers": {"honest": number % 5 + 1}}
        path = f"/v1/surveys/{survey['id']}/answer"
        for _ in range(2):
            sent = await house.http.put(path, json=body, headers=member.bearer)
            assert sent.status_code == 204, sent.text


def values(session: Session) -> Iterator[tuple[str, str]]:
    """Every value of every other table that is not empty."""
    for table in Base.metadata.sorted_tables:
        if table.name not in ("survey_answer", "survey_definition", "program_version"):
            for row in session.execute(select(table)):
                yield from ((table.name, json.dumps(value, default=str)) for value in row if value)


async def test_no_other_table_names_anything_that_is_of_one_answer_only(house: House) -> None:
    await answered(house, 5)
    with house.settings.database.reading() as session:
        answers = session.scalars(select(SurveyAnswerRow)).all()
        elsewhere = list(values(session))
    assert len(answers) == 5
    assert {(row.member_id, row.invitation_id) for row in answers} == {(None, None)}
    assert len({(row.survey_id, row.digest, row.store_id, row.at) for row in answers}) == 1
    assert not any(row.id in value for row in answers for _, value in elsewhere)


async def test_order_and_transactions_of_the_rows_tell_nothing(house: House) -> None:
    await answered(house, 5)
    with house.settings.database.reading() as session:
        if house.settings.database.is_sqlite:
            made = session.scalar(text("SELECT sql FROM sqlite_master WHERE name='survey_answer'"))
            assert "WITHOUT ROWID" in str(made)
        else:
            told = session.scalar(text("SELECT count(DISTINCT xmin::text) FROM survey_answer"))
            assert told == 1


async def test_each_answer_is_rewarded_once(house: House) -> None:
    await answered(house, 3)
    with house.settings.database.reading() as session:
        asked = session.scalars(select(SurveyInvitationRow)).all()
        rewards: Any = session.scalar(text("SELECT count(*) FROM transfer"))
    assert (len(asked), rewards) == (3, 3)
