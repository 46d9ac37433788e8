"""What a member copies from a paper receipt: its number, day and total, read with patience."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from kopilka.ui.look.formats import Formats
from kopilka.ui.look.texts.catalogue_shape import ClaimTexts
from kopilka.ui.parts.typed_digits import plain
from loyalty_api.claims import ClaimRequest
from loyalty_api.currencies import decimal_text, minor_digits

LONGEST_NUMBER: Final = 64
_DAY: Final = re.compile(r"(\d{1,2})[./\- ](\d{1,2})(?:[./\- ](\d{4}))?")
_TOTAL: Final = re.compile(r"(\d{1,9})(?:[.,٫](\d+))?")
_NOON: Final = time(12)


@dataclass(frozen=True)
class ClaimForm:
    """The three fields as they were typed; `faults` is what is wrong with each, in words."""

    number: str = ""
    day: str = ""
    total: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Whether nothing is typed."""
        return not (self.number or self.day or self.total)

    @classmethod
    def of(cls, request: ClaimRequest, write: Formats, currency: str) -> "ClaimForm":
        """The fields as they would be typed for this claim."""
        day = write.date_of(request.at)
        return cls(request.receipt_id, f"{day:%d.%m.%Y}", decimal_text(request.total, currency))

    @property
    def typed(self) -> "ClaimForm | None":
        """The fields alone, to last until they are sent; None when nothing is typed."""
        return None if self.is_blank else replace(self, faults={})

    def checked(self, say: ClaimTexts, today: date, currency: str) -> dict[str, str]:
        """What is wrong, by field; nothing when it can be sent."""
        wrong = {
            "number": "" if self.number.strip() else say.number_wrong,
            "day": "" if self.paid_on(today) else say.day_wrong,
            "total": "" if self.minor_units(currency) else say.total_wrong,
        }
        return {name: words for name, words in wrong.items() if words}

    def paid_on(self, today: date) -> date | None:
        """The day, the latest that fits when the year is left out; None when it is none."""
        found = _DAY.fullmatch(plain(self.day).strip())
        if found is None:
            return None
        day, month, year = (int(part) if part else None for part in found.groups())
        try:
            paid_on = date(year or today.year, month or 0, day or 0)
            if year is None and paid_on > today + timedelta(days=1):
                paid_on = paid_on.replace(year=today.year - 1)
        except ValueError:
            return None
        return paid_on

    def minor_units(self, currency: str) -> int | None:
        """The total in the currency's minor units; None when it is none."""
        found = _TOTAL.fullmatch(plain("".join(filter(_counts, self.total))))
        if found is None:
            return None
        whole, minor = found[1], found[2] or ""
        digits = minor_digits(currency)
        if len(minor) > digits:
            return None
        return int(whole + minor.ljust(digits, "0"))

    def request(self, write: Formats, now: datetime, currency: str) -> ClaimRequest | None:
        """What is sent: noon of that day, or now when that is still to come."""
        paid_on, total = self.paid_on(write.date_of(now)), self.minor_units(currency)
        if paid_on is None or not total:
            return None
        noon = datetime.combine(paid_on, _NOON, tzinfo=write.zone).astimezone(UTC)
        return ClaimRequest(plain(self.number).strip(), min(noon, now), total)


def _counts(character: str) -> bool:
    """Not a space, a currency's sign or Arabic's mark between thousands."""
    return not (character.isspace() or character == "٬" or unicodedata.category(character) == "Sc")
