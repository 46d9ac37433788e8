"""What a wallet that asked for a part leaves out: offers and rewards page by page, and one offer by its id."""

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

from fastapi import APIRouter, Query, Response
from sqlalchemy.orm import Session

from loyalty_api.offers import Offer, Offers
from loyalty_api.problems import ProblemCode
from loyalty_api.rewards import Rewards
from loyalty_server.cursors import LONGEST, NotACursor
from loyalty_server.face.answers import PERSONAL, answer
from loyalty_server.face.asking import Id, RequestLanguage
from loyalty_server.face.engine_desk import OwnLedger
from loyalty_server.face.member_desk import Desk, MemberDesk
from loyalty_server.face.refusals import invalid
from loyalty_server.languages import Language
from loyalty_server.offers.usage import FirstTime, note_shown
from loyalty_server.problems import Refused
from loyalty_server.wallet.pages import offer_of, offers_at, rewards_at
from loyalty_server.wallet.snapshot import Reading

routes = APIRouter(prefix="/v1", tags=["member"], dependencies=[OwnLedger])
Cursor = Annotated[str | None, Query(max_length=LONGEST)]
T = TypeVar("T")


@routes.get("/offers", response_model=Offers)
def offers(desk: Desk, language: RequestLanguage, cursor: Cursor = None) -> Response:
    """All offers that are on for the member, those of the wallet too, in the programme's order.

    `next` and the `Link` header lead on.
    """

    def work(session: Session) -> tuple[Offers, Sequence[FirstTime]]:
        return offers_at(session, desk.member_id, _reading(desk, session, language), cursor)

    page = _given(desk, work)
    return answer(page, headers=PERSONAL | _link("offers", page.next))


@routes.get("/offers/{offer_id}", response_model=Offer)
def offer(desk: Desk, language: RequestLanguage, offer_id: Id) -> Response:
    """One offer that is on for the member."""

    def work(session: Session) -> tuple[Offer | None, Sequence[FirstTime]]:
        return offer_of(session, desk.member_id, _reading(desk, session, language), offer_id)

    found = _given(desk, work)
    if found is None:
        raise Refused(ProblemCode.NOT_FOUND)
    return answer(found)


@routes.get("/rewards", response_model=Rewards)
def rewards(desk: Desk, language: RequestLanguage, cursor: Cursor = None) -> Response:
    """The whole catalogue, in the programme's order; `next` and the `Link` header lead on."""
    try:
        page = desk.read(
            lambda session: rewards_at(session, _reading(desk, session, language), cursor)
        )
    except NotACursor as error:
        raise invalid("cursor", str(error)) from error
    return answer(page, headers=PERSONAL | _link("rewards", page.next))


def _reading(desk: MemberDesk, session: Session, language: Language) -> Reading:
    rules, texts = desk.rules(session, language), desk.settings.texts
    return Reading(rules.program, texts, language, desk.now, pictures=rules.pictures)


def _given(desk: MemberDesk, work: Callable[[Session], tuple[T, Sequence[FirstTime]]]) -> T:
    """What was read; offers that are given for the first time are noted."""
    try:
        found, new = desk.read(work)
    except NotACursor as error:
        raise invalid("cursor", str(error)) from error
    if new:
        desk.settings.database.write(
            lambda session: note_shown(session, desk.member_id, new, desk.now)
        )
    return found


def _link(listed: str, cursor: str | None) -> dict[str, str]:
    return {"Link": f'</v1/{listed}?cursor={cursor}>; rel="next"'} if cursor else {}
