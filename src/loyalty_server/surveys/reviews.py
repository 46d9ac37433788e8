"""Reviews of visits: one for each purchase, replaced when the member thinks better of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from loyalty_api.malformed import Malformed
from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import PurchaseState
from loyalty_api.reviews import BEST, LONGEST_REVIEW, WORST, Review
from loyalty_api.surveys.models import Question, QuestionType
from loyalty_server.points.account import lock_member
from loyalty_server.problems import Refused
from loyalty_server.surveys.report import Rated
from loyalty_server.tables import PurchaseRow, ReviewRow, StoreRow

VISIT = Question("rating", QuestionType.RATING, "rating")
REVIEWS = "reviews"


@dataclass(frozen=True)
class Said:
    """A review that has a text, as an operator reads it."""

    on: date
    store: str
    rating: int
    text: str


def review_purchase(
    session: Session, member_id: str, purchase_id: str, review: Review, now: datetime
) -> None:
    """Keep the review; one that was given before the kept one changes nothing.

    Raises `Malformed`, and `not_found`, also for a purchase that was not paid.
    """
    _require_sound(review)
    lock_member(session, member_id)
    purchase = session.get(PurchaseRow, purchase_id)
    if purchase is None or purchase.member_id != member_id:
        raise Refused(ProblemCode.NOT_FOUND)
    if purchase.state is not PurchaseState.COMPLETED:
        raise Refused(ProblemCode.NOT_FOUND)
    at = min(review.at, now)
    kept = session.get(ReviewRow, purchase_id)
    if kept is None or kept.at < at:
        session.merge(
            ReviewRow(
                purchase_id=purchase_id,
                member_id=member_id,
                store_id=purchase.store_id,
                at=at,
                rating=review.rating,
                text=review.text.strip(),
                public=review.public,
                answered_at=None,
            )
        )


def review_of(session: Session, purchase_id: str) -> Review | None:
    """What the member said about this purchase."""
    row = session.get(ReviewRow, purchase_id)
    return Review(row.rating, row.at, row.text, row.public) if row else None


def review_ratings(
    session: Session, zone: ZoneInfo, since: datetime, store_id: str | None = None
) -> Iterator[Rated]:
    """Every rating since then, of all stores or of one, as surveys report theirs."""
    for row, store, tier in session.execute(_reviews_since(since, store_id)):
        month = row.at.astimezone(zone).date().replace(day=1)
        yield Rated(REVIEWS, VISIT, store, tier, month, row.rating)


def reviews_with_text(
    session: Session,
    zone: ZoneInfo,
    since: datetime,
    store_id: str | None = None,
    *,
    only_public: bool = False,
) -> Sequence[Said]:
    """What was said in words since then, of all stores or of one, the newest first; all of it, or what
    its writers let others read."""
    written = _reviews_since(since, store_id).where(ReviewRow.text != "")
    if only_public:
        written = written.where(ReviewRow.public)
    return [
        Said(row.at.astimezone(zone).date(), store, row.rating, row.text)
        for row, store, _ in session.execute(written)
    ]


@dataclass(frozen=True)
class ToAnswer:
    """A review as it can be answered: of which purchase of which member."""

    purchase_id: str
    member_id: str
    at: datetime
    store: str
    rating: int
    text: str
    answered_at: datetime | None


def reviews_to_answer(
    session: Session, since: datetime, store_id: str | None = None
) -> Sequence[ToAnswer]:
    """Every review with a text since then, the newest first."""
    written = _reviews_since(since, store_id).where(ReviewRow.text != "")
    return [
        ToAnswer(
            row.purchase_id, row.member_id, row.at, store, row.rating, row.text, row.answered_at
        )
        for row, store, _ in session.execute(written)
    ]


def _reviews_since(since: datetime, store_id: str | None) -> Select[ReviewRow, str, str]:
    query = (
        select(ReviewRow, StoreRow.name, PurchaseRow.tier)
        .join(StoreRow, StoreRow.id == ReviewRow.store_id)
        .join(PurchaseRow, PurchaseRow.id == ReviewRow.purchase_id)
        .where(ReviewRow.at >= since)
        .order_by(ReviewRow.at.desc())
    )
    return query.where(ReviewRow.store_id == store_id) if store_id else query


def _require_sound(review: Review) -> None:
    if not WORST <= review.rating <= BEST:
        raise Malformed("$.rating", f"a whole number from {WORST} to {BEST} is needed")
    if len(review.text) > LONGEST_REVIEW:
        raise Malformed("$.text", f"at most {LONGEST_REVIEW} characters are needed")
