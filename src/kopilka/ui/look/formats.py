"""Numbers, points, money, dates and times in the member's language, with no-break spaces."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum
from typing import Final

from loyalty_api.currencies import minor_digits
from loyalty_api.programme import Money, PointsName
from loyalty_api.receipts import PIECE, Quantity

NBSP: Final = "\u00a0"
MINUS: Final = "\u2212"


class Language(StrEnum):
    """A language that the wallet speaks."""

    RU = "ru"
    EN = "en"


@dataclass(frozen=True)
class Plural:
    """A phrase in CLDR's plural forms; a language without `few` repeats `many`."""

    one: str
    few: str
    many: str


@dataclass(frozen=True)
class Calendar:
    """A language's words for days and months; January first."""

    today: str
    yesterday: str
    months: tuple[str, ...]
    months_of: tuple[str, ...]
    months_short: tuple[str, ...]


@dataclass(frozen=True)
class Formats:
    """How one language writes; times are shown in `zone`, or in the device's own when it is None."""

    language: Language
    zone: tzinfo | None = None

    def plural(self, count: int, forms: Plural | PointsName) -> str:
        """The form that goes with this count (CLDR plural rules)."""
        count = abs(count)
        if self.language is Language.EN:
            return forms.one if count == 1 else forms.many
        if count % 10 == 1 and count % 100 != 11:
            return forms.one
        if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14):
            return forms.few
        return forms.many

    def number(self, value: int) -> str:
        """`1 240` or `1,240`; a true minus before what is below zero."""
        digits = f"{abs(value):,}".replace(",", _GROUPS[self.language])
        return MINUS + digits if value < 0 else digits

    def signed(self, value: int) -> str:
        """`+59`, `−500`, `0`."""
        return "+" + self.number(value) if value > 0 else self.number(value)

    def points(self, count: int, name: PointsName) -> str:
        """`1 240 баллов`: the number with the programme's own word for points."""
        return self.number(count) + NBSP + self.plural(count, name)

    def points_of(self, count: int, name: PointsName) -> str:
        """`21 балла`, `343 баллов`: as it stands after “до” or “не хватает”, in the genitive."""
        if self.language is Language.EN:
            return self.points(count, name)
        is_one = self.plural(count, Plural("one", "", "")) == "one"
        return self.number(count) + NBSP + (name.few if is_one else name.many)

    def money(self, money: Money) -> str:
        """`1 184 ₽` or `₽1,184`; minor units only when there are some."""
        digits = minor_digits(money.currency)
        whole, minor = divmod(abs(money.amount), 10**digits)
        text = self.number(whole)
        if minor:
            text += f"{_DECIMAL[self.language]}{minor:0{digits}d}"
        sign = _SIGNS.get(money.currency, money.currency)
        if self.language is Language.EN:
            text = sign + (NBSP if sign.isalpha() else "") + text
        else:
            text += NBSP + sign
        return MINUS + text if money.amount < 0 else text

    def whole_money(self, money: Money) -> str:
        """`3 760 ₽`: rounded up, for what is still to be spent; never less than what is needed."""
        unit = 10 ** minor_digits(money.currency)
        return self.money(Money(-(-money.amount // unit) * unit, money.currency))

    def percent(self, rate: float) -> str:
        """`7,5 %` in Russian, `7.5%` in English."""
        return f"{rate:g}".replace(".", _DECIMAL[self.language]) + _PER_CENT[self.language]

    def phone(self, number: str) -> str:
        """`+7 900 000-00-01`; a number of another country stays as it is (E.164)."""
        if len(number) != 12 or not number.startswith("+7"):
            return number
        parts = (number[:2], number[2:5], f"{number[5:8]}-{number[8:10]}-{number[10:]}")
        return NBSP.join(parts)

    def quantity(self, quantity: Quantity, unit: str = PIECE) -> str:
        """`2`, `0,35 кг`: how much of a position was bought; an unknown unit as it stands."""
        number = f"{Decimal(quantity).normalize():f}".replace(".", _DECIMAL[self.language])
        if unit == PIECE:
            return number
        return number + NBSP + _UNITS[self.language].get(unit, unit)

    def day(self, day: date, today: date) -> str:
        """`30 ноя`, and with the year when it is not this one."""
        month = _CALENDARS[self.language].months_short[day.month - 1]
        return self._with_year(f"{day.day}{NBSP}{month}", day, today)

    def long_day(self, day: date, today: date) -> str:
        """`30 ноября`, `30 November`."""
        month = _CALENDARS[self.language].months_of[day.month - 1]
        return self._with_year(f"{day.day}{NBSP}{month}", day, today)

    def month(self, month: date) -> str:
        """`ноябрь`, `November`."""
        return _CALENDARS[self.language].months[month.month - 1]

    def short_month(self, month: date) -> str:
        """`ноя`, `Nov`: a label under a bar."""
        return _CALENDARS[self.language].months_short[month.month - 1]

    def clock(self, moment: datetime) -> str:
        """`14:05`."""
        return moment.astimezone(self.zone).strftime("%H:%M")

    def moment(self, moment: datetime, now: datetime) -> str:
        """`Сегодня, 09:14`, `Вчера, 19:02`, `18 ноя, 19:02`."""
        day, today = self.date_of(moment), self.date_of(now)
        name = self._near(day, today) or self.day(day, today)
        return f"{name}, {self.clock(moment)}"

    def named_day(self, day: date, today: date) -> str:
        """`Сегодня`, `Вчера`, `18 ноября`: above what happened on it."""
        return self._near(day, today) or self.long_day(day, today)

    def date_of(self, moment: datetime) -> date:
        """The calendar day on which the member lived this moment."""
        return moment.astimezone(self.zone).date()

    def last_day(self, ends_at: datetime) -> date:
        """The last day of what is over at this moment: midnight ends the day before it."""
        return self.date_of(ends_at - timedelta(microseconds=1))

    def quoted(self, name: str) -> str:
        """A name as it stands between quotation marks: its own become the inner ones."""
        return name.translate(_INNER_QUOTES[self.language])

    def _near(self, day: date, today: date) -> str:
        words = _CALENDARS[self.language]
        return {today: words.today, today - timedelta(days=1): words.yesterday}.get(day, "")

    def _with_year(self, text: str, day: date, today: date) -> str:
        return text if day.year == today.year else f"{text}{NBSP}{day.year}"


_INNER_QUOTES: Final[Mapping[Language, Mapping[int, int]]] = {
    Language.RU: str.maketrans("«»", "„“"),
    Language.EN: str.maketrans("“”", "‘’"),
}
_GROUPS: Final[Mapping[Language, str]] = {Language.RU: NBSP, Language.EN: ","}
_DECIMAL: Final[Mapping[Language, str]] = {Language.RU: ",", Language.EN: "."}
_PER_CENT: Final[Mapping[Language, str]] = {Language.RU: f"{NBSP}%", Language.EN: "%"}
_UNITS: Final[Mapping[Language, Mapping[str, str]]] = {
    Language.RU: {
        "kg": "кг",
        "g": "г",
        "l": "л",
        "ml": "мл",
        "m": "м",
        "cm": "см",
        "m2": "м²",
        "m3": "м³",
    },
    Language.EN: {"m2": "m²", "m3": "m³"},
}
_SIGNS: Final[Mapping[str, str]] = {
    "RUB": "₽",
    "EUR": "€",
    "USD": "$",
    "GBP": "£",
    "UAH": "₴",
    "TRY": "₺",
    "INR": "₹",
}
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
_CALENDARS: Final[Mapping[Language, Calendar]] = {
    Language.RU: Calendar(
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
    ),
    Language.EN: Calendar(
        "Today",
        "Yesterday",
        _ENGLISH_MONTHS,
        _ENGLISH_MONTHS,
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ),
}
