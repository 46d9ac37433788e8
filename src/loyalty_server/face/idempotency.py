"""One effect for one Idempotency-Key: the answer is kept in the transaction of what it describes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from loyalty_api.codec import dumps
from loyalty_api.problems import ProblemCode
from loyalty_server.problems import Refused
from loyalty_server.tables import IdempotencyRow

KEPT_FOR = timedelta(days=7)
JSON = "application/json"


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
    """Perform and keep the answer, or give the kept one again. A refusal keeps nothing.

    Raises `idempotency_key_reused` for another request under the same key, and
    `idempotency_key_busy` while the first sending is still at work.
    """
    _claim(session, attempt)
    kept = session.get(IdempotencyRow, (attempt.client, attempt.key))
    if kept is None:
        answer = KeptAnswer(status, dumps(perform()))
        session.add(_row(attempt, answer, now))
        return answer
    if kept.fingerprint != attempt.fingerprint:
        raise Refused(ProblemCode.IDEMPOTENCY_KEY_REUSED)
    return KeptAnswer(kept.status, kept.body.decode())


def forget_answers(session: Session, now: datetime) -> None:
    """Remove answers that nobody asks for again."""
    session.execute(delete(IdempotencyRow).where(IdempotencyRow.at < now - KEPT_FOR))


def _claim(session: Session, attempt: Attempt) -> None:
    """SQLite has one writer at a time; PostgreSQL is asked for a lock on the key."""
    if session.get_bind().dialect.name != "postgresql":
        return
    number = func.hashtextextended(f"{attempt.client} {attempt.key}", 0)
    if not session.scalar(select(func.pg_try_advisory_xact_lock(number))):
        raise Refused(ProblemCode.IDEMPOTENCY_KEY_BUSY, retry_after=timedelta(seconds=1))


def _row(attempt: Attempt, answer: KeptAnswer, now: datetime) -> IdempotencyRow:
    return IdempotencyRow(
        client=attempt.client,
        key=attempt.key,
        fingerprint=attempt.fingerprint,
        status=answer.status,
        body=answer.body.encode(),
        content_type=JSON,
        at=now,
    )
