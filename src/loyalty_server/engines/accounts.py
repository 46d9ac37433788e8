"""Who a member is in the engine, and what the engine said last, in our own database."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from loyalty_api.codec import dumps, loads
from loyalty_server.engines.port import Person, Standing
from loyalty_server.tables import CardRow, EngineAccountRow, MemberRow


@dataclass(frozen=True)
class KnownStanding:
    """What the engine said at `as_of`."""

    standing: Standing
    as_of: datetime

    @property
    def digest(self) -> str:
        """The same for what is the same, whenever it was said."""
        return sha256(dumps(self.standing).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Account:
    """A member as this server and the engine know them; `ref` is None until the engine was asked."""

    person: Person
    ref: str | None
    known: KnownStanding | None = None
    is_stale: bool = True


def account_of(session: Session, member_id: str) -> Account:
    """One statement."""
    member, number, row = session.execute(
        select(MemberRow, CardRow.number, EngineAccountRow)
        .join(CardRow, CardRow.member_id == MemberRow.id)
        .outerjoin(EngineAccountRow, EngineAccountRow.member_id == MemberRow.id)
        .where(MemberRow.id == member_id)
    ).one()
    person = Person(member.id, member.phone, member.email, member.first_name, number)
    kept: EngineAccountRow | None = row
    if kept is None:
        return Account(person, None)
    return Account(person, kept.ref, _known(kept), kept.is_stale)


def known_standing(session: Session, member_id: str) -> KnownStanding | None:
    """What the engine said last of this member, if it ever did."""
    row = session.get(EngineAccountRow, member_id)
    return _known(row) if row else None


def _known(row: EngineAccountRow) -> KnownStanding | None:
    if row.standing is None or row.read_at is None:
        return None
    return KnownStanding(loads(Standing, row.standing), row.read_at)


def keep_ref(session: Session, member_id: str, ref: str) -> None:
    """The member is this one there; what another reference had is forgotten."""
    member = session.get_one(MemberRow, member_id, with_for_update=True)
    if member.erased_at is not None:
        return
    row = session.get(EngineAccountRow, member_id)
    if row is None:
        session.add(EngineAccountRow(member_id=member_id, ref=ref, is_stale=True))
    elif row.ref != ref:
        row.ref, row.standing, row.read_at, row.is_stale = ref, None, None, True


def keep_standing(session: Session, member_id: str, ref: str, known: KnownStanding) -> None:
    """Unless something newer is kept."""
    own = (EngineAccountRow.member_id == member_id) & (EngineAccountRow.ref == ref)
    older = EngineAccountRow.read_at.is_(None) | (EngineAccountRow.read_at <= known.as_of)
    said = dumps(known.standing)
    session.execute(
        update(EngineAccountRow)
        .where(own, older)
        .values(standing=said, read_at=known.as_of, is_stale=False)
    )


def mark_stale(session: Session, member_id: str) -> None:
    """Something has happened: what is kept is not to be shown as of now."""
    own = EngineAccountRow.member_id == member_id
    session.execute(update(EngineAccountRow).where(own).values(is_stale=True))
