"""The account of points that a member's card uses, while a transaction has it to itself.

In a family that is the head's. Whoever locks a member's account locks the member first, then the head: so
nobody joins or leaves meanwhile, and no two wait for each other.

What moves points takes a `LockedAccount`, which only `lock_account` and `account_used` make, or a `SettledAccount`, which
only `lots` makes of one: no movement can forget the lock.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NewType

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from loyalty_server.database.prepared import Prepared, told
from loyalty_server.database.row_objects import AnySelect
from loyalty_server.programme.program import Program
from loyalty_server.programme.wording import words_of
from loyalty_server.programme.wording_shape import Words
from loyalty_server.tables import BalanceRow, MemberRow
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
    member_id: str
    """Whose card moves the points."""

    @property
    def holder_id(self) -> str:
        """Whose account it is: in a family its head's."""
        return self.balance.member_id

    @property
    def by_another(self) -> str | None:
        """Whose card it is where the account is not the card's own."""
        return None if self.member_id == self.holder_id else self.member_id

    @property
    def own(self) -> "LockedAccount":
        """The same as its holder has it: for what nobody's card does."""
        return replace(self, member_id=self.holder_id)

    @property
    def available(self) -> int:
        """What can be spent now; below zero it is a debt."""
        return self.balance.available


SettledAccount = NewType("SettledAccount", LockedAccount)
"""Its pending points have matured up to `now`, and its expired ones are gone."""


@dataclass(frozen=True)
class Lots:
    """Some lots of a member's deeds: the statement that finds whose account they are in, and of which deed."""

    whose: Select[str]
    deed: object


def lock_account(
    session: Session,
    program: Program,
    member_id: str,
    now: datetime,
    lots: Lots | None = None,
) -> LockedAccount:
    """The account that the member's card uses, once nobody else has it. Raises if there is none.

    With `lots` of the member's deeds it is the one that these are in now.
    """
    return account_used(session, program, lock_member(session, member_id), now, lots)


def account_used(
    session: Session, program: Program, own: BalanceRow, now: datetime, lots: Lots | None = None
) -> LockedAccount:
    """The same of a member whose own balance was read and locked (`locking`) by another statement."""
    balance = own
    while (keeper := _keeper(session, own, lots)) != balance.member_id:
        balance = lock_member(session, keeper)
    words = words_of(program.language, program.kind)
    return LockedAccount(session, balance, now, words, own.member_id)


def _keeper(session: Session, own: BalanceRow, lots: Lots | None) -> str:
    """Asked again once that one is locked: meanwhile the lots may have gone on."""
    found = session.scalar(lots.whose, {"deed": lots.deed}) if lots and own.has_moved else None
    return found or own.account_id


def lock_sharing(session: Session, head_id: str) -> Sequence[BalanceRow]:
    """Lock all who share this member's account, then the member: who they are stays so. Returns the others.

    Asked again once they are locked: somebody may have joined meanwhile.
    """
    locked: Sequence[BalanceRow] | None = None
    shares, is_head = BalanceRow.kept_with == head_id, BalanceRow.member_id == head_id
    while True:
        found = session.scalars(
            select(BalanceRow)
            .where(or_(shares, is_head))
            .order_by(is_head, BalanceRow.member_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
        if found == locked:
            return [one for one in found if one.member_id != head_id]
        locked = found


def lock_member(session: Session, member_id: str) -> BalanceRow:
    """Let nobody else change this member until the transaction ends. Raises if there is none."""
    balance: BalanceRow = _LOCKED.one(session, {"member_id": member_id})
    return balance


def lock_present(session: Session, member_ids: Collection[str]) -> Collection[str]:
    """Those of the members who have not left; none of them does until the transaction ends.

    Heads of families come last, as wherever several are locked.
    """
    is_one, is_head = BalanceRow.member_id.in_(member_ids), BalanceRow.kept_with.is_(None)
    in_order = select(BalanceRow.member_id).where(is_one).order_by(is_head, BalanceRow.member_id)
    locked = session.scalars(in_order.with_for_update(read=True)).all()
    stays = select(MemberRow.id).where(MemberRow.id.in_(locked), MemberRow.erased_at.is_(None))
    return set(session.scalars(stays))


def locking(reading: AnySelect) -> Prepared:
    """What reads these rows and, beside them, a balance: as it is once nobody else has it."""
    locked = reading.with_for_update(of=BalanceRow)
    return Prepared(locked.execution_options(populate_existing=True))


_LOCKED: Final = locking(select(BalanceRow).where(BalanceRow.member_id == told("member_id")))
