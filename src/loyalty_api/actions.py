"""What a member does. An offline-safe action takes effect once, however often it is told.

It is a PUT on something a member has one of, or it carries the Idempotency-Key it is POSTed with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from loyalty_api.claims import ClaimRequest
from loyalty_api.models import Preferences
from loyalty_api.reviews import Review


@dataclass(frozen=True)
class ActivateOffer:
    """Opt in to an offer. Offline-safe: `PUT /v1/offers/{id}/activation`."""

    offer_id: str
    at: datetime


@dataclass(frozen=True)
class DeactivateOffer:
    """Take an opt-in back while it is unused. Offline-safe: `PUT /v1/offers/{id}/deactivation`."""

    offer_id: str
    at: datetime


@dataclass(frozen=True)
class ChooseCategories:
    """Choose the categories of a month, by its first day. Offline-safe: `PUT /v1/chosen-categories/{month}`."""

    month: date
    categories: tuple[str, ...]


@dataclass(frozen=True)
class AnswerSurvey:
    """Answer a survey once. Offline-safe: `PUT /v1/surveys/{id}/answer`."""

    survey_id: str
    at: datetime
    answers: Mapping[str, object]


@dataclass(frozen=True)
class SetConsent:
    """Grant or withdraw one purpose. Offline-safe: `PUT /v1/consents/{purpose}`."""

    purpose: str
    version: str
    granted: bool
    at: datetime


@dataclass(frozen=True)
class SetPreferences:
    """How the programme may write. Offline-safe: `PUT /v1/preferences`."""

    preferences: Preferences
    at: datetime


@dataclass(frozen=True)
class ReadMessages:
    """Messages were seen, so many are `left` unread. Offline-safe: `PUT /v1/messages/read`."""

    message_ids: tuple[str, ...]
    at: datetime
    left: int


@dataclass(frozen=True)
class ReviewPurchase:
    """Say how a visit was; the latest holds. Offline-safe: `PUT /v1/purchases/{id}/review`."""

    purchase_id: str
    review: Review


@dataclass(frozen=True)
class WriteToSupport:
    """Write to support. Offline-safe: `POST /v1/messages` under this `key`, a UUID."""

    key: str
    text: str
    at: datetime
    call_back: bool = False


@dataclass(frozen=True)
class ClaimReceipt:
    """Claim a receipt paid without the card. Offline-safe: `POST /v1/claims` under this `key`, a UUID."""

    key: str
    request: ClaimRequest
    at: datetime


@dataclass(frozen=True)
class ClaimMissed:
    """Claim what an offer would have given. Offline-safe: `PUT /v1/purchases/{id}/missed/{offer_id}`."""

    purchase_id: str
    offer_id: str
    at: datetime


@dataclass(frozen=True)
class RedeemReward:
    """Take a reward. Online only: `POST /v1/redemptions` with an Idempotency-Key."""

    reward_id: str


Action = (
    ActivateOffer
    | DeactivateOffer
    | AnswerSurvey
    | SetConsent
    | SetPreferences
    | ReadMessages
    | ReviewPurchase
    | WriteToSupport
    | ClaimReceipt
    | ClaimMissed
    | ChooseCategories
)
"""The offline-safe actions: these, and only these, may wait in the outbox."""

ACTION_KINDS: Mapping[str, type[Action]] = {
    "activate_offer": ActivateOffer,
    "deactivate_offer": DeactivateOffer,
    "answer_survey": AnswerSurvey,
    "set_consent": SetConsent,
    "set_preferences": SetPreferences,
    "read_messages": ReadMessages,
    "review_purchase": ReviewPurchase,
    "write_to_support": WriteToSupport,
    "claim_receipt": ClaimReceipt,
    "claim_missed": ClaimMissed,
    "choose_categories": ChooseCategories,
}
"""The stable name of each kind, as the outbox keeps it."""
