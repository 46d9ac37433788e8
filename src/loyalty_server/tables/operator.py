"""The people who run the programme."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base


class OperatorRow(Base):
    """A person and the hash of their key; nobody gets a name that somebody had."""

    __tablename__ = "operator"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    key_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
