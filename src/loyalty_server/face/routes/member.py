"""What a member reads and collects: the wallet, history, receipts, offers."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, Path, Query, Response
from sqlalchemy.orm import Session

from loyalty_api.history import LONGEST_SEARCH, EntryKind, History
from loyalty_api.models import SHOWN_AT_MOST, Wallet
from loyalty_api.receipts import Purchase
from loyalty_api.requests import MissedClaim, OptIn, OptOut
from loyalty_api.reviews import Review
from loyalty_api.surveys.needs import ASKED_AT_FIRST, ASKS_AT_MOST, asks_heard, asks_said
from loyalty_api.years import YearInReview
from loyalty_server.cursors import LONGEST, NotACursor
from loyalty_server.engines.port import Can
from loyalty_server.events.journal import WalletEvent, tell_member
from loyalty_server.face.answers import PERSONAL, answer, no_content
from loyalty_server.face.asking import Id, RequestLanguage
from loyalty_server.face.bodies import Body
from loyalty_server.face.engine_desk import OwnLedger, do_there, read_there
from loyalty_server.face.member_desk import Desk
from loyalty_server.face.near import facts_now, read_near
from loyalty_server.face.plainly_asked import WalletRoute
from loyalty_server.face.refusals import invalid
from loyalty_server.face.said import history_in, receipt_in
from loyalty_server.face.wallet_answers import wallet_answer
from loyalty_server.offers.opting import activate_offer, deactivate_offer
from loyalty_server.points.history import SEARCHED, history_page
from loyalty_server.purchases.missed_claims import claim_missed
from loyalty_server.purchases.receipts import receipt_of
from loyalty_server.purchases.years import told_years, year_of
from loyalty_server.surveys.reviews import review_purchase
from loyalty_server.wallet.facts import Whose

routes = APIRouter(prefix="/v1", tags=["member"])
Asks = Annotated[
    str | None,
    Query(
        max_length=ASKS_AT_MOST,
        description="The elements of surveys that this wallet can ask, with commas between. Others are left"
        f" out; who does not say is given {asks_said(ASKED_AT_FIRST)}.",
    ),
]

Most = Annotated[
    int | None,
    Query(
        ge=1,
        le=SHOWN_AT_MOST,
        description="At most so many offers and so many rewards, those that matter most to the member; without it all.",
    ),
]

Words = Annotated[
    str,
    Query(
        max_length=LONGEST_SEARCH,
        description="What the reason, the rule or the store of an entry has, in the language of the answer.",
    ),
]


def wallet(
    desk: Desk,
    language: RequestLanguage,
    asks: Asks = None,
    most: Most = None,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The whole snapshot, with a strong `ETag`."""
    return wallet_answer(desk, language, asks_heard(asks), most, if_none_match)


routes.add_api_route(
    "/wallet",
    wallet,
    response_model=Wallet,
    responses={HTTPStatus.NOT_MODIFIED.value: {"description": "Nothing but the time has changed."}},
    route_class_override=WalletRoute,
)


@routes.get("/history", response_model=History)
def history(
    desk: Desk,
    language: RequestLanguage,
    kind: Annotated[EntryKind | None, Query()] = None,
    cursor: Annotated[str | None, Query(max_length=LONGEST)] = None,
    words: Words = "",
) -> Response:
    """One page of the ledger, newest first; `next` and the `Link` header lead on.

    A page of what has these `words` may be short, or empty, while there is a next one.
    """
    if behind := desk.settings.engine:
        there = read_there(
            desk,
            behind,
            Can.HISTORY,
            lambda engine, ref: engine.history(ref, kind, cursor, language),
        )
        there = there.telling(words) if words.strip() else there
        return answer(there, headers=PERSONAL | _link(there, kind, words))

    def work(session: Session) -> History:
        rules = desk.rules(session, language)
        who = (session, desk.member_id, rules.program)
        if words.strip():
            page = history_page(*who, desk.now, kind, cursor, size=SEARCHED)
            return history_in(page, rules.translator).telling(words)
        page = history_page(*who, desk.now, kind, cursor)
        if cursor is None:
            page = replace(page, years=told_years(*who, desk.now))
        return history_in(page, rules.translator)

    whose = Whose(desk.member_id, desk.asker.device_id, language, desk.settings.texts)
    known = facts_now(desk, whose) if desk.settings.standby else None
    try:
        page = read_near(desk, whose, known, work)
    except NotACursor as error:
        raise invalid("cursor", str(error)) from error
    return answer(page, headers=PERSONAL | _link(page, kind, words))


