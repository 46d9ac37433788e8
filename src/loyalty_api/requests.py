"""Bodies of what a signed-in member sends; the path says which thing they are about."""

from dataclasses import dataclass
from datetime import date, datetime

from loyalty_api.models import Preferences


@dataclass(frozen=True)
class OptIn:
    """Body of `PUT /v1/offers/{id}/activation`: when the member opted in."""

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
class MemberChange:
    """Body of `PATCH /v1/member`: what is absent or null stays as it is."""

    first_name: str | None = None
    birthday: date | None = None


@dataclass(frozen=True)
class Erasure:
    """Answer of `DELETE /v1/member`: nothing is lost before `erased_at`, and until then it can be undone."""

    erased_at: datetime
    points_lost: int
