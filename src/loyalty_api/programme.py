"""The programme's public face, its money, stores, partners and managers."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from loyalty_api.pictures import Image


@dataclass(frozen=True)
class Money:
    """An amount in minor units of an ISO 4217 currency: `Money(118400, "RUB")` is 1184 roubles."""

    amount: int
    currency: str


class ProgramKind(StrEnum):
    """What the member collects: points, money back, or a price reduction at the till."""

    POINTS = "points"
    CASHBACK = "cashback"
    DISCOUNT = "discount"


@dataclass(frozen=True)
class PointsName:
    """The word for points in three plural forms (CLDR one, few, many): балл, балла, баллов."""

    one: str
    few: str
    many: str


@dataclass(frozen=True)
class Brand:
    """How the programme looks: a seed colour `#RRGGBB` and a logo."""

    seed: str
    logo_url: str | None = None


@dataclass(frozen=True)
class OpenHours:
    """Open on this day of each week, 1 Monday to 7 Sunday, by the store's own clock, as `08:30`.

    What closes when it opens, or before, closes on the next day.
    """

    weekday: int
    opens: str
    closes: str


@dataclass(frozen=True)
class SpecialDay:
    """A day with other hours than its weekday's; closed all day without any."""

    on: date
    opens: str | None = None
    closes: str | None = None


@dataclass(frozen=True)
class Support:
    """When support answers, by the programme's clock, and where it is called."""

    hours: tuple[OpenHours, ...] = ()
    special_days: tuple[SpecialDay, ...] = ()
    phone: str | None = None


@dataclass(frozen=True)
class Program:
    """The rules' public face: one loyalty scheme and its brand. `time_zone` is an IANA name. Without a
    `support` nobody says when it answers."""

    name: str
    points_name: PointsName
    currency: str
    brand: Brand
    kind: ProgramKind
    time_zone: str = "UTC"
    support: Support | None = None


@dataclass(frozen=True)
class Place:
    """Degrees north and east (WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Store:
    """A shop where the card works, one's own or that of a `partner` (its id). Without `hours` it does not say
    when it is open.
    """

    id: str
    name: str
    address: str
    phone: str | None = None
    place: Place | None = None
    hours: tuple[OpenHours, ...] = ()
    special_days: tuple[SpecialDay, ...] = ()
    image: Image | None = None
    partner: str | None = None


@dataclass(frozen=True)
class Partner:
    """Another business where points are earned or burned, and on what terms.

    Where its stores read the card, `rate` per cent of what is paid are earned, and points pay `share` per
    cent of a receipt at most.
    """

    id: str
    name: str
    text: str
    image: Image | None = None
    rate: float | None = None
    share: float | None = None


@dataclass(frozen=True)
class Manager:
    """Who of the retailer's people looks after this member, and when they answer."""

    name: str
    text: str = ""
    phone: str | None = None
    hours: tuple[OpenHours, ...] = ()
    special_days: tuple[SpecialDay, ...] = ()
