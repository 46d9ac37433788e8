"""Numbers, money, days and shares as the reader's language writes them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from loyalty_api.card_number import grouped, is_card_number
from loyalty_api.currencies import decimal_text, minor_digits
from loyalty_api.programme import ProgramKind
from loyalty_server.languages import Language
from loyalty_server.programme.program import Program

THIN: Final = "\N{NO-BREAK SPACE}"
SIGNS: Final = {"RUB": "₽", "EUR": "€", "USD": "$", "GBP": "£", "KZT": "₸"}


@dataclass(frozen=True)
class Formats:
    """`zone`, `currency` and `kind` are the programme's."""

    language: Language
    zone: ZoneInfo
    currency: str
    kind: ProgramKind = ProgramKind.POINTS

    def number(self, value: float, digits: int = 0) -> str:
        """`12 345,6` in Russian, `12,345.6` in English."""
        text = f"{abs(value):,.{digits}f}"
        if self.language is Language.RU:
            text = text.replace(",", THIN).replace(".", ",")
        return f"−{text}" if round(value, digits) < 0 else text

    def signed(self, value: float, digits: int = 0) -> str:
        """With a plus where something came."""
        return f"+{self.number(value, digits)}" if value > 0 else self.number(value, digits)

    def money(self, minor_units: float) -> str:
        """`1 184 ₽` in Russian, `₽1,184` in English; without the minor part where there is none."""
        whole = round(minor_units)
        digits = minor_digits(self.currency)
        shown = digits if whole % 10**digits else 0
        figure = self.number(float(decimal_text(abs(whole), self.currency)), shown)
        sign = SIGNS.get(self.currency)
        if self.language is Language.EN and sign:
            text = f"{sign}{figure}"
        else:
            text = f"{figure}{THIN}{sign or self.currency}"
        return f"−{text}" if whole < 0 else text

    @property
    def collects(self) -> bool:
        """Whether there is anything to collect: a discount card only takes money off."""
        return self.kind is not ProgramKind.DISCOUNT

    def points(self, value: int) -> str:
        """What is collected: cashback counts minor units of money."""
        return self.money(value) if self.kind is ProgramKind.CASHBACK else self.number(value)

    def signed_points(self, value: int) -> str:
        """With a plus where something came."""
        return f"+{self.points(value)}" if value > 0 else self.points(value)

    def whole_money(self, minor_units: float) -> str:
        """Without the minor part, for figures that are read at a glance."""
        unit = 10 ** minor_digits(self.currency)
        return self.money(round(minor_units / unit) * unit)

    def share(self, value: float, digits: int = 0) -> str:
        """Of one, in per cent."""
        sign = f"{THIN}%" if self.language is Language.RU else "%"
        return self.number(100 * value, digits) + sign

    def day(self, at: date | datetime) -> str:
        """`29.11.2026` in Russian, `29 Nov 2026` in English, where the programme lives."""
        local = at.astimezone(self.zone) if isinstance(at, datetime) else at
        if self.language is Language.RU:
            return f"{local:%d.%m.%Y}"
        return f"{local.day}{THIN}{_MONTHS[local.month - 1]}{THIN}{local.year}"

    def moment(self, at: datetime) -> str:
        """The day and the time of it."""
        return f"{self.day(at)}, {at.astimezone(self.zone):%H:%M}"

    def month(self, first: date) -> str:
        """`11.2026` in Russian, `Nov 2026` in English."""
        if self.language is Language.RU:
            return f"{first:%m.%Y}"
        return f"{_MONTHS[first.month - 1]}{THIN}{first.year}"

    def card(self, number: str) -> str:
        """In fours, as the card has it."""
        return grouped(number) if is_card_number(number) else number


def decimals_of(program: Program) -> int:
    """With how many decimals points are typed: cashback is money."""
    return minor_digits(program.currency) if program.kind is ProgramKind.CASHBACK else 0


_MONTHS: Final = [
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
]
