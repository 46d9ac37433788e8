"""One effect for one Idempotency-Key: the answer is kept in the transaction of what it describes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_api.codec import dumps
from loyalty_api.malformed import Malformed
from loyalty_api.problems import ProblemCode
from loyalty_server.database.forgetting import Over
from loyalty_server.database.prepared import Prepared, connection_of, told
from loyalty_server.database.transactions import Database, add_new, put
from loyalty_server.problems import Refused
from loyalty_server.tables import IdempotencyRow

KEPT_FOR = timedelta(days=7)
JSON = "application/json"
REFUSED: Final = 0
"""Kept instead of a status while the request has only been refused."""
NOTHING: Final = b"{}"
WITHOUT_TRACE: Final = {
    ProblemCode.UNAUTHENTICATED,
    ProblemCode.RATE_LIMITED,
    ProblemCode.TILL_RATE_LIMITED,
    ProblemCode.IDEMPOTENCY_KEY_REUSED,
    ProblemCode.IDEMPOTENCY_KEY_BUSY,
    ProblemCode.UNAVAILABLE,
}
"""Nobody has looked at what was asked for."""
T = TypeVar("T")


@dataclass(frozen=True)
class Attempt:
    """One sending of a request: who sends, under which key, what is asked for."""

    client: str
    key: str
    operation: str
    payload: object

    @property
    def fingerprint(self) -> str:
        """SHA-256 over what is asked for; the same request written differently is the same."""
        return sha256(f"{self.operation}\n{dumps(self.payload)}".encode()).hexdigest()


@dataclass(frozen=True)
class KeptAnswer:
    """An answer as it was given the first time."""

    status: int
    body: str


def once(
    session: Session,
    attempt: Attempt,
    now: datetime,
    status: int,
    perform: Callable[[], object],
) -> KeptAnswer:
    """Perform and keep the answer, or give the kept one again. What was refused is performed anew.

    Raises `idempotency_key_reused` for another request under the same key, and
    `idempotency_key_busy` while the first sending is still at work.
    """
    if kept := answer_kept(session, attempt):
        return kept
    answer = KeptAnswer(status, dumps(perform()))
    keep_answer(session, attempt, answer, now)
    return answer


def answer_kept(session: Session, attempt: Attempt) -> KeptAnswer | None:
    """The answer given before, if one was. Raises what `once` does."""
    _claim(session, attempt)
    asked = {"client": attempt.client, "its_key": attempt.key}
    kept = _KEPT.row(connection_of(session), asked)
    if kept and kept.fingerprint != attempt.fingerprint:
        raise Refused(ProblemCode.IDEMPOTENCY_KEY_REUSED)
    if kept is None or kept.status == REFUSED:
        return None
    return KeptAnswer(kept.status, kept.body.decode())


def keep_answer(session: Session, attempt: Attempt, answer: KeptAnswer, now: datetime) -> None:
    """It is the answer from now on."""
    put(session, IdempotencyRow, _row(attempt, answer.status, answer.body.encode(), now))


_KEPT: Final = Prepared(
    select(IdempotencyRow.fingerprint, IdempotencyRow.status, IdempotencyRow.body).where(
        IdempotencyRow.client == told("client"), IdempotencyRow.key == told("its_key")
    )
)


def claim(session: Session, attempt: Attempt, now: datetime) -> None:
    """Keep the key for this request and no other, before it is known what comes of it."""
    _note_refusal(session, attempt, now)


def keeping_refusals(
    database: Database, attempt: Callable[[Session], Attempt], now: datetime, done: Callable[[], T]
) -> T:
    """What `done` returns; when it was refused its key is kept for this request and no other.

    The transaction of what was refused is undone, so this needs one of its own.
    """
    try:
        return done()
    except (Refused, Malformed) as refusal:
        if isinstance(refusal, Malformed) or refusal.code not in WITHOUT_TRACE:
            database.write(lambda session: _note_refusal(session, attempt(session), now))
        raise


def _note_refusal(session: Session, attempt: Attempt, now: datetime) -> None:
    add_new(session, IdempotencyRow, [_row(attempt, REFUSED, NOTHING, now)])


def answers_over(now: datetime) -> Iterator[Over]:
    """Answers that nobody asks for again."""
    yield Over(IdempotencyRow, IdempotencyRow.at < now - KEPT_FOR)


def _claim(session: Session, attempt: Attempt) -> None:
    """SQLite has one writer at a time; PostgreSQL is asked for a lock on the key."""
    if session.get_bind().dialect.name != "postgresql":
        return
    (is_ours,) = _OURS.one(connection_of(session), {"name": f"{attempt.client} {attempt.key}"})
    if not is_ours:
        raise Refused(ProblemCode.IDEMPOTENCY_KEY_BUSY, retry_after=timedelta(seconds=1))


_OURS: Final = Prepared(
    select(func.pg_try_advisory_xact_lock(func.hashtextextended(told("name"), 0)))
)


def _row(attempt: Attempt, status: int, body: bytes, now: datetime) -> Mapping[str, object]:
    return {
        "client": attempt.client,
        "key": attempt.key,
        "fingerprint": attempt.fingerprint,
        "status": status,
        "body": body,
        "content_type": JSON,
        "at": now,
    }
