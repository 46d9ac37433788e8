"""How Russian and English write numbers, money and days; a brand's language file says it of its own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kopilka.ui.look.plurals import Rule, rule_of

NBSP: Final = "\u00a0"
_BEFORE_A_HOUSE: Final = re.compile(r"(?<=[^\W\d_],) (?=\d)")


def tied(words: str) -> str:
    """`Лесная, 12`: a house's number is not left alone on the next line."""
    return _BEFORE_A_HOUSE.sub(NBSP, words)


class Language(StrEnum):
    """A language that the wallet brings along; a brand may add others by files."""

    RU = "ru"
    EN = "en"


@dataclass(frozen=True)
class Calendar:
    """A language's words for days and months; January first, and Monday."""

    today: str
    yesterday: str
    months: tuple[str, ...]
    months_of: tuple[str, ...]
    months_short: tuple[str, ...]
    weekdays: tuple[str, ...]


@dataclass(frozen=True)
class Writing:
    """How one language writes.

    `money` takes `{amount}` and `{sign}`, `day` `{day}` and `{month}`, `year` `{day}` and `{year}`;
    `quotes` and `inner_quotes` are the opening and the closing one.
    """

    plurals: Rule
    groups: str
    decimal: str
    per_cent: str
    money: str
    day: str
    year: str
    quotes: str
    inner_quotes: str
    units: Mapping[str, str]
    calendar: Calendar


def _rule(language: Language) -> Rule:
    rule = rule_of(language)
    if rule is None:
        raise LookupError(language)
    return rule


_DAY: Final = f"{{day}}{NBSP}{{month}}"
_YEAR: Final = f"{{day}}{NBSP}{{year}}"
_ENGLISH_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WRITINGS: Final[Mapping[str, Writing]] = {
    Language.RU: Writing(
        plurals=_rule(Language.RU),
        groups=NBSP,
        decimal=",",
        per_cent=f"{NBSP}%",
        money=f"{{amount}}{NBSP}{{sign}}",
        day=_DAY,
        year=_YEAR,
        quotes="«»",
        inner_quotes="„“",
        units={
            "kg": "кг",
            "g": "г",
            "l": "л",
            "ml": "мл",
            "m": "м",
            "cm": "см",
            "m2": "м²",
            "m3": "м³",
        },
        calendar=Calendar(
            "Сегодня",
            "Вчера",
            (
                "январь",
                "февраль",
                "март",
                "апрель",
                "май",
                "июнь",
                "июль",
                "август",
                "сентябрь",
                "октябрь",
                "ноябрь",
                "декабрь",
            ),
            (
                "января",
                "февраля",
                "марта",
                "апреля",
                "мая",
                "июня",
                "июля",
                "августа",
                "сентября",
                "октября",
                "ноября",
                "декабря",
            ),
            ("янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
            ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
        ),
    ),
    Language.EN: Writing(
        plurals=_rule(Language.EN),
        groups=",",
        decimal=".",
        per_cent="%",
        money="{sign}{amount}",
        day=_DAY,
        year=_YEAR,
        quotes="“”",
        inner_quotes="‘’",
        units={"m2": "m²", "m3": "m³"},
        calendar=Calendar(
            "Today",
            "Yesterday",
            _ENGLISH_MONTHS,
            _ENGLISH_MONTHS,
            (
                "Jan",
                "Feb",
                "Mar",
                "Apr",
                "May",
                "Jun",
                "Jul",
                "Aug",
                "Sep",
                "Oct",
                "Nov",
                "Dec",
            ),
            ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        ),
    ),
}
