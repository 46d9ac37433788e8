"""A member's standing in the engine: asked for now, or as it was when the engine answered last."""

from datetime import datetime

from sqlalchemy.orm import Session

from loyalty_server.database.transactions import Database
from loyalty_server.engines.accounts import (
    Account,
    KnownStanding,
    account_of,
    keep_ref,
    keep_standing,
)
from loyalty_server.engines.calling import Behind
from loyalty_server.engines.port import Can, EngineAway, NoSuchRef, Person, Standing
from loyalty_server.languages import Language


def ref_of(database: Database, behind: Behind, account: Account, now: datetime) -> str | None:
    """Who the member is there: as kept, found by phone or e-mail, or enrolled now.

    None where the engine does not know them and takes nobody in. Raises `EngineAway`.
    """
    if account.ref is not None:
        return account.ref
    person = account.person
    ref = behind.ask(now, lambda engine: engine.identify(person))
    if ref is None and behind.can(Can.ENROL):
        ref = behind.ask(now, lambda engine: engine.enrol(enrolment_key(person), person))
    if ref is not None:
        found = ref
        database.write(lambda session: keep_ref(session, person.member_id, found))
    return ref


def enrolment_key(person: Person) -> str:
    """One a member, so that two servers enrol nobody twice."""
    return f"enrol:{person.member_id}"


def standing_of(
    database: Database, behind: Behind, account: Account, language: Language, now: datetime
) -> KnownStanding:
    """As of now, or as of earlier while the engine is away. Raises `EngineAway` if it never answered."""
    if account.known and not account.is_stale and behind.is_fresh(account.known.as_of, now):
        return account.known
    try:
        return _asked(database, behind, account, language, now)
    except EngineAway:
        if account.known is None:
            raise
        return account.known


def _asked(
    database: Database, behind: Behind, account: Account, language: Language, now: datetime
) -> KnownStanding:
    ref = ref_of(database, behind, account, now)
    if ref is None:
        return KnownStanding(Standing(0), now)
    try:
        said = behind.ask(now, lambda engine: engine.standing(ref, now, language))
    except NoSuchRef:
        return _found_again(database, behind, account.person, language, now)
    return _kept(database, account, ref, KnownStanding(said, now))


def _found_again(
    database: Database, behind: Behind, person: Person, language: Language, now: datetime
) -> KnownStanding:
    """Whose reference is gone (merged, removed) is looked for anew, once."""
    anew = Account(person, None)
    ref = ref_of(database, behind, anew, now)
    if ref is None:
        return KnownStanding(Standing(0), now)
    try:
        said = behind.ask(now, lambda engine: engine.standing(ref, now, language))
    except NoSuchRef as error:
        raise EngineAway("it found somebody whom it does not know") from error
    return _kept(database, anew, ref, KnownStanding(said, now))


def _kept(database: Database, account: Account, ref: str, known: KnownStanding) -> KnownStanding:
    member_id = account.person.member_id

    def work(session: Session) -> None:
        keep_standing(session, member_id, ref, known)

    database.write(work)
    return known


def account_in(database: Database, member_id: str) -> Account:
    """The member's account as it is kept."""
    with database.reading() as session:
        return account_of(session, member_id)
