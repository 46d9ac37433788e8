"""What the member sees is the last snapshot plus what they did since."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import reduce
from typing import TypeVar

from loyalty_api.actions import (
    Action,
    ActivateOffer,
    AnswerSurvey,
    ChooseCategories,
    ClaimMissed,
    ClaimReceipt,
    DeactivateOffer,
    ReadMessages,
    ReviewPurchase,
    SetConsent,
    SetPreferences,
    WriteToSupport,
)
from loyalty_api.models import Wallet
from loyalty_api.offers import Offer
from loyalty_api.receipts import Purchase

T = TypeVar("T")


def with_pending(wallet: Wallet, actions: Iterable[Action]) -> Wallet:
    """The snapshot as it will be when the server has heard these actions, oldest first.

    An action on something the snapshot does not hold changes nothing. Points are never foreseen:
    only the server moves them.
    """
    return reduce(_after, actions, wallet)


def offers_with_pending(offers: tuple[Offer, ...], actions: Iterable[Action]) -> tuple[Offer, ...]:
    """The offers as they will be when the server has heard these actions, oldest first."""
    for action in actions:
        match action:
            case ActivateOffer(offer_id=offer_id, at=at):
                offers = _activated(offers, offer_id, at)
            case DeactivateOffer(offer_id=offer_id):
                offers = _deactivated(offers, offer_id)
    return offers


def receipt_with_pending(purchase: Purchase, actions: Iterable[Action]) -> Purchase:
    """The receipt as it will be when the server has heard these actions, oldest first."""
    for action in actions:
        match action:
            case ReviewPurchase(purchase_id=reviewed, review=review) if reviewed == purchase.id:
                purchase = replace(purchase, review=review)
            case ClaimMissed(purchase_id=claimed) if claimed == purchase.id:
                purchase = _claimed(purchase, action)
    return purchase


def _after(wallet: Wallet, action: Action) -> Wallet:
    match action:
        case ActivateOffer() | DeactivateOffer():
            return replace(wallet, offers=offers_with_pending(wallet.offers, (action,)))
        case AnswerSurvey(survey_id=answered):
            left = tuple(survey for survey in wallet.surveys if survey.id != answered)
            return replace(wallet, surveys=left)
        case SetConsent():
            return _consented(wallet, action)
        case ChooseCategories():
            return _chosen(wallet, action)
        case SetPreferences(preferences=preferences):
            return replace(wallet, preferences=preferences)
        case ReadMessages(left=left):
            return replace(wallet, unread=min(wallet.unread, left))
        case ReviewPurchase() | WriteToSupport() | ClaimReceipt() | ClaimMissed():
            return wallet


def is_done_already(action: Action, waiting: Iterable[Action]) -> bool:
    """Whether the same deed waits already, so that an impatient finger adds nothing to it."""
    deed = _deed(action)
    same = [other for other in waiting if _deed(other) == deed]
    return deed is not None and bool(same) and type(same[-1]) is type(action)


def _deed(action: Action) -> tuple[object, ...] | None:
    """What is done once, whenever and however often; None for what may be done again and again.

    Taking it back is the same deed: the last one holds.
    """
    match action:
        case ActivateOffer(offer_id=offer_id) | DeactivateOffer(offer_id=offer_id):
            return ActivateOffer, offer_id
        case AnswerSurvey(survey_id=survey_id):
            return AnswerSurvey, survey_id
        case ClaimReceipt(request=request):
            return ClaimReceipt, request
        case WriteToSupport(key=key):
            return WriteToSupport, key
        case ClaimMissed(purchase_id=purchase_id, offer_id=offer_id):
            return ClaimMissed, purchase_id, offer_id
        case SetConsent() | SetPreferences() | ReadMessages() | ReviewPurchase():
            return None
        case ChooseCategories():
            return None


def _claimed(purchase: Purchase, action: ClaimMissed) -> Purchase:
    missed = _where(
        purchase.missed,
        lambda one: one.offer_id == action.offer_id and one.claimed_at is None,
        lambda one: replace(one, claimed_at=action.at),
    )
    return replace(purchase, missed=missed)


def _activated(offers: Iterable[Offer], offer_id: str, at: datetime) -> tuple[Offer, ...]:
    return _where(
        offers,
        lambda offer: offer.id == offer_id and offer.activated_at is None,
        lambda offer: replace(offer, activated_at=at),
    )


def _deactivated(offers: Iterable[Offer], offer_id: str) -> tuple[Offer, ...]:
    return _where(
        offers,
        lambda offer: offer.id == offer_id,
        lambda offer: replace(offer, activated_at=None),
    )


def _chosen(wallet: Wallet, action: ChooseCategories) -> Wallet:
    if wallet.choice is None:
        return wallet
    months = _where(
        wallet.choice.months,
        lambda one: one.month == action.month,
        lambda one: replace(one, categories=action.categories),
    )
    return replace(wallet, choice=replace(wallet.choice, months=months))


def _consented(wallet: Wallet, action: SetConsent) -> Wallet:
    meant = (action.purpose, action.version)
    granted_at = action.at if action.granted else None
    consents = _where(
        wallet.consents,
        lambda consent: (consent.purpose, consent.version) == meant,
        lambda consent: replace(consent, granted_at=granted_at),
    )
    return replace(wallet, consents=consents)


def _where(
    items: Iterable[T], is_it: Callable[[T], bool], change: Callable[[T], T]
) -> tuple[T, ...]:
    """The items, with those changed that an action is about."""
    return tuple(change(item) if is_it(item) else item for item in items)