@routes.get("/years/{year}", response_model=YearInReview, dependencies=[OwnLedger])
def year_in_review(
    desk: Desk, language: RequestLanguage, year: Annotated[int, Path(ge=2000, le=9998)]
) -> Response:
    """A year of the member's own, up to now; `years` of the history names those that there are."""

    def work(session: Session) -> YearInReview:
        rules = desk.rules(session, language)
        told = year_of(session, desk.member_id, rules.program, year, desk.now)
        if told.favourite is None:
            return told
        return replace(told, favourite=rules.translator.say(told.favourite))

    return answer(desk.read(work), headers=PERSONAL)


@routes.get("/purchases/{purchase_id}", response_model=Purchase)
def purchase(desk: Desk, language: RequestLanguage, purchase_id: Id) -> Response:
    """A receipt of the member's own."""
    if behind := desk.settings.engine:
        there = read_there(
            desk,
            behind,
            Can.RECEIPTS,
            lambda engine, ref: engine.receipt(ref, purchase_id, language),
        )
        return answer(there, headers=PERSONAL)

    def work(session: Session) -> Purchase:
        rules = desk.rules(session, language)
        receipt = receipt_of(session, desk.member_id, purchase_id, rules.program)
        return receipt_in(receipt, rules.translator)

    return answer(desk.read(work), headers=PERSONAL)


@routes.put(
    "/purchases/{purchase_id}/review", status_code=HTTPStatus.NO_CONTENT, dependencies=[OwnLedger]
)
def review(desk: Desk, purchase_id: Id, body: Annotated[Review, Depends(Body(Review))]) -> Response:
    """Say how the visit was, or say it anew; repeating changes nothing."""
    desk.write(
        lambda session: review_purchase(session, desk.member_id, purchase_id, body, desk.now)
    )
    return no_content()


@routes.put(
    "/purchases/{purchase_id}/missed/{offer_id}",
    status_code=HTTPStatus.NO_CONTENT,
    dependencies=[OwnLedger],
)
def claim(
    desk: Desk,
    purchase_id: Id,
    offer_id: Id,
    body: Annotated[MissedClaim, Depends(Body(MissedClaim))],
) -> Response:
    """Claim the points that an offer would have given; repeating changes nothing."""

    def work(session: Session) -> None:
        program = desk.program(session)
        claim_missed(session, program, desk.member_id, purchase_id, offer_id, body.at, desk.now)

    desk.write(work)
    return no_content()


@routes.put("/offers/{offer_id}/activation", status_code=HTTPStatus.NO_CONTENT)
def opt_in(desk: Desk, offer_id: Id, body: Annotated[OptIn, Depends(Body(OptIn))]) -> Response:
    """Opt in to an offer; repeating changes nothing."""
    if behind := desk.settings.engine:
        do_there(
            desk,
            behind,
            Can.OFFERS,
            f"offer:{offer_id}",
            lambda engine, key, ref: engine.activate(key, ref, offer_id, body.at),
        )
        return no_content()

    def work(session: Session) -> None:
        program = desk.program(session)
        if activate_offer(session, desk.member_id, program, offer_id, body.at, desk.now):
            told = {"offer_id": offer_id}
            tell_member(session, desk.member_id, WalletEvent.OFFER, told, desk.now)

    desk.write(work)
    return no_content()


@routes.put(
    "/offers/{offer_id}/deactivation", status_code=HTTPStatus.NO_CONTENT, dependencies=[OwnLedger]
)
def opt_out(desk: Desk, offer_id: Id, body: Annotated[OptOut, Depends(Body(OptOut))]) -> Response:
    """Take an opt-in back while the offer has not worked; repeating changes nothing."""

    def work(session: Session) -> None:
        program = desk.program(session)
        if deactivate_offer(session, desk.member_id, program, offer_id, body.at, desk.now):
            told = {"offer_id": offer_id}
            tell_member(session, desk.member_id, WalletEvent.OFFER, told, desk.now)

    desk.write(work)
    return no_content()


def _link(page: History, kind: EntryKind | None, words: str) -> dict[str, str]:
    if page.next is None:
        return {}
    narrowed = f"&kind={kind}" if kind else ""
    if words.strip():
        narrowed += f"&words={quote(words, '')}"
    return {"Link": f'</v1/history?cursor={page.next}{narrowed}>; rel="next"'}
