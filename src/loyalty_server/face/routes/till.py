"""`/v1/till`: scans, purchases and refunds, with the till's own key."""

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from sqlalchemy.orm import Session

from loyalty_api.till import (
    Delivery,
    Estimate,
    FoundReceipts,
    Join,
    JoinRequest,
    PurchaseRequest,
    Quote,
    Refunded,
    RefundRequest,
    Resolved,
    Scan,
    ScanRequest,
)
from loyalty_server.face.answers import SECRET, answer
from loyalty_server.face.asking import Id, Now, Settings, TillLanguage
from loyalty_server.face.bodies import Body
from loyalty_server.face.engine_desk import OwnLedger
from loyalty_server.face.said import body_in
from loyalty_server.face.till_asking import TillAsking, known_till
from loyalty_server.face.till_desk import Desk
from loyalty_server.purchases import purchase
from loyalty_server.purchases.baskets import TEXT_AT_MOST
from loyalty_server.purchases.deliveries import note_delivery
from loyalty_server.purchases.joins import offer_join
from loyalty_server.refunds.found_receipts import found_receipts
from loyalty_server.refunds.refund import refund
from loyalty_server.till.scans import scan

routes = APIRouter(prefix="/v1/till", tags=["till"])


@routes.post("/scans", status_code=HTTPStatus.CREATED, response_model=Scan)
def scan_card(desk: Desk, body: Annotated[ScanRequest, Depends(Body(ScanRequest))]) -> Response:
    """Recognise the member whose code was read; a rotating code is used up by this."""
    return desk.once(
        body,
        HTTPStatus.CREATED,
        lambda session, till: scan(
            session,
            desk.settings.keys,
            till,
            body,
            desk.now,
            is_ours=desk.settings.engine is None,
        ),
    )


@routes.post(
    "/purchases", status_code=HTTPStatus.CREATED, response_model=Quote, dependencies=[OwnLedger]
)
def ring_up(
    desk: Desk, body: Annotated[PurchaseRequest, Depends(Body(PurchaseRequest))]
) -> Response:
    """Open a purchase: the basket is judged, the points it burns are held for 15 minutes."""
    return desk.once(
        body,
        HTTPStatus.CREATED,
        lambda session, till: purchase.open_purchase(session, till, body, desk.now),
    )


@routes.post("/quotes", response_model=Estimate, dependencies=[OwnLedger])
def estimate(
    settings: Settings,
    asker: TillAsking,
    now: Now,
    language: TillLanguage,
    body: Annotated[PurchaseRequest, Depends(Body(PurchaseRequest))],
) -> Response:
    """What this basket would cost and earn, as often as the till likes: nothing of it is kept, nobody is told."""

    def judge(session: Session) -> Mapping[str, object]:
        till = known_till(session, asker, now).row
        return body_in(session, purchase.estimated(session, till, body, now), language, now)

    return answer(settings.database.try_out(judge), headers=SECRET)


@routes.post("/purchases/{purchase_id}/complete", response_model=Resolved, dependencies=[OwnLedger])
def complete_purchase(desk: Desk, purchase_id: Id) -> Response:
    """The receipt is paid: held points are burned, points are earned."""
    return desk.once(
        None,
        HTTPStatus.OK,
        lambda session, till: purchase.complete(session, till, purchase_id, desk.now),
    )


@routes.post("/purchases/{purchase_id}/cancel", response_model=Resolved, dependencies=[OwnLedger])
def cancel_purchase(desk: Desk, purchase_id: Id) -> Response:
    """Nothing was sold: held points return."""
    return desk.once(
        None,
        HTTPStatus.OK,
        lambda session, till: purchase.cancel(session, till, purchase_id, desk.now),
    )


@routes.post(
    "/purchases/{purchase_id}/refunds",
    status_code=HTTPStatus.CREATED,
    response_model=Refunded,
    dependencies=[OwnLedger],
)
def refund_purchase(
    desk: Desk,
    purchase_id: Id,
    body: Annotated[RefundRequest, Depends(Body(RefundRequest))],
) -> Response:
    """Goods came back: burned points are restored, earned points reversed."""
    return desk.once(
        body,
        HTTPStatus.CREATED,
        lambda session, till: refund(session, till, purchase_id, body, desk.now),
    )


@routes.get("/receipts", response_model=FoundReceipts, dependencies=[OwnLedger])
def find_receipts(
    settings: Settings,
    asker: TillAsking,
    now: Now,
    language: TillLanguage,
    receipt_id: Annotated[str, Query(min_length=1, max_length=TEXT_AT_MOST)],
    store: Annotated[str | None, Query(max_length=64)] = None,
    day: date | None = None,
) -> Response:
    """Paid purchases by number of the receipt, store (else the till's own) and business day (else today)."""
    with settings.database.reading() as session:
        till = known_till(session, asker, now).row
        found = found_receipts(session, till, receipt_id, store, day, now)
        said = body_in(session, found, language, now)
    return answer(said, headers=SECRET)


@routes.post(
    "/joins", status_code=HTTPStatus.CREATED, response_model=Join, dependencies=[OwnLedger]
)
def offer_to_join(desk: Desk, body: Annotated[JoinRequest, Depends(Body(JoinRequest))]) -> Response:
    """A receipt without a member: its points wait under a link, shown on the display."""
    return desk.once(
        body,
        HTTPStatus.CREATED,
        lambda session, till: offer_join(session, till, body, desk.settings.public_url, desk.now),
    )


@routes.post(
    "/deliveries", status_code=HTTPStatus.CREATED, response_model=Delivery, dependencies=[OwnLedger]
)
def deliver(desk: Desk, body: Annotated[Delivery, Depends(Body(Delivery))]) -> Response:
    """The goods of a purchase have reached the member, who may be asked about it."""
    return desk.once(
        body,
        HTTPStatus.CREATED,
        lambda session, till: note_delivery(session, till, body, desk.now),
    )
