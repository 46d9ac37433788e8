"""How often codes may be asked for: from one network, for one address, and in all.

Strangers cannot use up what a member has: whoever signed in here before, in this browser or from this
network, is counted apart. The limits count requests, whatever becomes of them, and never look whether
the address is a member's, so the answer tells nothing about it.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from loyalty_api.problems import ProblemCode
from loyalty_server.database.transactions import take_turns
from loyalty_server.keys import ServerKeys
from loyalty_server.problems import Refused
from loyalty_server.sign_in.cookies import BROWSER_SECONDS
from loyalty_server.tables import SignInCodeRow

FIRST_RESEND: Final = timedelta(seconds=60)
PER_ADDRESS: Final = 5
PER_ADDRESS_FROM_STRANGERS: Final = 15
ADDRESS_WINDOW: Final = timedelta(days=1)
PER_NETWORK: Final = 20
PER_WIDE_NETWORK: Final = 80
NETWORK_WINDOW: Final = timedelta(hours=1)
IN_ALL: Final = 2_000
SOON: Final = timedelta(minutes=1)
KNOWN_FOR: Final = timedelta(seconds=BROWSER_SECONDS)
SUBNET_BITS: Final = 56
WIDE_BITS: Final = 48
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class CodeAsker:
    """Who asks for a code: an IP address, and the digest of the browser that keeps our cookie."""

    ip: str
    browser: str | None = None


@dataclass(frozen=True)
class Place:
    """Where somebody asks from, as keyed hashes: their network, the wide one around it, the browser.

    Who is under no limit has no network.
    """

    network: str | None
    wide: str | None
    browser: str | None


def place_of(keys: ServerKeys, asker: CodeAsker) -> Place:
    """An IPv4 address is a network of its own; of IPv6 a household has a /56 (RFC 6177), whoever has
    many of them a /48."""
    network, wide = _networks(asker.ip)
    return Place(
        keys.digest("asker", network),
        keys.digest("asker", wide) if wide else None,
        asker.browser,
    )


def wait_for_next(session: Session, address_hash: str, place: Place, now: datetime) -> timedelta:
    """How long after this code the next may be asked for. Raises `rate_limited`."""
    names = {place.network, place.wide, address_hash}
    for name in sorted(name for name in names if name):
        take_turns(session, name)
    same_address = SignInCodeRow.address_hash == address_hash
    in_browser, from_network = _known(session, same_address, place, now)
    if not in_browser:
        _check_networks(session, place, now)
    if not (in_browser or from_network):
        _check_strangers(session, same_address, now)
    own = SignInCodeRow.asked_by == place.browser if in_browser else _from(place)
    earlier = _sent_since(session, same_address & own, now - ADDRESS_WINDOW)
    if len(earlier) >= PER_ADDRESS:
        _refuse_until(earlier[0].sent_at + ADDRESS_WINDOW, now)
    if earlier and now < earlier[-1].resend_at:
        _refuse_until(earlier[-1].resend_at, now)
    doubled: int = 2 ** len(earlier)
    return FIRST_RESEND * doubled


def _known(
    session: Session, same_address: ColumnElement[bool], place: Place, now: datetime
) -> tuple[bool, bool]:
    """Whether somebody signed in with this address in this browser, and from this network."""
    used = select(SignInCodeRow.asked_by, SignInCodeRow.asked_from).where(
        same_address, SignInCodeRow.used_at > now - KNOWN_FOR
    )
    rows = session.execute(used).all()
    in_browser = place.browser is not None and any(row.asked_by == place.browser for row in rows)
    return in_browser, any(row.asked_from == place.network for row in rows)


def _check_networks(session: Session, place: Place, now: datetime) -> None:
    _check(session, _from(place), PER_NETWORK, now)
    if place.wide is not None:
        _check(session, SignInCodeRow.asked_from_wide == place.wide, PER_WIDE_NETWORK, now)


def _check(session: Session, whose: ColumnElement[bool], most: int, now: datetime) -> None:
    sent = _sent_since(session, whose, now - NETWORK_WINDOW)
    if len(sent) >= most:
        _refuse_until(sent[0].sent_at + NETWORK_WINDOW, now)


def _check_strangers(session: Session, same_address: ColumnElement[bool], now: datetime) -> None:
    sent = _sent_since(session, same_address, now - ADDRESS_WINDOW)
    if len(sent) >= PER_ADDRESS_FROM_STRANGERS:
        _refuse_until(sent[0].sent_at + ADDRESS_WINDOW, now)
    lately = select(func.count()).where(
        SignInCodeRow.sent_at > now - NETWORK_WINDOW, SignInCodeRow.asked_from.is_not(None)
    )
    if session.scalars(lately).one() >= IN_ALL:
        log.error("%s sign-in codes in an hour: strangers wait until there are fewer", IN_ALL)
        _refuse_until(now + SOON, now)


def _from(place: Place) -> ColumnElement[bool]:
    return SignInCodeRow.asked_from == place.network


def _sent_since(
    session: Session, whose: ColumnElement[bool], since: datetime
) -> list[SignInCodeRow]:
    counted = select(SignInCodeRow).where(
        whose, SignInCodeRow.sent_at > since, SignInCodeRow.asked_from.is_not(None)
    )
    return list(session.scalars(counted.order_by(SignInCodeRow.sent_at)))


def _refuse_until(moment: datetime, now: datetime) -> None:
    raise Refused(ProblemCode.RATE_LIMITED, retry_after=moment - now)


def _networks(asker: str) -> tuple[str, str | None]:
    try:
        address = ip_address(asker)
    except ValueError:
        return asker, None
    match address:
        case IPv6Address(ipv4_mapped=None):
            around = (
                IPv6Network((int(address), bits), strict=False) for bits in (SUBNET_BITS, WIDE_BITS)
            )
            network, wide = map(str, around)
            return network, wide
        case IPv6Address(ipv4_mapped=IPv4Address() as mapped):
            return str(mapped), None
        case _:
            return str(address), None
