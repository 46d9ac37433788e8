"""What a member reads and does: the wallet, history, receipts, offers, devices."""

import json
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Response

from loyalty_api.codec import encode
from loyalty_api.models import Devices, EntryKind, History, Purchase, Wallet
from loyalty_server.devices import devices_of, require_signed_in, sign_out_device
from loyalty_server.face.answers import PERSONAL, answer, no_content
from loyalty_server.face.asking import Id, MemberAsking, Now, RequestLanguage, Settings
from loyalty_server.face.bodies import Body
from loyalty_server.face.etags import etag_of, has_current
from loyalty_server.face.refusals import invalid
from loyalty_server.history import NotACursor, history_page
from loyalty_server.journal import WalletEvent, tell_member
from loyalty_server.offers import activate_offer
from loyalty_server.receipts import receipt_of
from loyalty_server.versions import rules_at
from loyalty_server.wallet import Reading, wallet_of

MAX_CURSOR = 64
routes = APIRouter(prefix="/v1", tags=["member"])


@dataclass(frozen=True)
class Activated:
    """Body of `PUT /v1/offers/{id}/activation`: when the member opted in."""

    at: datetime


@routes.get(
    "/wallet",
    response_model=Wallet,
    responses={HTTPStatus.NOT_MODIFIED.value: {"description": "Nothing but the time has changed."}},
)
def wallet(
    settings: Settings,
    asker: MemberAsking,
    language: RequestLanguage,
    now: Now,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The whole snapshot, with a strong `ETag`."""
    with settings.database.reading() as session:
        require_signed_in(session, asker)
        program = rules_at(session, now).program
        reading = Reading(program, settings.consents, language, now)
        snapshot = wallet_of(session, asker.member_id, reading)
    return _unless_current(snapshot, if_none_match)


@routes.get("/history", response_model=History)
def history(
    settings: Settings,
    asker: MemberAsking,
    now: Now,
    kind: Annotated[EntryKind | None, Query()] = None,
    cursor: Annotated[str | None, Query(max_length=MAX_CURSOR)] = None,
) -> Response:
    """One page of the ledger, newest first; `next` and the `Link` header lead on."""
    with settings.database.reading() as session:
        require_signed_in(session, asker)
        program = rules_at(session, now).program
        try:
            page = history_page(session, asker.member_id, program, now, kind, cursor)
        except NotACursor as error:
            raise invalid("cursor", str(error)) from error
    return answer(page, headers=PERSONAL | _link(page, kind))


@routes.get("/purchases/{purchase_id}", response_model=Purchase)
def purchase(settings: Settings, asker: MemberAsking, now: Now, purchase_id: Id) -> Response:
    """A receipt of the member's own."""
    with settings.database.reading() as session:
        require_signed_in(session, asker)
        currency = rules_at(session, now).program.currency
        return answer(receipt_of(session, asker.member_id, purchase_id, currency))


@routes.put("/offers/{offer_id}/activation", status_code=HTTPStatus.NO_CONTENT)
def opt_in(
    settings: Settings,
    asker: MemberAsking,
    now: Now,
    offer_id: Id,
    body: Annotated[Activated, Depends(Body(Activated))],
) -> Response:
    """Opt in to an offer; repeating changes nothing."""
    with settings.database.writing() as session:
        require_signed_in(session, asker)
        program = rules_at(session, now).program
        if activate_offer(session, asker.member_id, program, offer_id, body.at, now):
            told = {"offer_id": offer_id}
            tell_member(session, asker.member_id, WalletEvent.OFFER, told, now)
    return no_content()


@routes.get("/devices", response_model=Devices)
def devices(settings: Settings, asker: MemberAsking, now: Now) -> Response:
    """Where the member is signed in."""
    with settings.database.reading() as session:
        require_signed_in(session, asker)
        return answer(Devices(devices_of(session, asker, now)))


@routes.delete("/devices/{device_id}", status_code=HTTPStatus.NO_CONTENT)
def sign_out_one(settings: Settings, asker: MemberAsking, now: Now, device_id: Id) -> Response:
    """Sign out one of the member's devices: its tokens and card code stop at once."""
    with settings.database.writing() as session:
        require_signed_in(session, asker)
        sign_out_device(session, asker.member_id, device_id, now)
    return no_content()


def _unless_current(snapshot: Wallet, if_none_match: str | None) -> Response:
    """The times of reading stay out of the tag: they pass although nothing else has changed."""
    body = encode(snapshot)
    timeless = body | {"server_time": None, "points": body["points"] | {"as_of": None}}
    etag = etag_of(json.dumps(timeless))
    headers = PERSONAL | {"ETag": etag}
    if has_current(if_none_match, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return answer(body, headers=headers)


def _link(page: History, kind: EntryKind | None) -> dict[str, str]:
    if page.next is None:
        return {}
    of_kind = f"&kind={kind}" if kind else ""
    return {"Link": f'</v1/history?cursor={page.next}{of_kind}>; rel="next"'}
