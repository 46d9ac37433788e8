"""Who is in a contest: by a tap, which is kept, or by what stands in the books and was not taken back.

What a member did is looked up and never copied before the draw: a receipt that is returned, a challenge
that is undone and a member who is erased are out by themselves.
"""

import hmac
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from loyalty_api.card_code import ALPHABET
from loyalty_api.contests import BETWEEN, Entry
from loyalty_api.receipts import PurchaseState
from loyalty_server.database.prepared import Prepared, connection_of, told
from loyalty_server.programme.contest_rules import ContestRule
from loyalty_server.programme.program import Program
from loyalty_server.tables import (
    ChallengeProgressRow,
    ContestEntryRow,
    MemberRow,
    OfferUseRow,
    PurchaseRow,
)

SIGNS: Final = 10
"""Of what tells one member's numbers from another's: 50 bits."""

Deed = tuple[str, datetime]
"""Who did it, and when."""


def numbers_of(
    seed: str, contest: ContestRule, deeds: Sequence[Deed]
) -> Iterator[tuple[str, Deed]]:
    """Each entry with its number: `K7QD2M9XPA-2` is the second of somebody whom it does not name."""
    count: Counter[str] = Counter()
    for member_id, at in deeds:
        count[member_id] += 1
        if count[member_id] <= contest.entries_at_most:
            yield f"{_whose(seed, member_id)}{BETWEEN}{count[member_id]}", (member_id, at)


def deeds_in(session: Session, program: Program, contest: ContestRule) -> Sequence[Deed]:
    """What counts as an entry now, the oldest first. One statement."""
    deeds, whose = _deeds(program.zone, contest.stores or program.own_stores, contest)
    stays = MemberRow.erased_at.is_(None)
    found = session.execute(deeds.join(MemberRow, MemberRow.id == whose).where(stays))
    return [(owner, at) for owner, at in found if at is not None]


def own_deeds_in(
    session: Session, program: Program, contest: ContestRule, member_id: str
) -> Sequence[Deed]:
    """The same of one member, as many as may enter. One statement."""
    own = _own_deeds(program.zone, contest.stores or program.own_stores, contest)
    return own.rows(connection_of(session), {"member": member_id})


@lru_cache(maxsize=64)
def _own_deeds(zone: ZoneInfo, stores: Sequence[str], contest: ContestRule) -> Prepared:
    deeds, whose = _deeds(zone, stores, contest)
    return Prepared(deeds.where(whose == told("member")).limit(contest.entries_at_most))


def _whose(seed: str, member_id: str) -> str:
    """Without the seed nobody can tell whose it is; with it only who knows the member's id."""
    digest = hmac.digest(seed.encode(), member_id.encode(), sha256)
    number = int.from_bytes(digest)
    signs = (ALPHABET[number >> 5 * place & 31] for place in range(SIGNS))
    return "".join(signs)


def _deeds(
    zone: ZoneInfo, stores: Sequence[str], contest: ContestRule
) -> tuple[Select[str, datetime | None], InstrumentedAttribute[str]]:
    """All of them, and which column says whose each is."""
    begins, ends = contest.begins(zone), contest.ends(zone)
    whose: InstrumentedAttribute[str]
    at: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
    match contest.entry:
        case Entry.TAP:
            whose, at = ContestEntryRow.member_id, ContestEntryRow.at
            counts = ContestEntryRow.contest_id == contest.id
        case Entry.CHALLENGE:
            whose, at = ChallengeProgressRow.member_id, ChallengeProgressRow.completed_at
            counts = ChallengeProgressRow.challenge_id == contest.challenge
        case Entry.PURCHASE:
            whose, at = PurchaseRow.member_id, PurchaseRow.at
            counts = _kept(stores, contest)
    query = select(whose, at).where(counts, at >= begins, at < ends).order_by(at, whose)
    return query, whose


def _kept(stores: Sequence[str], contest: ContestRule) -> ColumnElement[bool]:
    """Receipts of these stores that leave enough money after what went back; a deposit given back pays as money does."""
    left = PurchaseRow.for_goods - PurchaseRow.refunded
    counts = (
        (PurchaseRow.state == PurchaseState.COMPLETED)
        & PurchaseRow.store_id.in_(stores)
        & (left >= max(1, contest.minimum_basket))
    )
    if contest.offer is None:
        return counts
    used = exists().where(
        OfferUseRow.purchase_id == PurchaseRow.id, OfferUseRow.offer_id == contest.offer
    )
    return counts & used
