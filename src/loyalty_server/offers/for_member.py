"""Which offers are on for a member, which work for them, and how far each is used up."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from loyalty_api.offers import Activation, OfferKind
from loyalty_server.calendar_days import plus_months, start_of_day
from loyalty_server.comparing import hundredth_of
from loyalty_server.database.prepared import Prepared, connection_of, told
from loyalty_server.offers.buyer import Buyer
from loyalty_server.offers.tastes import shopper_of
from loyalty_server.programme.dates import (
    End,
    Start,
    earlier_end,
    later_start,
)
from loyalty_server.programme.eligibility import (
    Shopper,
    Taste,
    birthday_year,
    in_year,
    is_for,
    is_here,
    nearest_birthday,
)
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.program import Program
from loyalty_server.tables import (
    MemberRow,
    OfferActivationRow,
    OfferShownRow,
    OfferTotalRow,
    OfferUseRow,
    PurchaseRow,
)


@dataclass(frozen=True)
class OfferHistory:
    """How it stands between a member and an offer, and how much of the offer is used up by all.

    `birthday_uses` are those of the member's own while this year's birthday is the nearest, `year_uses`
    those of this calendar year.
    """

    activated_at: datetime | None = None
    shown_at: datetime | None = None
    held_out: bool | None = None
    own_uses: int = 0
    birthday_uses: int = 0
    year_uses: int = 0
    uses: int = 0
    cost: int = 0

    def leaves(self, offer: OfferRule, earlier: int, earlier_this_year: int) -> bool:
        """Whether the offer's limits leave this member another use, besides uses of an `earlier` membership.

        Around birthdays `uses_per_member` is for each year's; a birthday's gift is one, unless that says more.
        """
        is_about_birthdays = offer.conditions.around_birthday is not None
        is_gift = offer.kind is OfferKind.BIRTHDAY and offer.uses_per_member is None
        limits = (
            (1 if offer.conditions.first_purchase else None, self.own_uses),
            (
                1 if is_gift else offer.uses_per_member,
                self.birthday_uses if is_about_birthdays else self.own_uses + earlier,
            ),
            (offer.uses_per_year, self.year_uses + earlier_this_year),
            (offer.uses_in_all, self.uses),
            (offer.budget, self.cost),
        )
        return all(limit is None or used < limit for limit, used in limits)


NO_HISTORY: Final = OfferHistory()


@dataclass(frozen=True)
class Working:
    """The offers that apply at the till, and those that would if the member had opted in."""

    active: tuple[OfferRule, ...]
    asleep: tuple[OfferRule, ...]

    def without(self, lost: frozenset[str]) -> "Working":
        """The same but for the offers with these ids, whose limits leave no room for this basket."""
        return Working(
            tuple(offer for offer in self.active if offer.id not in lost),
            tuple(offer for offer in self.asleep if offer.id not in lost),
        )


def working_offers(program: Program, buyer: Buyer, store: str, moment: datetime) -> Working:
    """What applies for this member in this store at this moment; one statement.

    What a receipt that is open at another till promises is used already (`reserving`).
    """
    session, member = buyer.account.session, buyer.member
    shopper = shopper_of(program, member, buyer.taste, moment, has_consented=buyer.agrees)
    histories = histories_of(session, program, member.id, shopper.birthday, moment)
    local = moment.astimezone(program.zone)
    here = [
        offer
        for offer in open_to(program.at(store), shopper, histories, moment)
        if is_here(offer.conditions, store, local)
        and not is_held_out(offer, member.id, histories.get(offer.id))
    ]
    is_awake = {offer.id: _is_awake(offer, histories.get(offer.id)) for offer in here}
    active = tuple(offer for offer in here if is_awake[offer.id])
    return Working(active, tuple(offer for offer in here if not is_awake[offer.id]))


def leaves_another_use(
    session: Session, program: Program, offer_id: str, member: MemberRow, moment: datetime
) -> bool:
    """Whether the limits that the offer has now leave this member another use, for a purchase of that
    moment; one statement.
    """
    histories = histories_of(session, program, member.id, member.birthday, moment)
    earlier = Shopper(member.tier, None, Taste(), is_known=False, had=frozenset(member.had))
    return all(
        _has_left(offer, histories, earlier, program.day(moment))
        for offer in program.offers
        if offer.id == offer_id
    )


def is_held_out(offer: OfferRule, member_id: str, history: OfferHistory | None) -> bool:
    """Whether the offer is kept from this member to show what it brings; who was given it once keeps it."""
    was_given = history is not None and history.shown_at is not None and not history.held_out
    return (
        bool(offer.holdout) and not was_given and hundredth_of(offer.id, member_id) < offer.holdout
    )


def days_for(offer: OfferRule, birthday: date | None, today: date) -> tuple[Start, End]:
    """The first and the last day on which the offer is for this member: a birthday has its own."""
    around = offer.conditions.around_birthday
    if around is None or birthday is None:
        return offer.starts_on, offer.ends_on
    day, (before, after) = nearest_birthday(birthday, today), around
    first, last = day - timedelta(before), day + timedelta(after)
    return later_start(offer.starts_on, first), earlier_end(offer.ends_on, last)


def _is_awake(offer: OfferRule, history: OfferHistory | None) -> bool:
    is_opted_in = history is not None and history.activated_at is not None
    return offer.activation is Activation.AUTOMATIC or is_opted_in


def open_to(
    program: Program, shopper: Shopper, histories: Mapping[str, OfferHistory], moment: datetime
) -> Iterator[OfferRule]:
    local, today = moment.astimezone(program.zone), program.day(moment)
    for offer in program.offers_on(moment):
        has_left = _has_left(offer, histories, shopper, today)
        if has_left and is_for(offer.conditions, shopper, local):
            yield offer


def _has_left(
    offer: OfferRule, histories: Mapping[str, OfferHistory], shopper: Shopper, today: date
) -> bool:
    this_year = shopper.earlier_uses(in_year(offer.id, today))
    history = histories.get(offer.id, NO_HISTORY)
    return history.leaves(offer, shopper.earlier_uses(offer.id), this_year)


def histories_of(
    session: Session, program: Program, member_id: str, birthday: date | None, moment: datetime
) -> Mapping[str, OfferHistory]:
    """The history of every offer; what counts by the year, in that of this moment."""
    today, zone = program.day(moment), program.zone
    new_year = today.replace(month=1, day=1)
    year = new_year, plus_months(new_year, 12)
    near = birthday_year(birthday, today) if birthday else year
    names = ("near_start", "near_end", "year_start", "year_end")
    days = dict(zip(names, (*near, *year), strict=True))
    asked: dict[str, object] = {name: start_of_day(day, zone) for name, day in days.items()}
    asked["member_id"] = member_id
    rows = _HISTORIES.rows(connection_of(session), asked)
    return {offer_id: OfferHistory(*history) for offer_id, *history in rows}


def _statement() -> Select[Any]:
    """The member's uses are looked through once, however many offers there are; each is of the day of its purchase."""
    member_id = told("member_id")
    own = (
        select(
            OfferUseRow.offer_id,
            func.count().label("uses"),
            func.count(case((_within("near_start", "near_end"), 1))).label("birthday"),
            func.count(case((_within("year_start", "year_end"), 1))).label("year"),
        )
        .join(PurchaseRow, PurchaseRow.id == OfferUseRow.purchase_id)
        .where(OfferUseRow.member_id == member_id)
        .group_by(OfferUseRow.offer_id)
        .subquery()
    )
    total, counted = OfferTotalRow, (own.c.uses, own.c.birthday, own.c.year)
    activated = _of_member(OfferActivationRow, member_id)
    shown = _of_member(OfferShownRow, member_id)
    return (
        select(total.offer_id, OfferActivationRow.at, OfferShownRow.at)
        .add_columns(OfferShownRow.held_out)
        .add_columns(*(func.coalesce(one, 0) for one in counted))
        .add_columns(total.uses, total.points + total.money)
        .select_from(total)
        .outerjoin(own, own.c.offer_id == total.offer_id)
        .outerjoin(OfferActivationRow, activated)
        .outerjoin(OfferShownRow, shown)
    )


def _within(start: str, end: str) -> ColumnElement[bool]:
    at = PurchaseRow.at
    return (at >= told(start, at.type)) & (at < told(end, at.type))


def _of_member(
    table: type[OfferActivationRow] | type[OfferShownRow], member_id: BindParameter[Any]
) -> ColumnElement[bool]:
    return and_(table.offer_id == OfferTotalRow.offer_id, table.member_id == member_id)


_HISTORIES: Final = Prepared(_statement())
