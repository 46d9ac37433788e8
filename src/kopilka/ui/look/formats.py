"""Numbers, points, money, dates and times in the member's language, with no-break spaces."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Final

from kopilka.ui.look.phone_forms import in_groups
from kopilka.ui.look.plurals import rule_of
from kopilka.ui.look.writing import NBSP, WRITINGS, Language, Writing
from loyalty_api.currencies import minor_digits
from loyalty_api.programme import Money, PointsName
from loyalty_api.receipts import MEASURE, PIECE, Quantity

MINUS: Final = "\u2212"

__all__ = ["MINUS", "NBSP", "Formats", "Language", "Plural"]


@dataclass(frozen=True)
class Plural:
    """A phrase in CLDR's plural forms; a language without `few` repeats `many`, where `other` is missing it is `many`.

    `spoken` is the language of the phrase where it is not the reader's: its rule chooses the form.
    """

    one: str
    few: str
    many: str
    zero: str | None = None
    two: str | None = None
    other: str | None = None
    spoken: str | None = None


@dataclass(frozen=True)
class Formats:
    """How one language writes; times are shown in `zone`, or in the device's own when it is None.

    `told` is how a language of the brand's writes; the wallet knows of its own.
    """

    language: str
    zone: tzinfo | None = None
    told: Writing | None = None

    def plural(self, count: int, forms: Plural | PointsName) -> str:
        """The form that goes with this count (CLDR plural rules)."""
        other = isinstance(forms, Plural) and forms.spoken and rule_of(forms.spoken)
        form = (other or self._writing.plurals)(abs(count))
        return getattr(forms, form, None) or forms.many

    def plural_of_money(self, money: Money, forms: Plural) -> str:
        """The form for whole units of the currency; a part of one, and in English any sum, is one thing."""
        whole, minor = divmod(abs(money.amount), 10 ** minor_digits(money.currency))
        is_one = minor or self.language == Language.EN
        return self.plural(1 if is_one else whole, forms)

    def number(self, value: int) -> str:
        """`1 240` or `1,240`; a true minus before what is below zero."""
        digits = f"{abs(value):,}".replace(",", self._writing.groups)
        return MINUS + digits if value < 0 else digits

    def signed(self, value: int) -> str:
        """`+59`, `−500`, `0`."""
        return "+" + self.number(value) if value > 0 else self.number(value)

    def points(self, count: int, name: PointsName) -> str:
        """`1 240 баллов`: the number with the programme's own word for points."""
        return self.number(count) + NBSP + self.plural(count, name)

    def points_of(self, count: int, name: PointsName) -> str:
        """`21 балла`, `343 баллов`: as it stands after “до” or “не хватает”, in the genitive."""
        if self.language != Language.RU:
            return self.points(count, name)
        is_one = self._writing.plurals(abs(count)) == "one"
        return self.number(count) + NBSP + (name.few if is_one else name.many)

    def money(self, money: Money) -> str:
        """`1 184 ₽` or `₽1,184`; minor units only when there are some."""
        digits = minor_digits(money.currency)
        whole, minor = divmod(abs(money.amount), 10**digits)
        text = self.number(whole)
        if minor:
            text += f"{self._writing.decimal}{minor:0{digits}d}"
        sign = _SIGNS.get(money.currency, money.currency)
        if self._writing.money.startswith("{sign}") and sign.isalpha():
            sign += NBSP
        text = self._writing.money.format(amount=text, sign=sign)
        return MINUS + text if money.amount < 0 else text

    def whole_money(self, money: Money) -> str:
        """`3 760 ₽`: rounded up, for what is still to be spent; never less than what is needed."""
        unit = 10 ** minor_digits(money.currency)
        return self.money(Money(-(-money.amount // unit) * unit, money.currency))

    def percent(self, rate: float) -> str:
        """`7,5 %` in Russian, `7.5%` in English."""
        return f"{rate:g}".replace(".", self._writing.decimal) + self._writing.per_cent

    def phone(self, number: str) -> str:
        """`+7 900 000-00-01`: in the groups of its country, where they are known."""
        return in_groups(number).replace(" ", NBSP)

    def quantity(self, quantity: Quantity, unit: str = PIECE) -> str:
        """`2`, `0,35 кг`: how much of a position was bought; an unknown unit as it stands."""
        number = f"{Decimal(quantity).normalize():f}".replace(".", self._writing.decimal)
        if unit in (PIECE, MEASURE):
            return number
        return number + NBSP + self._writing.units.get(unit, unit)

    def day(self, day: date, today: date) -> str:
        """`30 ноя`, and with the year when it is not this one."""
        month = self._writing.calendar.months_short[day.month - 1]
        return self._with_year(self._writing.day.format(day=day.day, month=month), day, today)

    def long_day(self, day: date, today: date) -> str:
        """`30 ноября`, `30 November`."""
        month = self._writing.calendar.months_of[day.month - 1]
        return self._with_year(self._writing.day.format(day=day.day, month=month), day, today)

    def month(self, month: date) -> str:
        """`ноябрь`, `November`."""
        return self._writing.calendar.months[month.month - 1]

    def short_month(self, month: date) -> str:
        """`ноя`, `Nov`, and `май` as it stands alone: a label under a bar."""
        names, index = self._writing.calendar, month.month - 1
        return min(names.months[index], names.months_short[index], key=len)

    def weekday(self, number: int) -> str:
        """`пн`, `Mon`: 1 is Monday."""
        return self._writing.calendar.weekdays[number - 1]

    def distance(self, metres: float, in_metres: str, in_kilometres: str) -> str:
        """`350 м`, `1,2 км`, `14 км`: no nearer than a place is known."""
        if metres < 995:
            return in_metres.format(count=self.number(max(10, round(metres / 10) * 10)))
        kilometres = metres / 1000
        if kilometres >= 9.95:
            return in_kilometres.format(count=self.number(round(kilometres)))
        tenths = f"{kilometres:.1f}".replace(".", self._writing.decimal)
        return in_kilometres.format(count=tenths)

    def clock(self, moment: datetime) -> str:
        """`14:05`."""
        return moment.astimezone(self.zone).strftime("%H:%M")

    def moment(self, moment: datetime, now: datetime) -> str:
        """`Сегодня, 09:14`, `Вчера, 19:02`, `18 ноя, 19:02`."""
        day, today = self.date_of(moment), self.date_of(now)
        name = self._near(day, today) or self.day(day, today)
        return f"{name}, {self.clock(moment)}"

    def whole_moment(self, moment: datetime) -> str:
        """`18 ноября 2026, 19:02`: for what is kept, and read on another day."""
        day = self.date_of(moment)
        written = self.long_day(day, day.replace(year=day.year - 1, day=1))
        return f"{written}, {self.clock(moment)}"

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
        return name.translate(str.maketrans(self._writing.quotes, self._writing.inner_quotes))

    @property
    def _writing(self) -> Writing:
        return self.told or WRITINGS[self.language]

    def _near(self, day: date, today: date) -> str:
        words = self._writing.calendar
        return {today: words.today, today - timedelta(days=1): words.yesterday}.get(day, "")

    def _with_year(self, text: str, day: date, today: date) -> str:
        same = day.year == today.year
        return text if same else self._writing.year.format(day=text, year=day.year)


_SIGNS: Final[Mapping[str, str]] = {
    "RUB": "₽",
    "EUR": "€",
    "USD": "$",
    "GBP": "£",
    "UAH": "₴",
    "TRY": "₺",
    "INR": "₹",
}
