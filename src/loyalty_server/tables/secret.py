"""The server's secret, as the database knows it: by its fingerprint."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base


class ServerSecretRow(Base):
    """The secret that is in force since then, unless a later one is."""

    __tablename__ = "server_secret"

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]
