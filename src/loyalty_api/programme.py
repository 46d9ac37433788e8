"""The programme's public face, its money, stores and partners."""

from dataclasses import dataclass
from enum import StrEnum


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
class Program:
    """The rules' public face: one loyalty scheme and its brand. `time_zone` is an IANA name."""

    name: str
    points_name: PointsName
    currency: str
    brand: Brand
    kind: ProgramKind
    time_zone: str = "UTC"


@dataclass(frozen=True)
class Store:
    """A shop where the card works."""

    id: str
    name: str
    address: str


@dataclass(frozen=True)
class Partner:
    """Another business where points are earned or burned, and on what terms."""

    id: str
    name: str
    text: str
