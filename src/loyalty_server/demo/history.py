"""Half a year in the demo's shops: every visit is rung up by the till's own verbs, by the rules."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from loyalty_api.card_code import QR_INFO, CodeType, derive_key, make_code, step_at
from loyalty_api.programme import ProgramKind
from loyalty_api.sign_in import (
    Credential,
    GrantedConsent,
    Platform,
    SessionRequest,
    ThisDevice,
)
from loyalty_api.till import Delivery, PurchaseRequest, RefundLine, RefundRequest, Scan, ScanRequest
from loyalty_server.demo.deeds import NOT_ASKED_YET, SAID_AFTER, Deeds
from loyalty_server.demo.shoppers import Shopper
from loyalty_server.demo.visits import Visit
from loyalty_server.keys import ServerKeys, bytes_of
from loyalty_server.languages import Language
from loyalty_server.programme.program import Program
from loyalty_server.purchases.deliveries import note_delivery
from loyalty_server.purchases.earning import burn_limit
from loyalty_server.purchases.purchase import complete, open_purchase
from loyalty_server.refunds.refund import refund
from loyalty_server.settings import ServerSettings
from loyalty_server.sign_in.addresses import Address, Channel
from loyalty_server.sign_in.codes import open_challenge_for
from loyalty_server.sign_in.sessions import Terms, open_session
from loyalty_server.tables import MemberRow, TillRow
from loyalty_server.till.scans import scan

PAYMENT_TAKES = timedelta(seconds=40)
RETURNED_AFTER = timedelta(hours=22)
RETURN_LIES_BACK = timedelta(days=5)
DELIVERED_AGO = NOT_ASKED_YET - SAID_AFTER - timedelta(minutes=1)
"""Right after the member has answered whatever waited: there is room for one more question."""


@dataclass(frozen=True)
class Regular:
    """A shopper who has joined, with the credential of the phone in their pocket."""

    shopper: Shopper
    credential: Credential

    def code(self, moment: datetime, code_type: CodeType) -> str:
        qr_key = derive_key(bytes_of(self.credential.key), QR_INFO)
        return make_code(qr_key, self.credential.kid, step_at(moment.timestamp()), code_type)


def play(
    session: Session,
    settings: ServerSettings,
    program: Program,
    tills: tuple[TillRow, ...],
    visits: tuple[Visit, ...],
) -> None:
    """Rings up the visits in their order; shoppers join at their first, one brings something back.

    What members do besides happens in between, at its time.
    """
    now = settings.clock()
    regulars: dict[str, Regular] = {}
    deeds = Deeds(session, settings, program)
    to_return = _visit_to_return(visits, now)
    for visit in visits:
        deeds.agenda.run_until(visit.at)
        phone = visit.shopper.phone
        if phone not in regulars:
            regulars[phone] = _join(session, settings, visit, program.language)
        till = tills[visit.store % len(tills)]
        if visit.is_trip or visit.is_ordered:
            bought = _ring_up(session, settings.keys, program, till, regulars[phone], visit)
            if visit.is_ordered:
                deeds.agenda.add(now - DELIVERED_AGO, partial(deeds.answer, phone))
                bring = partial(_bring_home, session, till, bought)
                deeds.agenda.add(now - DELIVERED_AGO, bring)
            continue
        deeds.before_visit(phone, visit.at)
        purchase_id = _ring_up(session, settings.keys, program, till, regulars[phone], visit)
        deeds.after_visit(phone, purchase_id, visit.at)
        if visit is to_return:
            back = partial(_bring_back, session, till, purchase_id, visit)
            deeds.agenda.add(visit.at + RETURNED_AFTER, back)
    deeds.agenda.run_until(now)


def _join(session: Session, settings: ServerSettings, visit: Visit, language: Language) -> Regular:
    at = visit.at - timedelta(minutes=10)
    address = Address(Channel.PHONE, visit.shopper.phone)
    challenge = open_challenge_for(session, settings.keys, address, at)
    request = SessionRequest(
        challenge.sent.challenge_id,
        challenge.code,
        ThisDevice("Pixel 9", Platform.ANDROID),
        tuple(
            GrantedConsent(text.purpose, text.version)
            for text in settings.texts.consent
            if text.asked
        ),
        _invitation(session, visit.shopper),
    )
    opened = open_session(session, settings.keys, Terms(settings.texts, language), request, at)
    session.execute(
        update(MemberRow)
        .where(MemberRow.phone == visit.shopper.phone)
        .values(first_name=visit.shopper.name[language])
    )
    return Regular(visit.shopper, opened.credential)


def _invitation(session: Session, shopper: Shopper) -> str | None:
    by = select(MemberRow.referral_code).where(MemberRow.phone == shopper.invited_by)
    return session.scalar(by) if shopper.invited_by else None


def _ring_up(
    session: Session,
    keys: ServerKeys,
    program: Program,
    till: TillRow,
    regular: Regular,
    visit: Visit,
) -> str:
    code_type = CodeType.PAY if visit.pays_with_points else CodeType.EARN
    read = ScanRequest(regular.code(visit.at, code_type), visit.at)
    scanned = scan(session, keys, till, read, visit.at)
    request = PurchaseRequest(
        scanned.scan_id,
        f"{visit.at:%y%m%d-%H%M%S}",
        visit.lines,
        visit.total,
        _burn(program.at(till.store_id), regular.shopper, scanned, visit),
    )
    quote = open_purchase(session, till, request, visit.at)
    complete(session, till, quote.purchase_id, visit.at + PAYMENT_TAKES)
    return quote.purchase_id


def _burn(program: Program, shopper: Shopper, scanned: Scan, visit: Visit) -> int:
    wish = _wish_to_burn(program, shopper, scanned, visit) if scanned.may_burn else 0
    burn = program.burn.in_steps(min(wish, burn_limit(program, visit.lines)))
    return burn if burn >= program.burn.minimum else 0


def _wish_to_burn(program: Program, shopper: Shopper, scanned: Scan, visit: Visit) -> int:
    if visit.burns is not None and program.kind is ProgramKind.POINTS:
        return min(visit.burns, scanned.balance)
    if scanned.balance < shopper.burns_above:
        return 0
    return shopper.burns if program.kind is ProgramKind.POINTS else scanned.balance


def _bring_home(session: Session, till: TillRow, purchase_id: str, at: datetime) -> None:
    note_delivery(session, till, Delivery(purchase_id), at)


def _visit_to_return(visits: tuple[Visit, ...], now: datetime) -> Visit | None:
    big = (visit for visit in visits if visit.shopper.returns_something and visit.pays_with_points)
    before = [visit for visit in big if visit.at < now - RETURN_LIES_BACK]
    return before[-1] if before else None


def _bring_back(
    session: Session, till: TillRow, purchase_id: str, visit: Visit, at: datetime
) -> None:
    """The first line of the receipt goes back."""
    first = visit.lines[0]
    lines = (RefundLine(first.sku, first.quantity),)
    refund(session, till, purchase_id, RefundRequest(lines), at)
