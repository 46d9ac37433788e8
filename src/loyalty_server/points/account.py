"""A member's account of points while a transaction has it to itself.

What moves points takes a `LockedAccount`, which only `lock_account` makes, or a `SettledAccount`, which
only `lots` makes of one: no movement can forget the lock.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_server.programme.program import Program
from loyalty_server.programme.wording import Words, words_in
from loyalty_server.tables import BalanceRow
from loyalty_server.tables.ledger import TransferKind


@dataclass(frozen=True)
class Why:
    """What a transfer is for, in the member's words, and where it came from."""

    kind: TransferKind
    reason: str
    detail: str | None = None
    purchase_id: str | None = None
    refund_id: str | None = None
    corrects_id: int | None = None
    late: bool = False


@dataclass(frozen=True)
class LockedAccount:
    """The stored balance, ours until the transaction ends; `now` is when its points move."""

    session: Session
    balance: BalanceRow
    now: datetime
    words: Words

    @property
    def member_id(self) -> str:
        """Whose points these are."""
        return self.balance.member_id

    @property
    def available(self) -> int:
        """What can be spent now; below zero it is a debt."""
        return self.balance.available


SettledAccount = NewType("SettledAccount", LockedAccount)
"""Its pending points have matured up to `now`, and its expired ones are gone."""


def lock_account(
    session: Session, program: Program, member_id: str, now: datetime
) -> LockedAccount:
    """The member's account, once nobody else has it. Raises if there is none."""
    return LockedAccount(session, lock_member(session, member_id), now, words_in(program.language))


def lock_member(session: Session, member_id: str) -> BalanceRow:
    """Let nobody else change this member until the transaction ends. Raises if there is none."""
    return session.scalars(
        select(BalanceRow)
        .filter_by(member_id=member_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
