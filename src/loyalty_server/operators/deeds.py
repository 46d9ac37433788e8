"""The log of what operators did: written in the transaction of what it tells of, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_server.tables import OperatorDeedRow, OperatorRow
from loyalty_server.tables.operator import DeedKind

SHOWN = 50


@dataclass(frozen=True)
class Deed:
    """One line of the log, by whom."""

    id: int
    at: datetime
    operator: str
    kind: DeedKind
    about: str
    told: dict[str, object]


def note_deed(
    session: Session, operator_id: str, kind: DeedKind, about: str, now: datetime, **told: object
) -> None:
    """One more line; `told` are numbers and ids, nothing that says who a member is."""
    row = OperatorDeedRow(at=now, operator_id=operator_id, kind=kind, about=about, told=told)
    session.add(row)
    session.flush()


def deeds_before(
    session: Session, before: int | None = None, operator: str | None = None, about: str = ""
) -> Sequence[Deed]:
    """The next so many, the newest first: everybody's or of one by name, about everything or one thing."""
    query = select(OperatorDeedRow, OperatorRow.name).join(
        OperatorRow, OperatorRow.id == OperatorDeedRow.operator_id
    )
    if before is not None:
        query = query.where(OperatorDeedRow.id < before)
    if operator:
        query = query.where(OperatorRow.name == operator)
    if about:
        query = query.where(OperatorDeedRow.about == about)
    rows = session.execute(query.order_by(OperatorDeedRow.id.desc()).limit(SHOWN))
    return [Deed(row.id, row.at, name, row.kind, row.about, row.told) for row, name in rows]
