"""What members say of their visits: by store, in their words, with an answer."""

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import Depends, Query, Response
from sqlalchemy.orm import Session

from loyalty_api.malformed import Malformed
from loyalty_server.desk.asking import Desk, Needs, desk_routes
from loyalty_server.desk.drawing import elsewhere
from loyalty_server.desk.forms import FormSent
from loyalty_server.face.asking import Id
from loyalty_server.messages.replies import answer_review
from loyalty_server.operators.roles import Right
from loyalty_server.surveys.report import figures
from loyalty_server.surveys.reviews import review_ratings, reviews_to_answer
from loyalty_server.tables.operator import DeedKind

Here = Annotated[Desk, Depends(Needs(Right.REVIEWS))]
SINCE: Final = timedelta(days=90)
Store = Annotated[str, Query(max_length=64)]
routes = desk_routes("/reviews")


@routes.get("")
def reviews(desk: Here, store: Store = "") -> Response:
    """Of the last three months, of all stores or of one."""
    return _reviews(desk, store)


@routes.post("/{purchase_id}")
def answer(desk: Here, purchase_id: Id, form: FormSent) -> Response:
    """The member reads it in the thread with support."""
    try:
        desk.act(
            DeedKind.ANSWER_REVIEW,
            lambda session: answer_review(session, purchase_id, form.text("text"), desk.now),
            purchase_id,
        )
    except Malformed:
        return _reviews(desk, "", HTTPStatus.BAD_REQUEST, purchase_id)
    return elsewhere("/desk/reviews", "replied")


def _reviews(desk: Desk, store: str, status: int = HTTPStatus.OK, lacking: str = "") -> Response:
    def look(session: Session) -> dict[str, Any]:
        program, since = desk.rules(session).program, desk.now - SINCE
        rated = figures(review_ratings(session, program.zone, since, store or None))
        return {
            "stores": program.stores,
            "rated": [one for one in rated if not one.tier and not one.month],
            "written": reviews_to_answer(session, since, store or None),
        }

    seen = desk.read(look)
    return desk.page("reviews.html", Right.REVIEWS, status, store=store, lacking=lacking, **seen)
