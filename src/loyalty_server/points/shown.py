"""Which movements of points a member is shown: those of their own, and in a family those of its account."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from loyalty_server.tables import FamilyMemberRow, TransferRow
from loyalty_server.tables.ledger import TransferKind

NOBODYS: Final = TransferKind.EXPIRY
"""Points that are lost are lost by the account: no card did that."""


@dataclass(frozen=True)
class Shown:
    """To whom; while that one is in a family, its account's movements since then are shown as well."""

    member_id: str
    membership: FamilyMemberRow | None

    @classmethod
    def to(cls, session: Session, member_id: str) -> "Shown":
        """By the family that the member is in now."""
        now_in = select(FamilyMemberRow).filter_by(member_id=member_id, left_at=None)
        return cls(member_id, session.scalar(now_in))

    @property
    def transfers(self) -> ColumnElement[bool]:
        """Those of the member's own account, those of their card, and the family's."""
        return or_(*self._ways())

    @property
    def other(self) -> ColumnElement[str | None]:
        """Whose card it was, where it was somebody else's."""
        whose = func.coalesce(TransferRow.by_member_id, TransferRow.member_id)
        is_nobodys = and_(TransferRow.by_member_id.is_(None), TransferRow.kind == NOBODYS)
        return case((is_nobodys, literal(None)), else_=func.nullif(whose, self.member_id))

    def _ways(self) -> Iterator[ColumnElement[bool]]:
        yield TransferRow.member_id == self.member_id
        yield TransferRow.by_member_id == self.member_id
        if self.membership:
            yield and_(
                TransferRow.member_id == self.membership.head_id,
                TransferRow.at >= self.membership.joined_at,
            )
