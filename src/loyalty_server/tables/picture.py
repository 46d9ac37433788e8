"""Pictures of programmes."""

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base


class PictureRow(Base):
    """A picture as it is served; its `address` is made of its content, so that no row ever changes."""

    __tablename__ = "picture"

    address: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
