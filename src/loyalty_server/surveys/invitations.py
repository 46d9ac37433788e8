"""Who is asked which survey: after joining, buying or a delivery, and not too often."""

import json
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.codec import encode
from loyalty_api.models import Survey
from loyalty_api.surveys.needs import needs_of
from loyalty_server.database.columns import UtcTime
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.database.transactions import add_new
from loyalty_server.events.journal import WalletEvent, tell_member
from loyalty_server.programme.program import Program
from loyalty_server.programme.survey_rules import SurveyRule, Trigger
from loyalty_server.programme.translation import ASIDE
from loyalty_server.tables import MemberRow, PurchaseRow, SurveyDefinitionRow, SurveyInvitationRow


@dataclass(frozen=True)
class Occasion:
    """What happened to the member; the purchase when there was one."""

    trigger: Trigger
    member_id: str
    purchase: PurchaseRow | None = None


def invite(session: Session, program: Program, occasion: Occasion, now: datetime) -> None:
    """Put the programme's surveys for this occasion to the member, as far as the limits allow."""
    fitting = [survey for survey in program.surveys if _fits(program, survey, occasion)]
    if not fitting:
        return
    had = session.get_one(MemberRow, occasion.member_id).had
    fitting = [one for one in fitting if one.every_days or survey_right(one.id) not in had]
    earlier = _invitations(session, occasion.member_id)
    for survey in fitting:
        starts_at = now + timedelta(hours=survey.after_hours)
        is_new = not _was_asked(survey, occasion, earlier)
        if is_new and _may_ask(program, survey, earlier, starts_at):
            earlier.append(_ask(session, program, survey, occasion, starts_at, now))


def survey_right(survey_id: str) -> str:
    """Among what an erased member had: an answered survey."""
    return f"survey:{survey_id}"


def surveys_of(
    session: Session, member_id: str, asks: Set[str], now: datetime
) -> tuple[Survey, ...]:
    """The surveys that wait for the member's answer and that a wallet can put which `asks` this.

    Those that end first in front; one statement.
    """
    rows = _WAITING.rows(session, {"member": member_id, "now": now})
    return tuple(
        Survey(row.id, row.title, row.about, row.reward, row.ends_at, body, row.is_unlinkable)
        for row, body in rows
        if needs_of(body) <= asks
    )


_WAITING: Final = Prepared(
    select(SurveyInvitationRow, SurveyDefinitionRow.body)
    .join(SurveyDefinitionRow, SurveyDefinitionRow.digest == SurveyInvitationRow.digest)
    .where(
        SurveyInvitationRow.member_id == told("member"),
        SurveyInvitationRow.answered_at.is_(None),
        SurveyInvitationRow.starts_at <= told("now", UtcTime()),
        SurveyInvitationRow.ends_at > told("now", UtcTime()),
    )
    .order_by(SurveyInvitationRow.ends_at, SurveyInvitationRow.id)
)


def _fits(program: Program, survey: SurveyRule, occasion: Occasion) -> bool:
    if survey.trigger is not occasion.trigger:
        return False
    purchase = occasion.purchase
    if purchase is None:
        return True
    is_its_store = program.counts_at(purchase.store_id, survey.stores)
    return is_its_store and purchase.goods_cost >= survey.minimum_basket


def _invitations(session: Session, member_id: str) -> list[SurveyInvitationRow]:
    return list(session.scalars(select(SurveyInvitationRow).filter_by(member_id=member_id)))


def _was_asked(survey: SurveyRule, occasion: Occasion, earlier: list[SurveyInvitationRow]) -> bool:
    """Whether this very purchase was asked about already: a delivery may be told twice."""
    if occasion.purchase is None:
        return False
    asked = (survey.id, occasion.purchase.id)
    return any((row.survey_id, row.purchase_id) == asked for row in earlier)


def _may_ask(
    program: Program, survey: SurveyRule, earlier: list[SurveyInvitationRow], starts_at: datetime
) -> bool:
    pause = timedelta(days=program.asking.days_between)
    if any(abs(starts_at - row.starts_at) < pause for row in earlier):
        return False
    open_ones = [row for row in earlier if row.answered_at is None and row.ends_at > starts_at]
    if len(open_ones) >= program.asking.open_at_most:
        return False
    same = [row for row in earlier if row.survey_id == survey.id]
    if survey.every_days is None:
        return not same
    again = timedelta(days=survey.every_days)
    return all(starts_at - row.starts_at >= again for row in same)


def _ask(
    session: Session,
    program: Program,
    survey: SurveyRule,
    occasion: Occasion,
    starts_at: datetime,
    now: datetime,
) -> SurveyInvitationRow:
    purchase = occasion.purchase
    row = SurveyInvitationRow(
        id=uuid4().hex,
        member_id=occasion.member_id,
        survey_id=survey.id,
        digest=_keep_definition(session, survey),
        title=survey.title,
        about=ASIDE.join(_about(program, survey, purchase)),
        reward=survey.reward,
        is_unlinkable=survey.unlinkable,
        store_id=purchase.store_id if purchase else None,
        purchase_id=purchase.id if purchase else None,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(days=survey.lasts_days),
    )
    session.add(row)
    if starts_at <= now:
        tell_member(session, occasion.member_id, WalletEvent.SURVEY, {"survey_id": row.id}, now)
    return row


def _about(program: Program, survey: SurveyRule, purchase: PurchaseRow | None) -> Iterator[str]:
    if survey.about:
        yield survey.about
    if purchase:
        yield from (shop.name for shop in program.stores if shop.id == purchase.store_id)


def _keep_definition(session: Session, survey: SurveyRule) -> str:
    body = encode(survey.questions)
    digest = sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    if session.get(SurveyDefinitionRow, digest) is None:
        add_new(session, SurveyDefinitionRow, [{"digest": digest, "body": body}])
    return digest
