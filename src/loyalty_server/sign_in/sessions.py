"""Sessions: a right code opens one on a device, a refresh token keeps it, signing out ends it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.sign_in import SessionOpened, SessionRequest, Tokens
from loyalty_server.addresses import Address, Channel
from loyalty_server.database.transactions import take_turns
from loyalty_server.keys import ServerKeys
from loyalty_server.languages import Language
from loyalty_server.members.consents import Decision, record_decision, require_consents
from loyalty_server.members.enrolment import enrol
from loyalty_server.programme.survey_rules import Trigger
from loyalty_server.publishing import rules_at
from loyalty_server.settings import ServerSettings
from loyalty_server.sign_in.access import ACCESS_LASTS, Asker, access_token
from loyalty_server.sign_in.codes import try_code, use_code
from loyalty_server.sign_in.credentials import issue_credential
from loyalty_server.sign_in.devices import add_device
from loyalty_server.sign_in.refresh_tokens import new_refresh_token, rotate
from loyalty_server.surveys.invitations import Occasion, invite
from loyalty_server.tables import DeviceRow, MemberRow


def open_session(
    session: Session,
    settings: ServerSettings,
    request: SessionRequest,
    language: Language,
    app_version: str | None,
) -> SessionOpened:
    """Sign in, or join the programme, with a one-time code.

    Raises what `try_code` raises, and `consents_required` for a new member who has not agreed to
    what is required; the code then stays good.
    """
    now = settings.clock()
    address = try_code(session, settings.keys, request.challenge_id, request.code, now)
    take_turns(session, settings.keys.digest("address", address.value))
    member = member_at(session, address)
    joined = member or _join(session, settings, address, request, language, app_version)
    use_code(session, request.challenge_id, now)
    device = add_device(session, joined.id, request.device, now)
    refresh = new_refresh_token(session, settings.keys, device, now)
    credential = issue_credential(session, settings.keys, device, now)
    tokens = _tokens(settings.keys, device, refresh, now)
    return SessionOpened(
        tokens.access_token, tokens.access_expires_at, refresh, credential, member is None
    )


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
    settings: ServerSettings,
    address: Address,
    request: SessionRequest,
    language: Language,
    app_version: str | None,
) -> MemberRow:
    require_consents(settings.consents, request.consents, language)
    now = settings.clock()
    program = rules_at(session, now).program
    lowest = program.tiers.levels[0]
    phone = address.value if address.channel is Channel.PHONE else None
    email = address.value if address.channel is Channel.EMAIL else None
    member = enrol(session, now, lowest.id, phone=phone, email=email)
    for grant in request.consents:
        if text := settings.consents.of(grant):
            record_decision(session, member.id, text, Decision(True, now, app_version))
    invite(session, program, Occasion(Trigger.REGISTRATION, member.id), now)
    return member


def _tokens(keys: ServerKeys, device: DeviceRow, refresh: str, now: datetime) -> Tokens:
    until = now + ACCESS_LASTS
    asker = Asker(device.member_id, device.id, until)
    return Tokens(access_token(keys, asker), until, refresh)
