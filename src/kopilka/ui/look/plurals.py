"""Which plural form goes with a whole number: the cardinal rules of CLDR, by language."""

from collections.abc import Callable
from typing import Final

Rule = Callable[[int], str]
"""From a count to `zero`, `one`, `two`, `few`, `many` or `other`."""

FORMS: Final = ("zero", "one", "two", "few", "many", "other")
SEEN_IN: Final = (*range(221), 1_000, 1_000_000, 2_000_000)
"""Counts among which every form of every language comes up."""


def rule_of(language: str) -> Rule | None:
    """The rule of this language (ISO 639), None where it is not known here."""
    return _RULES.get(language)


def forms_of(rule: Rule) -> tuple[str, ...]:
    """The forms that whole numbers take, in CLDR's order."""
    taken = {rule(count) for count in SEEN_IN}
    return tuple(form for form in FORMS if form in taken)


def _always(_: int) -> str:
    return "other"


def _one(n: int) -> str:
    return "one" if n == 1 else "other"


def _none_or_one(n: int) -> str:
    return "one" if n in (0, 1) else "other"


def _one_and_millions(n: int) -> str:
    return "many" if n and n % 1_000_000 == 0 else _one(n)


def _none_or_one_and_millions(n: int) -> str:
    return "many" if n and n % 1_000_000 == 0 else _none_or_one(n)


def _ends_in_one(n: int) -> str:
    return "one" if _ends(n, 1, 1) else "other"


def _south_slavic(n: int) -> str:
    return "few" if _ends(n, 2, 4) else _ends_in_one(n)


def _east_slavic(n: int) -> str:
    form = _south_slavic(n)
    return "many" if form == "other" else form


def _polish(n: int) -> str:
    if n == 1:
        return "one"
    return "few" if _ends(n, 2, 4) else "many"


def _czech(n: int) -> str:
    return "few" if 2 <= n <= 4 else _one(n)


def _slovene(n: int) -> str:
    return {1: "one", 2: "two", 3: "few", 4: "few"}.get(n % 100, "other")


def _lithuanian(n: int) -> str:
    if 11 <= n % 100 <= 19 or n % 10 == 0:
        return "other"
    return "one" if n % 10 == 1 else "few"


def _latvian(n: int) -> str:
    return "zero" if n % 10 == 0 or 11 <= n % 100 <= 19 else _ends_in_one(n)


def _romanian(n: int) -> str:
    if n == 1:
        return "one"
    return "few" if n == 0 or 1 <= n % 100 <= 19 else "other"


def _hebrew(n: int) -> str:
    return {1: "one", 2: "two"}.get(n, "other")


def _arabic(n: int) -> str:
    if n <= 2:
        return ("zero", "one", "two")[n]
    if 3 <= n % 100 <= 10:
        return "few"
    return "many" if n % 100 >= 11 else "other"


def _irish(n: int) -> str:
    if 3 <= n <= 6:
        return "few"
    return "many" if 7 <= n <= 10 else _hebrew(n)


def _welsh(n: int) -> str:
    return {0: "zero", 1: "one", 2: "two", 3: "few", 6: "many"}.get(n, "other")


def _maltese(n: int) -> str:
    if n in (1, 2):
        return _hebrew(n)
    if n == 0 or 3 <= n % 100 <= 10:
        return "few"
    return "many" if 11 <= n % 100 <= 19 else "other"


def _filipino(n: int) -> str:
    return "other" if n % 10 in (4, 6, 9) else "one"


def _ends(n: int, first: int, last: int) -> bool:
    return first <= n % 10 <= last and not first + 10 <= n % 100 <= last + 10


_LANGUAGES: Final[tuple[tuple[Rule, str], ...]] = (
    (_always, "id ja jv km ko lo ms my sah su th vi wo yo zh"),
    (
        _one,
        """
        af az bg ce da de el en eo et eu fi fo fy gl hu ka kk ku ky ml mn mr nb ne nl nn no or os ps sd so sq
        sv sw ta te tk tr ug ur uz yi
        """,
    ),
    (_none_or_one, "am as bn fa gu hi hy kn mg pa si ti zu"),
    (_one_and_millions, "ca es it"),
    (_none_or_one_and_millions, "fr pt"),
    (_ends_in_one, "is mk"),
    (_south_slavic, "bs hr sr"),
    (_east_slavic, "be ru uk"),
    (_polish, "pl"),
    (_czech, "cs sk"),
    (_slovene, "sl"),
    (_lithuanian, "lt"),
    (_latvian, "lv"),
    (_romanian, "ro"),
    (_hebrew, "he"),
    (_arabic, "ar"),
    (_irish, "ga"),
    (_welsh, "cy"),
    (_maltese, "mt"),
    (_filipino, "fil tl"),
)
_RULES: Final = {language: rule for rule, named in _LANGUAGES for language in named.split()}
