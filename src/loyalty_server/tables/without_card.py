"""What was bought without a card, added up by store and month: no receipt and no buyer is kept."""

from datetime import date

from sqlalchemy import Float, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from loyalty_server.database.columns import Base


class WithoutCardRow(Base):
    """So many receipts of one store in the month that begins on this day, paid together so many minor units.

    Of those whose buyer is told apart came `visits` of so many `buyers`. `squares` are of each receipt, and of
    the visits of each buyer.
    """

    __tablename__ = "without_card"

    store_id: Mapped[str] = mapped_column(ForeignKey("store.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    receipts: Mapped[int]
    paid: Mapped[int]
    squares: Mapped[float] = mapped_column(Float)
    buyers: Mapped[int]
    visits: Mapped[int]
    visit_squares: Mapped[int]
