"""What a till would say to a basket, for the person who writes the rules.

The till's own code says it: on a database in memory, a member made for the trial buys the basket.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from loyalty_api.codec import decode
from loyalty_api.currencies import decimal_text
from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import Line, RuleEffect
from loyalty_api.sign_in import Platform
from loyalty_api.till import PurchaseRequest, Quote
from loyalty_server.database.columns import Base
from loyalty_server.database.transactions import Database
from loyalty_server.members.enrolment import enrol
from loyalty_server.offers.chosen_categories import choose_categories, months_at
from loyalty_server.offers.usage import Missed
from loyalty_server.points.gifts import Gift, give
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.publishing import publish
from loyalty_server.purchases.purchase import open_purchase
from loyalty_server.rewards.coupons import Right, issue_coupon
from loyalty_server.tables import (
    CredentialRow,
    MemberRow,
    OfferActivationRow,
    OfferShownRow,
    PurchaseRow,
    ScanRow,
    StoreRow,
    TasteRow,
    TillRow,
)
from loyalty_server.till.tills import add_till

POINTS = 10**9
A_DAY = timedelta(days=1)
FOUND_NOTHING = "  no rule has an effect"


@dataclass(frozen=True)
class Trial:
    """A basket at a moment, for a member of this tier (else the lowest) in this store (else the first).

    The member has no offer held back. They have just joined, or `has_bought` before; has tapped the offers `activated`, shows
    the coupons of the `rewards`, has the categories `chosen` for the month, has points enough, and did not agree to personal offers.
    """

    lines: tuple[Line, ...]
    moment: datetime
    tier: str | None = None
    store: str | None = None
    burn: int = 0
    activated: tuple[str, ...] = ()
    rewards: tuple[str, ...] = ()
    has_bought: bool = False
    segments: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tried:
    """What a till would say to it: where and as whom, the quote, and what only a till can judge."""

    store: str
    tier: str
    total: int
    quote: Quote
    missed: tuple[Missed, ...]
    left_out: tuple[str, ...]


def tried(program: Program, text: str, trial: Trial) -> Tried:
    """The trial's outcome; `text` is the programme's file.

    Raises what a till is refused with (`Malformed`, `Refused`), `LookupError` for a tier, a store, an
    offer or a reward that is not there.
    """
    with closing(Database("sqlite://")) as database:
        Base.metadata.create_all(database.engine)
        with database.writing() as session:
            publish(session, text, trial.moment - A_DAY)
            quote = _quote(session, program, trial)
            purchase = session.get_one(PurchaseRow, quote.purchase_id)
            return Tried(
                session.get_one(StoreRow, purchase.store_id).name,
                program.tiers.level(purchase.tier).name,
                purchase.total,
                quote,
                decode(tuple[Missed, ...], purchase.missed),
                _left_out(program, trial),
            )


def explain(program: Program, text: str, trial: Trial) -> Sequence[str]:
    """The explanation, line by line. Raises what `tried` raises."""
    return tuple(_told(program, trial, tried(program, text, trial)))


def _quote(session: Session, program: Program, trial: Trial) -> Quote:
    store = _one_of(program, "store", [shop.id for shop in program.stores], trial.store)
    if session.get(StoreRow, store) is None:
        session.add(StoreRow(id=store, name=store, address=""))
        session.flush()
    till = session.get_one(TillRow, add_till(session, store, "trial", trial.moment).id)
    member = _member(session, program, trial)
    request = PurchaseRequest(
        scan_id=_scan(session, till, member, trial.moment),
        receipt_id="trial",
        lines=trial.lines,
        total=sum(line.amount for line in trial.lines),
        burn=trial.burn,
        coupons=tuple(_coupon(session, program, member, one, trial) for one in trial.rewards),
    )
    if trial.burn < 0:
        raise Refused(ProblemCode.BURN_TOO_MUCH, minimum=program.burn.minimum)
    return open_purchase(session, till, request, trial.moment)


def _member(session: Session, program: Program, trial: Trial) -> MemberRow:
    tier = _one_of(program, "tier", [level.id for level in program.tiers.levels], trial.tier)
    member = enrol(session, trial.moment, tier)
    member.segments = [{"id": one, "since": None, "until": None} for one in trial.segments]
    give(session, program, member.id, Gift(POINTS, "", "", {}), trial.moment)
    if trial.chosen:
        month = months_at(program, trial.moment)[0]
        for one in trial.chosen:
            _one_of(program, "category to choose", _to_choose(program), one)
        choose_categories(session, program, member.id, month, trial.chosen, trial.moment)
    for offer in program.offers:
        session.add(OfferShownRow(member_id=member.id, offer_id=offer.id, at=trial.moment))
    for offer_id in trial.activated:
        _one_of(program, "offer", [offer.id for offer in program.offers], offer_id)
        session.add(OfferActivationRow(member_id=member.id, offer_id=offer_id, at=trial.moment))
    if trial.has_bought:
        session.add(
            TasteRow(
                member_id=member.id,
                purchases=1,
                last_at=trial.moment,
                categories={},
                stores={},
                rhythm={},
            )
        )
    session.flush()
    return member


def _to_choose(program: Program) -> Sequence[str]:
    return program.earn.chosen.of if program.earn.chosen else ()


def _scan(session: Session, till: TillRow, member: MemberRow, moment: datetime) -> str:
    credential = CredentialRow(
        kid=uuid4().hex,
        member_id=member.id,
        device_id="",
        encrypted_key=b"",
        platform=Platform.ANDROID,
        created_at=moment,
    )
    session.add(credential)
    session.flush()
    scan = ScanRow(
        id=uuid4().hex,
        till_id=till.id,
        member_id=member.id,
        kid=credential.kid,
        step=1,
        may_burn=True,
        late=False,
        bought_at=moment,
        at=moment,
        expires_at=moment + A_DAY,
    )
    session.add(scan)
    session.flush()
    return scan.id


def _coupon(
    session: Session, program: Program, member: MemberRow, reward_id: str, trial: Trial
) -> str:
    ids = [rule.id for rule in program.rewards]
    _one_of(program, "reward", ids, reward_id)
    rule = program.rewards[ids.index(reward_id)]
    until = program.expiry(trial.moment, rule.valid_days)
    right = Right(rule.title, rule.text, rule.discount, until, rule.icon, stores=rule.stores)
    return issue_coupon(session, member.id, right, trial.moment).code


def _one_of(program: Program, what: str, ids: Sequence[str], wanted: str | None) -> str:
    """The id that was asked for, else the first; a programme without stores has one all the same."""
    if wanted is None:
        return ids[0] if ids else program.name
    if wanted not in ids:
        raise LookupError(f"there is no {what} {wanted!r}; those that are: {', '.join(ids)}")
    return wanted


def _told(program: Program, trial: Trial, found: Tried) -> Iterator[str]:
    local, quote = trial.moment.astimezone(program.zone), found.quote
    who = "has bought before" if trial.has_bought else "has just joined"
    yield f"{local:%Y-%m-%d %H:%M}  {found.store}  {found.tier}, {who}"
    yield f"total {_money(program, found.total)}"
    yield from (_effect(program, effect) for effect in quote.breakdown)
    if not quote.breakdown:
        yield FOUND_NOTHING
    for missed in found.missed:
        yield f"         {missed.offer_id}: {missed.points:+d} if activated"
    yield f"{quote.will_earn:7d}  points earned"
    yield f"{quote.held:7d}  points burned of {quote.burn_limit} that may be"
    yield f"to pay {_money(program, quote.to_pay)}, discount {_money(program, quote.discount)}"
    if found.left_out:
        yield f"left out, for whom they fit only a till can say: {', '.join(found.left_out)}"


def _left_out(program: Program, trial: Trial) -> tuple[str, ...]:
    return tuple(
        offer.id for offer in program.offers_on(trial.moment) if offer.conditions.is_personal
    )


def _effect(program: Program, effect: RuleEffect) -> str:
    money = f", {_money(program, -effect.money)}" if effect.money else ""
    return f"{effect.points:+7d}  {effect.rule}: {effect.text}{money}"


def _money(program: Program, minor_units: int) -> str:
    return f"{decimal_text(minor_units, program.currency)} {program.currency}"
