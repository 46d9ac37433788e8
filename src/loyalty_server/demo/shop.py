"""The demo's shops, opened once: rules published, tills put up, half a year of purchases behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from loyalty_server.demo.catalogue import catalogue, florist
from loyalty_server.demo.history import play
from loyalty_server.demo.others import sell_to_others
from loyalty_server.demo.shoppers import SHOPPERS
from loyalty_server.demo.visits import Visit, in_order, orders, trips, visits
from loyalty_server.moving.segments import Span, put_in
from loyalty_server.operators.people import add_operator, all_operators, give_key
from loyalty_server.pictures.made import Made
from loyalty_server.programme.program import Program
from loyalty_server.publishing import NO_PICTURES, publish
from loyalty_server.settings import ServerSettings
from loyalty_server.tables import CardRow, MemberRow, TillRow
from loyalty_server.till.tills import add_till, all_tills, revoke_till

HISTORY = timedelta(days=max(shopper.joined_days_ago for shopper in SHOPPERS) + 1)
SERVICE_TILL = "1"
OPEN_TILL = "3"
OPERATORS = ("Vera", "Oleg")
"""Two, since a correction needs both."""
VIP = "vip"
ONLINE = "online"
BORN_IN = 1984
"""A leap year."""


@dataclass(frozen=True)
class DemoShop:
    """What the demo's pages are opened with: the till with its key, and whose wallet is shown."""

    program: Program
    till: str
    till_key: str = field(repr=False)
    store: str
    phone: str
    desk_keys: Mapping[str, str] = field(repr=False, default_factory=dict)


def open_shop(
    settings: ServerSettings, program_text: str, pictures: Mapping[str, Made] = NO_PICTURES
) -> DemoShop:
    """Everything a newcomer should find; an earlier visit's database goes on where it stood.

    The till's key is new each time, and the one before opens nothing any more: keys are kept as
    hashes only. All of it is one transaction. Raises `CurrencyKept` when what was bought on that visit
    was in another currency.
    """
    now = settings.clock()
    with settings.database.writing() as session:
        is_new = session.scalar(select(MemberRow.id).limit(1)) is None
        since = now - HISTORY if is_new else now
        program = publish(session, program_text, since, pictures=pictures).program
        if is_new:
            _play_history(session, settings, program)
        store = program.stores[0]
        for till in all_tills(session):
            if till.name == OPEN_TILL and till.store_id == store.id:
                revoke_till(session, till.id, now)
        key = add_till(session, store.id, OPEN_TILL, now).key
        desk_keys = {name: _key_at_desk(session, name, now) for name in OPERATORS}
    return DemoShop(program, OPEN_TILL, key, store.name, SHOPPERS[0].phone, desk_keys)


def _key_at_desk(session: Session, name: str, now: datetime) -> str:
    """Another one each time: keys are kept as hashes only."""
    is_known = any(one.name == name for one in all_operators(session))
    return give_key(session, name) if is_known else add_operator(session, name, now).key


def _play_history(session: Session, settings: ServerSettings, program: Program) -> None:
    now = settings.clock()
    new = [add_till(session, store.id, SERVICE_TILL, now - HISTORY) for store in program.stores]
    tills = tuple(session.get_one(TillRow, till.id) for till in new)
    past = visits(SHOPPERS, catalogue(program.language), now, program.zone)
    aside = (*_trips(program, now), *_orders(program, now))
    play(session, settings, program, tills, in_order([*past, *aside]))
    _give_terms(session, program, now)
    sell_to_others(session, program, now)


def _give_terms(session: Session, program: Program, now: datetime) -> None:
    """The first shopper is in the group that has a manager, for two months; somebody has a birthday."""
    card = select(CardRow.number).join(MemberRow, MemberRow.id == CardRow.member_id)
    number = session.scalars(card.where(MemberRow.phone == SHOPPERS[0].phone)).one()
    today = program.day(now)
    put_in(session, VIP, number, Span(today, today + timedelta(days=60)))
    for phone in (shopper.phone for shopper in SHOPPERS if shopper.has_birthday):
        born = today.replace(year=BORN_IN)
        session.execute(update(MemberRow).filter_by(phone=phone).values(birthday=born))


def _trips(program: Program, now: datetime) -> tuple[Visit, ...]:
    """None where no partner has a till."""
    theirs = [place for place, store in enumerate(program.stores) if store.partner]
    if not theirs:
        return ()
    return trips(SHOPPERS, florist(program.language), theirs[0], now, program.zone)


def _orders(program: Program, now: datetime) -> tuple[Visit, ...]:
    """None where there is no online shop."""
    online = [place for place, store in enumerate(program.stores) if store.id == ONLINE]
    if not online:
        return ()
    return orders(SHOPPERS, catalogue(program.language), online[0], now, program.zone)
