"""How requests are served that a loyalty engine of somebody else's answers: between two transactions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Generic, TypeVar

from fastapi import Depends, Request, Response
from sqlalchemy.orm import Session

from loyalty_api.codec import dumps
from loyalty_api.problems import ProblemCode
from loyalty_server.database.transactions import Database
from loyalty_server.engines.accounts import Account, account_of, mark_stale
from loyalty_server.engines.calling import Behind
from loyalty_server.engines.port import Can, Engine, EngineAway, NoSuchRef
from loyalty_server.engines.standing import ref_of
from loyalty_server.events.journal import WalletEvent, tell_member
from loyalty_server.face.answers import JSON, SECRET
from loyalty_server.face.asking import settings_of
from loyalty_server.face.idempotency import Attempt, KeptAnswer, answer_kept, claim, keep_answer
from loyalty_server.face.keyed_desk import KeyedDesk
from loyalty_server.face.member_desk import MemberDesk
from loyalty_server.problems import Refused

T = TypeVar("T")


async def own_ledger(request: Request) -> None:
    """Only where this server's own ledger keeps the points. Raises `not_found`."""
    if (await settings_of(request)).engine is not None:
        raise Refused(ProblemCode.NOT_FOUND, detail="the loyalty engine behind does this itself")


OwnLedger = Depends(own_ledger)


def read_there(desk: MemberDesk, behind: Behind, verb: Can, ask: Callable[[Engine, str], T]) -> T:
    """What the engine says of this member. Raises `not_found` and `unavailable`."""
    _require(behind, verb)
    account = desk.read(lambda session: account_of(session, desk.member_id))
    return _asked(desk.settings.database, behind, account, desk.now, ask)


def do_there(
    desk: MemberDesk, behind: Behind, verb: Can, deed: str, do: Callable[[Engine, str, str], T]
) -> T:
    """Something that may be repeated: `deed` names it, and the engine does it once."""
    key = _key(desk.member_id, deed)
    done = read_there(desk, behind, verb, lambda engine, ref: do(engine, key, ref))
    desk.write(lambda session: mark_stale(session, desk.member_id))
    return done


@dataclass(frozen=True)
class OnceThere(Generic[T]):
    """A POST that the engine performs once, and what the wallet is told of it."""

    verb: Can
    status: HTTPStatus
    perform: Callable[[Engine, str, str], T]
    told: Callable[[T], dict[str, object]]


def once_there(desk: KeyedDesk, behind: Behind, payload: object, post: OnceThere[T]) -> Response:
    """Its answer, kept under the request's key; the engine is asked under a key made of that one.

    The request is noted before the engine is asked: whoever sends it again, to whichever server, asks
    for the same thing. Raises `not_found` and `unavailable`.
    """
    _require(behind, post.verb)
    member_id, now = desk.asker.member_id, desk.now
    attempt = desk.call.by(f"member:{member_id}", payload)
    noted = desk.write(lambda session: _noted(session, member_id, attempt, now))
    if isinstance(noted, KeptAnswer):
        return _sent(noted)
    key = _key(member_id, attempt.key)
    database = desk.settings.database
    done = _asked(database, behind, noted, now, lambda engine, ref: post.perform(engine, key, ref))
    kept = KeptAnswer(post.status, dumps(done))

    def keep(session: Session) -> None:
        keep_answer(session, attempt, kept, now)
        mark_stale(session, member_id)
        tell_member(session, member_id, WalletEvent.POINTS, post.told(done), now)

    desk.write(keep)
    return _sent(kept)


def _noted(
    session: Session, member_id: str, attempt: Attempt, now: datetime
) -> KeptAnswer | Account:
    if kept := answer_kept(session, attempt):
        return kept
    claim(session, attempt, now)
    return account_of(session, member_id)


def _asked(
    database: Database,
    behind: Behind,
    account: Account,
    now: datetime,
    ask: Callable[[Engine, str], T],
) -> T:
    try:
        ref = ref_of(database, behind, account, now)
        if ref is None:
            raise Refused(
                ProblemCode.NOT_FOUND, detail="the loyalty engine does not know the member"
            )
        return behind.ask(now, lambda engine: ask(engine, ref))
    except EngineAway as away:
        raise Refused(ProblemCode.UNAVAILABLE, retry_after=away.retry_after) from away
    except NoSuchRef as gone:
        raise Refused(ProblemCode.UNAVAILABLE, detail="the member is looked for anew") from gone


def _require(behind: Behind, verb: Can) -> None:
    if not behind.can(verb):
        raise Refused(ProblemCode.NOT_FOUND, detail="the loyalty engine does not have this")


def _key(member_id: str, key: str) -> str:
    """Two members may choose one key; the engine has one space of them."""
    return sha256(f"{member_id}\n{key}".encode()).hexdigest()


def _sent(kept: KeptAnswer) -> Response:
    return Response(kept.body, kept.status, SECRET, JSON)
