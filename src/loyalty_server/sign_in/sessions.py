"""Sessions: a right code opens one on a device, a refresh token keeps it, signing out ends it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.sign_in import GrantedConsent, SessionOpened, SessionRequest, Tokens
from loyalty_server.database.transactions import take_turns
from loyalty_server.keys import ServerKeys
from loyalty_server.languages import Language
from loyalty_server.members.consents import (
    ConsentTexts,
    Decision,
    consents_of,
    record_decision,
    require_consents,
)
from loyalty_server.members.details import call
from loyalty_server.members.enrolment import enrol
from loyalty_server.points.gifts import Gift, give
from loyalty_server.problems import Refused
from loyalty_server.programme.survey_rules import Trigger
from loyalty_server.programme.versions import rules_at
from loyalty_server.programme.wording import words_of
from loyalty_server.sign_in.access import ACCESS_LASTS, Asker, access_token
from loyalty_server.sign_in.addresses import Address, Channel
from loyalty_server.sign_in.codes import try_code, use_code
from loyalty_server.sign_in.credentials import issue_credential
from loyalty_server.sign_in.devices import add_device
from loyalty_server.sign_in.earlier_membership import recall
from loyalty_server.sign_in.friends import accept
from loyalty_server.sign_in.refresh_tokens import new_refresh_token, rotate
from loyalty_server.surveys.invitations import Occasion, invite
from loyalty_server.tables import BroughtInRow, DeviceRow, MemberRow


@dataclass(frozen=True)
class Terms:
    """What a newcomer is asked to agree to, in which language, and with which version of the app."""

    texts: ConsentTexts
    language: Language
    app_version: str | None = None


def open_session(
    session: Session, keys: ServerKeys, terms: Terms, request: SessionRequest, now: datetime
) -> SessionOpened:
    """Sign in, or join the programme, with a one-time code.

    Raises what `try_code` raises, `Malformed` for what is no name, and `consents_required` for a new member, or one who was brought in
    and comes for the first time, who has not agreed to what is required; the code then stays good.
    """
    address = try_code(session, keys, request.challenge_id, request.code, now)
    take_turns(session, keys.digest("address", address.value))
    member = member_at(session, address)
    if member and _was_never_met(session, member):
        _agree(session, member, terms, request, now)
    joined = member or _join(session, keys, terms, address, request, now)
    _prove(joined, address, now)
    if request.first_name and not joined.first_name:
        call(joined, request.first_name)
    use_code(session, request.challenge_id, now)
    if request.referral_code and member is None:
        _came_by(session, keys, joined.id, request.referral_code, now)
    device = add_device(session, joined.id, request.device, now)
    refresh = new_refresh_token(session, keys, device, now)
    credential = issue_credential(session, keys, device, now)
    tokens = _tokens(keys, device, refresh, now)
    return SessionOpened(
        tokens.access_token, tokens.access_expires_at, refresh, credential, member is None
    )


def _prove(member: MemberRow, address: Address, now: datetime) -> None:
    if address.channel is Channel.PHONE:
        member.phone_proven_at = member.phone_proven_at or now
    else:
        member.email_proven_at = member.email_proven_at or now


def _came_by(session: Session, keys: ServerKeys, member_id: str, code: str, now: datetime) -> None:
    """The invitation that a newcomer named; one that cannot be accepted keeps nobody from joining."""
    session.flush()
    with suppress(Refused):
        accept(session, keys, rules_at(session, now), member_id, code, now)


def refresh_session(
    session: Session, keys: ServerKeys, token: str, now: datetime
) -> tuple[DeviceRow, Tokens]:
    """The device and its next pair of tokens. Raises `refresh_refused`."""
    rotated = rotate(session, keys, token, now)
    return rotated.device, _tokens(keys, rotated.device, rotated.token, now)


def member_at(session: Session, address: Address) -> MemberRow | None:
    """The member who has this address."""
    column = MemberRow.phone if address.channel is Channel.PHONE else MemberRow.email
    return session.scalar(select(MemberRow).where(column == address.value))


def _join(
    session: Session,
    keys: ServerKeys,
    terms: Terms,
    address: Address,
    request: SessionRequest,
    now: datetime,
) -> MemberRow:
    require_consents(terms.texts, request.consents, terms.language)
    program = rules_at(session, now).program
    lowest = program.tiers.levels[0]
    phone = address.value if address.channel is Channel.PHONE else None
    email = address.value if address.channel is Channel.EMAIL else None
    member = enrol(session, now, lowest.id, phone=phone, email=email)
    was_member = recall(session, keys, program, member, address.value, now)
    _record(session, member, terms, request, now)
    invite(session, program, Occasion(Trigger.REGISTRATION, member.id), now)
    if program.earn.welcome and not was_member:
        reason = words_of(program.language, program.kind).welcome
        give(session, program, member.id, Gift(program.earn.welcome, reason, program.name, {}), now)
    return member


def _was_never_met(session: Session, member: MemberRow) -> bool:
    """Whether the member came out of a file and has never signed in."""
    if session.get(BroughtInRow, member.id) is None:
        return False
    device = select(DeviceRow.id).where(DeviceRow.member_id == member.id).limit(1)
    return session.scalar(device) is None


def _agree(
    session: Session, member: MemberRow, terms: Terms, request: SessionRequest, now: datetime
) -> None:
    """What the member agreed to elsewhere counts where it is the text in force."""
    known = consents_of(session, member.id, terms.texts, terms.language)
    before = [GrantedConsent(one.purpose, one.version) for one in known if one.granted_at]
    require_consents(terms.texts, (*request.consents, *before), terms.language)
    _record(session, member, terms, request, now)


def _record(
    session: Session, member: MemberRow, terms: Terms, request: SessionRequest, now: datetime
) -> None:
    for grant in request.consents:
        if text := terms.texts.of(grant):
            record_decision(session, member.id, text, Decision(True, now, terms.app_version))


def _tokens(keys: ServerKeys, device: DeviceRow, refresh: str, now: datetime) -> Tokens:
    until = now + ACCESS_LASTS
    asker = Asker(device.member_id, device.id, until)
    return Tokens(access_token(keys, asker), until, refresh)
