"""Making a programme the rules from now on: its version kept, its pictures, stores, rewards and offers."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.codec import dumps
from loyalty_api.problems import ProblemCode
from loyalty_api.programme import ProgramKind
from loyalty_server.contests.opening import open_contests
from loyalty_server.database.transactions import take_turns
from loyalty_server.offers.usage import count_offers
from loyalty_server.pictures.kept import Pictures, as_json, keep_pictures, pictures_in
from loyalty_server.pictures.made import Made
from loyalty_server.pictures.reading import pictures_named
from loyalty_server.problems import Refused
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import ProgramVersion, rules_at, rules_of
from loyalty_server.rewards.catalogue import stock_rewards
from loyalty_server.tables import LotRow, ProgramVersionRow, PurchaseRow, StoreRow
from loyalty_server.toml_file import FileRefused, line_of

NAME: Final = "programme.toml"
NOTHING_SHOWN: Final[Pictures] = MappingProxyType({})
NO_PICTURES: Final[Mapping[str, Made]] = MappingProxyType({})


class CurrencyKept(FileRefused):
    """The file is in another currency than the one, `kept`, in which something is `done` that stays."""

    def __init__(self, place: str, done: str, kept: str, asked: str) -> None:
        what = f"{done} in another currency; a new database can have this one"
        super().__init__(f"{place}: currency: {what}")
        self.kept = kept
        self.asked = asked


def publish(
    session: Session,
    text: str,
    now: datetime,
    name: str = "programme",
    pictures: Mapping[str, Made] = NO_PICTURES,
    shown: Pictures = NOTHING_SHOWN,
) -> ProgramVersion:
    """Make this file the rules from now on; the same text with the same pictures again changes nothing.

    Pictures are made of files now, or were `shown` by an earlier version.
    The stores it names are added or renamed, its rewards and offers are counted, its contests opened. Raises `FileRefused`,
    and `CurrencyKept` for another currency than the one that something was bought, or cashback given, in.
    """
    program = parse_program(text, name)
    take_turns(session, "programme")
    kept = {**shown, **keep_pictures(session, pictures)}
    digest = _digest(text, kept)
    newest = session.scalar(
        select(ProgramVersionRow).order_by(ProgramVersionRow.version.desc()).limit(1)
    )
    if newest:
        _require_currency(session, newest, program, f"{name}:{line_of(text, 'currency')}")
    for store in program.stores:
        session.merge(StoreRow(id=store.id, name=store.name, address=store.address))
    stock_rewards(session, program)
    count_offers(session, program)
    open_contests(session, program, now)
    if newest and newest.digest == digest:
        return ProgramVersion(newest.version, program)
    number = newest.version + 1 if newest else 1
    session.add(
        ProgramVersionRow(
            version=number, valid_from=now, digest=digest, text=text, pictures=as_json(kept)
        )
    )
    session.flush()
    return ProgramVersion(number, program)


def publish_over(
    session: Session, text: str, over: int, now: datetime, pictures_of: int | None = None
) -> ProgramVersion:
    """Publish without the pictures' files, in place of version `over`: pictures are those that it shows, or that
    another version shows.

    Raises `precondition_failed` when somebody published meanwhile, and `FileRefused`.
    """
    take_turns(session, "programme")
    held = rules_at(session, now)
    if held.number != over:
        raise Refused(ProblemCode.PRECONDITION_FAILED)
    source = held if pictures_of is None else rules_of(session, pictures_of)
    known = pictures_in(source.pictures)
    shown = {}
    for place, rule in pictures_named(text):
        if rule.source not in known:
            what = f"{rule.source} was not published yet; `kopilka program publish` takes its file"
            raise FileRefused(f"{NAME}:{line_of(text, place)}: {place}: {what}")
        shown[rule.source] = known[rule.source]
    return publish(session, text, now, NAME, shown=shown)


def _require_currency(
    session: Session, newest: ProgramVersionRow, program: Program, place: str
) -> None:
    """Receipts, tiers and limits add up minor units, of one currency for all years; cashback is such units.

    Raises `CurrencyKept`.
    """
    held = rules_of(session, newest.version).program
    if held.currency == program.currency:
        return
    if session.scalar(select(PurchaseRow.id).limit(1)) is not None:
        raise CurrencyKept(place, "something was bought", held.currency, program.currency)
    is_money = ProgramKind.CASHBACK in (held.kind, program.kind)
    if is_money and session.scalar(select(LotRow.id).limit(1)) is not None:
        raise CurrencyKept(place, "cashback was given", held.currency, program.currency)


def _digest(text: str, pictures: Pictures) -> str:
    """Without pictures that of the text alone, as versions before there were any have it."""
    shown = dumps(as_json(pictures)) if pictures else ""
    return sha256((text + shown).encode()).hexdigest()
