"""Rows of Odoo's models as the contract says them."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from math import floor
from typing import Any, Final

from loyalty_api.card import StaticCode, Symbology
from loyalty_api.history import Entry, EntryKind
from loyalty_api.rewards import NO_END, Coupon
from loyalty_server.languages import Language, Phrases

CARD: Final = ["points", "partner_id", "create_date"]
HISTORY: Final = ["description", "issued", "used", "create_date"]
COUPON: Final = [
    "code",
    "program_id",
    "create_date",
    "expiration_date",
    "kopilka_card_id",
    "kopilka_reward_id",
]
PAGE: Final = 30
EARLIER: Final = Phrases(
    "earlier", {Language.RU: "До начала истории", Language.EN: "Before the history begins"}
)


def whole(points: float) -> int:
    """Points as the wallet counts them: a part of a point is not yet one."""
    return floor(points + 1e-6)


def moment(text: str) -> datetime:
    """Odoo's times are UTC and say no zone."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def entries_in(row: Mapping[str, Any]) -> Iterator[Entry]:
    """One line of `loyalty.history`: what was issued, what was used, or both."""
    both = ((EntryKind.ACCRUAL, row["issued"]), (EntryKind.REDEMPTION, -row["used"]))
    for kind, points in both:
        if points:
            name = f"{row['id']}{kind.value[0]}"
            at = moment(row["create_date"])
            yield Entry(name, at, kind, whole(points), pending=False, reason=row["description"])


def opening_in(card: Mapping[str, Any], moved: float, language: Language) -> Iterator[Entry]:
    """What the card had before Odoo began to write its history, which it does since version 18."""
    missing = whole(card["points"]) - whole(moved)
    if missing:
        at = moment(card["create_date"])
        yield Entry(
            "opening", at, EntryKind.ADJUSTMENT, missing, pending=False, reason=EARLIER[language]
        )


def coupon_in(row: Mapping[str, Any]) -> Coupon:
    """A card of a programme of coupons, unused. One that came of a reward has its name, and can be given back."""
    ends = row["expiration_date"]
    until = _end_of(ends) if ends else NO_END
    reward = row["kopilka_reward_id"]
    return Coupon(
        id=str(row["id"]),
        title=_description(reward) if reward else str(row["program_id"][1]),
        text="",
        code=StaticCode(Symbology.CODE_128, row["code"]),
        valid_from=moment(row["create_date"]),
        valid_until=until,
        cancel_until=until if row["kopilka_card_id"] else None,
    )


def _description(pair: list[Any]) -> str:
    """Of a reward, which Odoo names by its id and `programme - description`."""
    return str(pair[1]).rpartition(" - ")[2]


def _end_of(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), UTC) + timedelta(days=1)
