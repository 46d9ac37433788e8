"""What one server does for all of a database, in rounds."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base


class RoundRow(Base):
    """The next round of something is nobody's before this moment."""

    __tablename__ = "round"

    name: Mapped[str] = mapped_column(primary_key=True)
    next_at: Mapped[datetime]
