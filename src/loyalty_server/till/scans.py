"""A till reads a card: the member is recognised there for five minutes, and told at once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_api.programme import ProgramKind
from loyalty_api.till import Scan, ScannedMember, ScannedOffer, ScanRequest
from loyalty_server.database.bulk import add_at_once
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.engines.accounts import Account, account_of
from loyalty_server.engines.port import Standing
from loyalty_server.events.journal import DisplayEvent, WalletEvent, tell_display, tell_member
from loyalty_server.keys import ServerKeys
from loyalty_server.members.names import initial_of
from loyalty_server.messages.events import places_about_now
from loyalty_server.offers.birthday_gifts import gifts_waiting
from loyalty_server.offers.buyer import buyer_in
from loyalty_server.offers.for_member import working_offers
from loyalty_server.points.account import account_used, lock_member, locking
from loyalty_server.problems import Refused
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import ProgramVersion, number_at, version_told
from loyalty_server.rewards.coupons import works_in
from loyalty_server.tables import (
    BalanceRow,
    CredentialRow,
    DeviceRow,
    MemberRow,
    ProgramVersionRow,
    ScanRow,
    StoreRow,
    TillRow,
)
from loyalty_server.tiers.level import level_of
from loyalty_server.tiers.tier import review
from loyalty_server.till.bad_scans import (
    GUESSES_MADE,
    BadCode,
    guesses_asked,
    remember,
    require_few_bad_scans,
)
from loyalty_server.till.card_codes import recognise
from loyalty_server.till.old_codes import tell_of_old_code
from loyalty_server.till.recognised import Recognised

SCAN_LASTS = timedelta(minutes=5)


def scan(
    session: Session,
    keys: ServerKeys,
    till: TillRow,
    request: ScanRequest,
    now: datetime,
    *,
    is_ours: bool = True,
) -> Scan:
    """Recognise the member whose code this till read; the points are ours or those of another engine.

    Raises the `code_…` refusals and `till_rate_limited`.
    """
    number, digest, guesses, first = _AT_TILL.one(session, {"now": now, **guesses_asked(till, now)})
    rules = version_told(session, number, digest)
    require_few_bad_scans(guesses, first, now)
    try:
        recognised = recognise(session, keys, request.raw, request.till_time, now)
    except BadCode as bad:
        remember(session, till, bad, now)
        tell_of_old_code(session, rules.program, till, bad, now)
        raise
    own = recognised.own or lock_member(session, recognised.member_id)
    buyer = buyer_in(account_used(session, rules.program, own, now))
    member, balance = buyer.member, buyer.account.balance
    review(session, rules.program, member, now)
    row = _scan_row(till, recognised, _may_burn(rules, recognised, balance), now)
    add_at_once(session, row)
    offers = working_offers(rules.program, buyer, till.store_id, row.bought_at).active
    answer = _answer(rules.program.at(till.store_id), row, member, balance, offers)
    gifts = gifts_waiting(session, rules.program, member.id, now)
    here = (gift for gift in gifts if works_in(rules.program, gift, till.store_id))
    answer = replace(
        answer,
        gifts=tuple(ScannedOffer(one.id, one.title) for one in here),
        events=places_about_now(session, member, now),
    )
    if not is_ours:
        answer = _theirs(answer, account_of(session, member.id))
    _tell(session, till, row, answer, now)
    return answer


@dataclass(frozen=True)
class Scanned:
    """A scan that still holds, the rules of when it was bought, the member's balance, locked, and what made
    the code, if something did: a credential, of a device where it is signed in."""

    row: ScanRow
    rules: ProgramVersion
    own: BalanceRow
    credential: CredentialRow | None
    device: DeviceRow | None


def scan_at(session: Session, till: TillRow, scan_id: str, now: datetime) -> Scanned:
    """The scan of this till that still holds; one statement. Raises `not_found`, `scan_expired`."""
    found = _SCANNED.row(session, {"scan_id": scan_id})
    if found is None or found[0].till_id != till.id:
        raise Refused(ProblemCode.NOT_FOUND)
    row, credential, device, own, number, digest = found
    if now >= row.expires_at:
        raise Refused(ProblemCode.SCAN_EXPIRED)
    return Scanned(row, version_told(session, number, digest), own, credential, device)


_AT_TILL: Final = Prepared(
    select(ProgramVersionRow.version, ProgramVersionRow.digest, *GUESSES_MADE).where(
        ProgramVersionRow.version == number_at(told("now", ProgramVersionRow.valid_from.type))
    )
)
_SCANNED: Final = locking(
    select(ScanRow, CredentialRow, DeviceRow, BalanceRow)
    .add_columns(ProgramVersionRow.version, ProgramVersionRow.digest)
    .select_from(ScanRow)
    .join(BalanceRow, BalanceRow.member_id == ScanRow.member_id)
    .join(ProgramVersionRow, ProgramVersionRow.version == number_at(ScanRow.bought_at))
    .outerjoin(CredentialRow, CredentialRow.kid == ScanRow.kid)
    .outerjoin(DeviceRow, DeviceRow.id == CredentialRow.device_id)
    .where(ScanRow.id == told("scan_id"))
)


def _scan_row(till: TillRow, recognised: Recognised, may_burn: bool, now: datetime) -> ScanRow:
    return ScanRow(
        id=uuid4().hex,
        till_id=till.id,
        member_id=recognised.member_id,
        kid=recognised.kid,
        step=recognised.step,
        may_burn=may_burn,
        late=recognised.is_late,
        by_hand=recognised.by_hand,
        unlocked=recognised.unlocked,
        bought_at=recognised.bought_at,
        at=now,
        expires_at=now + SCAN_LASTS,
    )


def _may_burn(rules: ProgramVersion, recognised: Recognised, balance: BalanceRow) -> bool:
    is_spendable = rules.program.kind is not ProgramKind.DISCOUNT
    return recognised.may_burn and is_spendable and balance.available >= 0


def _answer(
    program: Program,
    row: ScanRow,
    member: MemberRow,
    balance: BalanceRow,
    offers: Iterable[OfferRule],
) -> Scan:
    level = level_of(program, member, row.bought_at)
    return Scan(
        scan_id=row.id,
        member=ScannedMember(initial_of(member.first_name), level.name),
        may_burn=row.may_burn,
        balance=balance.available,
        offers=tuple(ScannedOffer(offer.id, offer.title) for offer in offers),
        expires_at=row.expires_at,
        free_delivery_from=level.free_delivery_from,
    )


def _theirs(scan: Scan, account: Account) -> Scan:
    """With what their engine said last."""
    said = account.known.standing if account.known else Standing(0)
    member = replace(scan.member, tier=said.tier.name if said.tier else "")
    return replace(
        scan,
        member=member,
        balance=said.balance,
        offers=(),
        reference=account.ref,
        free_delivery_from=None,
        gifts=(),
    )


def _tell(session: Session, till: TillRow, row: ScanRow, answer: Scan, now: datetime) -> None:
    if row.late:
        return
    store = session.get_one(StoreRow, till.store_id)
    body = {"store": store.name, "may_burn": answer.may_burn}
    tell_member(session, row.member_id, WalletEvent.SCANNED, body, now)
    display = {"initial": answer.member.initial, "tier": answer.member.tier}
    tell_display(session, till.id, DisplayEvent.SCANNED, display, now)
