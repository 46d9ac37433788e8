"""What a receipt or the ledger keeps in the programme's own language, said in the reader's.

Kept texts are the programme's (an offer's title) or the server's (`Возврат`, `5 %`). What neither
says in the reader's language, such as a text of an older programme, stays as it was kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from loyalty_server.languages import Language
from loyalty_server.programme.wording import words_in
from loyalty_server.programme.wording_shape import NO_BREAK_SPACE, Words

LISTED = ", "
STORES = "; "
ASIDE = " · "


@dataclass(frozen=True)
class Translator:
    """Says a kept text in another language: `exact` texts, then those that have something put in."""

    exact: Mapping[str, str] = field(default_factory=dict)
    forms: tuple[tuple[re.Pattern[str], str], ...] = ()

    def say(self, text: str) -> str:
        """The text in the reader's language."""
        if text in self.exact:
            return self.exact[text]
        for pattern, form in self.forms:
            if found := pattern.fullmatch(text):
                put_in = {name: self._part(part) for name, part in found.groupdict().items()}
                return form.format(**put_in)
        return ASIDE.join(map(self.say, text.split(ASIDE))) if ASIDE in text else text

    def _part(self, part: str) -> str:
        """A whole text, a list of stores, or a list of shorter things."""
        if part in self.exact:
            return self.exact[part]
        if STORES in part:
            return STORES.join(map(self._part, part.split(STORES)))
        return LISTED.join(self.say(one) for one in part.split(LISTED))


SAME = Translator()
"""For who reads the programme's own language."""


def translator(texts: Mapping[str, str], own: Language, other: Language) -> Translator:
    """From the programme's own language to the other, by its texts and the server's words."""
    if own == other:
        return SAME
    words, in_other = words_in(own), words_in(other)
    pairs = list(_pairs(words, in_other))
    exact = {one: another for one, another in pairs if "{" not in one}
    forms = tuple((_pattern(one), another) for one, another in pairs if "{" in one)
    return Translator({**exact, **texts}, (*_numbers(words, in_other), *forms, *_OF_A_RATE))


def _pairs(words: Words, other: Words) -> list[tuple[str, str]]:
    pairs = [(getattr(words, one.name), getattr(other, one.name)) for one in fields(Words)]
    return [pair for pair in pairs if isinstance(pair[0], str) and len(pair[0]) > 1]


def _numbers(words: Words, other: Words) -> list[tuple[re.Pattern[str], str]]:
    """`2,5 %` and `2.5%`, `24 ноября` and `24 November`, `12,50 RUB` and `12.50 RUB`."""
    sign, point = re.escape(words.per_cent_sign), re.escape(words.decimal_point)
    return [
        (re.compile(rf"(?P<whole>\d+){sign}"), f"{{whole}}{other.per_cent_sign}"),
        (
            re.compile(rf"(?P<whole>\d+){point}(?P<part>\d+){sign}"),
            f"{{whole}}{other.decimal_point}{{part}}{other.per_cent_sign}",
        ),
        (
            re.compile(rf"(?P<whole>\d+){point}(?P<part>\d+){NO_BREAK_SPACE}(?P<unit>[A-Z]{{3}})"),
            f"{{whole}}{other.decimal_point}{{part}}{NO_BREAK_SPACE}{{unit}}",
        ),
        *(
            (re.compile(rf"(?P<day>\d+){NO_BREAK_SPACE}{one}"), f"{{day}}{NO_BREAK_SPACE}{another}")
            for one, another in zip(words.months_of, other.months_of, strict=True)
        ),
    ]


def _pattern(form: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", form)
    escaped = (
        re.escape(part) if place % 2 == 0 else f"(?P<{part}>.+)" for place, part in enumerate(parts)
    )
    return re.compile("".join(escaped))


_OF_A_RATE = ((re.compile(r"(?P<goods>.+): (?P<rate>[\d.,]+\s?%)"), "{goods}: {rate}"),)
"""`Fuel: 0.2%`, as receipts tell a rate of some goods."""
