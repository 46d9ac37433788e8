"""The member's whole wallet as one snapshot, in a fixed number of statements."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from loyalty_api.card import Card, StaticCode
from loyalty_api.models import Channel, Push, Survey, Wallet
from loyalty_api.rewards import Coupon
from loyalty_api.surveys.needs import ASKED_AT_FIRST
from loyalty_server.challenges.seen import challenges_of
from loyalty_server.contests.seen import contests_of
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.dispatches.carriers import channels_of
from loyalty_server.families.seen import family_of
from loyalty_server.languages import Language
from loyalty_server.members.consents import PROFILING, ConsentTexts, consents_of
from loyalty_server.members.details import member_seen, preferences_in
from loyalty_server.messages.thread import unread_of
from loyalty_server.offers.chosen_categories import choice_of
from loyalty_server.offers.shown import own_offers
from loyalty_server.offers.tastes import shopper_of
from loyalty_server.offers.usage import FirstTime
from loyalty_server.points.spending import limits_of
from loyalty_server.points.summary import points_in
from loyalty_server.programme.manager_rules import manager_of
from loyalty_server.programme.program import Program
from loyalty_server.programme.translation import SAME, Translator
from loyalty_server.pushes.wishes import advertising_by
from loyalty_server.referrals.seen import referral_of
from loyalty_server.rewards.catalogue import rewards_of
from loyalty_server.rewards.coupons import coupons_of
from loyalty_server.surveys.invitations import surveys_of
from loyalty_server.tables import (
    BalanceRow,
    CardRow,
    MemberRow,
    PreferencesRow,
    PushDeviceRow,
    TasteRow,
)
from loyalty_server.tiers.level import level_of
from loyalty_server.tiers.tier import tier_of
from loyalty_server.wallet.alike import alike_of
from loyalty_server.wallet.elsewhere import Elsewhere, with_theirs
from loyalty_server.wallet.images import with_images

_OneEach = tuple[MemberRow, CardRow, BalanceRow, PreferencesRow | None, TasteRow | None, int]


@dataclass(frozen=True)
class Reading:
    """What a wallet is read with: the rules of the day, the texts in force, in whose language, when,
    and on which of the member's devices, if on one. What was kept in the programme's own language is
    said by the `translator`; `capabilities` are the server's, and of surveys it `asks` these. What a
    loyalty engine of somebody else's keeps is `elsewhere`; `push_key` is of a server that notifies browsers.
    `pictures` are what is kept of the programme's, `public_url` is where shoppers reach it, and `carried` are
    the channels by which it sends messages outside. At `most` so many offers and so many rewards are shown.
    """

    program: Program
    texts: ConsentTexts
    language: Language
    now: datetime
    device_id: str | None = None
    translator: Translator = SAME
    capabilities: tuple[str, ...] = ()
    asks: frozenset[str] = ASKED_AT_FIRST
    elsewhere: Elsewhere | None = None
    push_key: str | None = None
    pictures: Mapping[str, Any] = field(default_factory=dict)
    public_url: str = ""
    carried: tuple[Channel, ...] = ()
    most: int | None = None


@dataclass(frozen=True)
class Snapshot:
    """A wallet, which offers the member is given, or held back from, for the first time, and the habits that
    it was made of."""

    wallet: Wallet
    new_offers: tuple[FirstTime, ...]
    taste: TasteRow | None


def wallet_of(session: Session, member_id: str, reading: Reading) -> Snapshot:
    """Everything the member's first screens show."""
    program, now = reading.program, reading.now
    alike = alike_of(program, reading.pictures)
    member, card, balance, preferences, taste, unread = one_each(session, member_id)
    points = points_in(session, balance, program, now)
    tier, level = tier_of(session, program, member, now), level_of(program, member, now)
    channels = channels_of(member, reading.carried)
    texts = reading.texts.asking(advertising_by(channels))
    consents = consents_of(session, member_id, texts, reading.language)
    agrees = any(consent.purpose == PROFILING and consent.granted_at for consent in consents)
    shopper = shopper_of(program, member, taste, now, has_consented=agrees)
    shown = own_offers(session, program, member_id, shopper, tier, now).part(reading.most)
    rewards = rewards_of(session, program, points.balance)
    shown_rewards = rewards[: reading.most]
    wallet = Wallet(
        server_time=now,
        program=alike.program,
        member=member_seen(member),
        card=card_seen(card),
        points=points,
        tier=tier,
        offers=shown.offers,
        coupons=_coupons(session, member_id, reading),
        rewards=shown_rewards,
        challenges=challenges_of(session, member_id, program, now, agrees=agrees),
        surveys=_surveys(session, member_id, reading),
        unread=unread,
        consents=consents,
        preferences=preferences_in(preferences),
        stores=alike.stores,
        partners=alike.partners,
        categories=alike.categories,
        choice=choice_of(session, program, member_id, now),
        limits=limits_of(session, program, member_id, balance, reading.device_id, now),
        capabilities=reading.capabilities,
        push=_push_on(session, reading),
        family=family_of(session, program, member_id, balance),
        referral=referral_of(session, program, member, reading.public_url),
        manager=manager_of(program.managers, level.id, member.segments_on(program.day(now))),
        channels=channels,
        contests=contests_of(session, member_id, program, now, reading.translator),
        more_offers=shown.more,
        more_rewards=len(rewards) - len(shown_rewards),
    )
    if alike.pictures:
        wallet = with_images(wallet, program, level, alike.pictures)
    if reading.elsewhere:
        return Snapshot(with_theirs(wallet, reading.elsewhere, program), (), taste)
    return Snapshot(wallet, shown.new, taste)


def _coupons(session: Session, member_id: str, reading: Reading) -> tuple[Coupon, ...]:
    say = reading.translator.say
    return tuple(
        replace(coupon, title=say(coupon.title), text=say(coupon.text))
        for coupon in coupons_of(session, member_id, reading.now)
    )


def _surveys(session: Session, member_id: str, reading: Reading) -> tuple[Survey, ...]:
    say = reading.translator.say
    return tuple(
        replace(survey, title=say(survey.title), about=say(survey.about))
        for survey in surveys_of(session, member_id, reading.asks, reading.now)
    )


def card_seen(card: CardRow) -> Card:
    """The card as its member sees it."""
    return Card(card.number, StaticCode(card.symbology, card.payload))


def one_each(session: Session, member_id: str) -> _OneEach:
    """What a member has one of, and how many messages are unread, in one statement."""
    found: _OneEach = _ONE_EACH.one(session, {"member": member_id})
    return found


_OWN: Final = aliased(BalanceRow)
_ONE_EACH: Final = Prepared(
    select(
        MemberRow,
        CardRow,
        BalanceRow,
        PreferencesRow,
        TasteRow,
        unread_of(told("member")).scalar_subquery().label("unread"),
    )
    .join(CardRow, CardRow.member_id == MemberRow.id)
    .join(_OWN, _OWN.member_id == MemberRow.id)
    .join(BalanceRow, BalanceRow.member_id == func.coalesce(_OWN.kept_with, _OWN.member_id))
    .outerjoin(PreferencesRow, PreferencesRow.member_id == MemberRow.id)
    .outerjoin(TasteRow, TasteRow.member_id == MemberRow.id)
    .where(MemberRow.id == told("member"))
)


def _push_on(session: Session, reading: Reading) -> Push | None:
    """One statement, where this server notifies browsers."""
    if reading.push_key is None:
        return None
    device = session.get(PushDeviceRow, reading.device_id) if reading.device_id else None
    return Push(reading.push_key, device is not None)
