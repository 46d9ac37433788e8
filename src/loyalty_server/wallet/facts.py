"""What a wallet is made of but for the time, told in one statement without making it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    cast,
    func,
    select,
)
from sqlalchemy.orm import aliased

from loyalty_api.models import Channel
from loyalty_api.surveys.needs import ASKED_AT_FIRST
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.languages import Language
from loyalty_server.members.consents import ConsentTexts
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.versions import ProgramVersion, number_at
from loyalty_server.tables import (
    BalanceRow,
    ContestRow,
    DeviceRow,
    OfferTotalRow,
    ProgramVersionRow,
    RewardStockRow,
    WalletMarkRow,
)

SOFTWARE: Final = version("kopilka")


@dataclass(frozen=True)
class Whose:
    """Whose wallet, on which of the member's devices, with texts in which language, on a server that
    can do what, with surveys of which elements, what a loyalty engine behind said, if there is one, the
    key of its notifications, where shoppers reach it, by what it carries messages outside, and how many
    offers and rewards are shown at most."""

    member_id: str
    device_id: str
    language: Language
    texts: ConsentTexts
    capabilities: tuple[str, ...] = ()
    asks: frozenset[str] = ASKED_AT_FIRST
    elsewhere: str | None = None
    push_key: str | None = None
    public_url: str = ""
    carried: tuple[Channel, ...] = ()
    most: int | None = None


@dataclass(frozen=True)
class Counted:
    """What the rules of this number count over all members: the offers that can be used up, the
    rewards of which a wallet tells how many are left or what was donated, and the contests that are drawn.
    """

    number: int
    offers: Mapping[str, OfferRule]
    rewards: tuple[str, ...]
    contests: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """As they were found: there is nothing to do about a device that `is_known` but to answer it, and
    `digest` is the wallet's.
    """

    device_is_known: bool
    digest: str


def counted_by(rules: ProgramVersion) -> Counted:
    """What these rules count."""
    program = rules.program
    limited = (one for one in program.offers if one.is_limited)
    told = (one.id for one in program.rewards if one.stock is not None or one.charity)
    contests = tuple(one.id for one in program.contests)
    return Counted(rules.number, {one.id: one for one in limited}, tuple(told), contests)


def facts_of(connection: Connection, whose: Whose, counted: Counted, now: datetime) -> Facts | None:
    """The facts by these rules, or None when there is no such device or other rules hold now."""
    asked = {"member_id": whose.member_id, "device_id": whose.device_id, "now": now}
    statement = _prepared(tuple(counted.offers), counted.rewards, counted.contests)
    row = statement.row(connection, asked)
    if row is None or row.number != counted.number:
        return None
    found = (
        SOFTWARE,
        whose.member_id,
        whose.device_id,
        whose.language.value,
        _digest_of(whose.texts),
        whose.capabilities,
        sorted(whose.asks),
        whose.elsewhere,
        whose.push_key,
        whose.public_url,
        whose.carried,
        whose.most,
        row.number,
        row.mark,
        sorted((row.other_marks or "").split(",")),
        row.unlock_above,
        sorted(_used_up(counted.offers, row.uses or "")),
        sorted((row.stock or "").split(",")),
        sorted((row.draws or "").split(",")),
    )
    digest = sha256(repr(found).encode()).hexdigest()[:32]
    return Facts(bool(row.device_is_known), digest)


@lru_cache(maxsize=8)
def _digest_of(texts: ConsentTexts) -> str:
    return sha256(repr(texts).encode()).hexdigest()


def _used_up(offers: Mapping[str, OfferRule], told: str) -> list[str]:
    """Which offers have no use or no money left: below its limits a use changes nobody else's wallet."""
    parts = (one.rsplit(":", 2) for one in told.split(",") if one)
    return [
        offer_id
        for offer_id, uses, cost in parts
        if _is_reached(offers[offer_id].uses_in_all, int(uses))
        or _is_reached(offers[offer_id].budget, int(cost))
    ]


def _is_reached(limit: int | None, used: int) -> bool:
    return limit is not None and used >= limit


@lru_cache(maxsize=8)
def _prepared(offers: Sequence[str], rewards: Sequence[str], contests: Sequence[str]) -> Prepared:
    return Prepared(_statement(offers, rewards, contests))


def _statement(
    offers: Sequence[str], rewards: Sequence[str], contests: Sequence[str]
) -> Select[Any]:
    """Its row is short whatever the length of the member's history or of the programme."""
    uses = _told(
        OfferTotalRow.offer_id, OfferTotalRow.uses, OfferTotalRow.points + OfferTotalRow.money
    )
    of_offers = OfferTotalRow.offer_id.in_(offers)
    stock = _told(RewardStockRow.reward_id, RewardStockRow.taken, RewardStockRow.points)
    of_rewards = RewardStockRow.reward_id.in_(rewards)
    draws = _told(ContestRow.id, func.coalesce(ContestRow.entries, -1))
    of_contests = ContestRow.id.in_(contests)
    is_known = DeviceRow.revoked_at.is_(None) & DeviceRow.unheard_since.is_(None)
    return select(
        is_known.label("device_is_known"),
        DeviceRow.unlock_above,
        *_marks(),
        number_at(told("now", ProgramVersionRow.valid_from.type)).label("number"),
        uses.where(of_offers).scalar_subquery().label("uses"),
        stock.where(of_rewards).scalar_subquery().label("stock"),
        draws.where(of_contests).scalar_subquery().label("draws"),
    ).where(DeviceRow.id == told("device_id"))


def _marks() -> Iterator[ColumnElement[Any]]:
    """The marks of all who share the member's account: what one of them does, the others' wallets show.

    Asked one by one: of a head or those who share with it PostgreSQL would read everybody's marks.
    """
    own = BalanceRow.member_id == told("member_id")
    account = select(func.coalesce(BalanceRow.kept_with, BalanceRow.member_id)).where(own)
    head = account.scalar_subquery()
    of_head = select(WalletMarkRow.mark).where(WalletMarkRow.member_id == head)
    yield of_head.scalar_subquery().label("mark")
    shares = aliased(BalanceRow)
    of_others = (
        select(func.aggregate_strings(WalletMarkRow.mark, ","))
        .join(shares, shares.member_id == WalletMarkRow.member_id)
        .where(shares.kept_with == head)
    )
    yield of_others.scalar_subquery().label("other_marks")


def _told(name: Any, *numbers: Any) -> Select[Any]:
    """`name:1:2` of each row, with commas between."""
    one = name
    for number in numbers:
        one = one + ":" + cast(number, String)
    return select(func.aggregate_strings(one, ","))
