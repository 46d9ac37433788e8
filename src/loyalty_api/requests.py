"""What a signed-in member asks for: bodies of requests, and answers that are no part of the wallet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from loyalty_api.models import Preferences


@dataclass(frozen=True)
class ChosenCategories:
    """Body of `PUT /v1/chosen-categories/{month}`: the ids of those chosen for it."""

    categories: tuple[str, ...]


@dataclass(frozen=True)
class OptIn:
    """Body of `PUT /v1/offers/{id}/activation`: when the member opted in."""

    at: datetime


@dataclass(frozen=True)
class OptOut:
    """Body of `PUT /v1/offers/{id}/deactivation`: when the member took it back."""

    at: datetime


@dataclass(frozen=True)
class SurveyAnswer:
    """Body of `PUT /v1/surveys/{id}/answer`: what was answered to which question, and when."""

    at: datetime
    answers: Mapping[str, object]


@dataclass(frozen=True)
class MissedClaim:
    """Body of `PUT /v1/purchases/{id}/missed/{offer_id}`: when the member claimed the points."""

    at: datetime


@dataclass(frozen=True)
class ConsentChange:
    """Body of `PUT /v1/consents/{purpose}`: granted or withdrawn, for this version of the text."""

    version: str
    granted: bool
    at: datetime


@dataclass(frozen=True)
class PreferencesChange:
    """Body of `PUT /v1/preferences`: all of them, as they are from now on."""

    preferences: Preferences
    at: datetime


@dataclass(frozen=True)
class PromoCode:
    """Body of `POST /v1/promo-codes`: the code as it was typed."""

    code: str


@dataclass(frozen=True)
class MemberChange:
    """Body of `PATCH /v1/member`: what is absent or null stays as it is."""

    first_name: str | None = None
    birthday: date | None = None


@dataclass(frozen=True)
class Erasure:
    """Answer of `DELETE /v1/member`: nothing is lost before `erased_at`, and until then it can be undone."""

    erased_at: datetime
    points_lost: int


@dataclass(frozen=True)
class Export:
    """Answer of `POST /v1/privacy/exports`: every record about the member, by table."""

    exported_at: datetime
    records: Mapping[str, tuple[Mapping[str, object], ...]]
