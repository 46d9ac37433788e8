"""A contest opens: its seed is made once, and its hash is told from then on."""

import secrets
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_server.database.transactions import Database, add_new
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_at
from loyalty_server.tables import ContestRow

SEED_BYTES: Final = 32


def open_contests(session: Session, program: Program, now: datetime) -> int:
    """Those of the programme that have begun and are not open yet; how many."""
    begun = [one.id for one in program.contests if one.begins(program.zone) <= now]
    known = set(session.scalars(select(ContestRow.id).where(ContestRow.id.in_(begun))))
    new = [one for one in begun if one not in known]
    if new:
        seeds = [
            {"id": one, "opened_at": now, "seed": secrets.token_hex(SEED_BYTES)} for one in new
        ]
        add_new(session, ContestRow, seeds)
    return len(new)


def open_due(database: Database, now: datetime) -> int:
    """The same for the rules that hold now; nothing is written where nothing is to open."""
    with database.reading() as session:
        program = rules_at(session, now).program
    if not program.contests:
        return 0
    return database.write(lambda session: open_contests(session, program, now))
