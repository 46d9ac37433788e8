"""Promo codes of a programme: one that all may type, or a batch of which each is used once."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loyalty_api.keyboards import by_other_alphabet, by_other_layout
from loyalty_server.programme.bounds import COUNT, POINTS, number_faults
from loyalty_server.programme.dates import Always, End, Start, date_faults
from loyalty_server.programme.eligibility import Eligibility, eligibility_faults
from loyalty_server.programme.reward_rules import CouponRule, coupon_faults

SHORTEST_CODE = 4
LONGEST_CODE = 32
LONGEST_TYPED = 64
"""Of what somebody types for a code the rest is not looked at."""
LETTERS_AND_MARKS = ("Lu", "Ll", "Lt", "Lo", "Lm", "Mn", "Mc")
JOINERS = "\u200c\u200d"
MOST_OF_A_MEMBER = 1000
MINUS = "\u2212"
ACCENTS = "\u0300-\u036f"
VOWEL_POINTS = "\u0591-\u05c7" + "\u064b-\u065f\u0670"
"""Of Hebrew, and of Arabic with the hamza above or below."""
STRETCH = "\u0640"
_UNTOLD = re.compile(f"[{ACCENTS}{VOWEL_POINTS}{STRETCH}]")
_LOOK_ALIKE = str.maketrans(
    "авекмнорстухіјѕ" + "αβεζηικμνορτυχ" + "یىک",
    "abekmhopctyxijs" + "abezhikmnoptyx" + "ييك",
)
"""Cyrillic and Greek letters whose capitals are Latin ones to the eye, and what a Persian keyboard has for Arabic letters."""
_READ_ALIKE = str.maketrans("OIL", "011")
_AS_TYPED = str.maketrans('{}:"<>`~', "[];',.TT")
"""What a key says under Shift is what it says without; the key of ё counts as that of е."""


@dataclass(frozen=True)
class PromoRule:
    """`points`, a `coupon` or both, `uses_per_member` times for each `eligible` member, from `starts_on`
    to the end of `ends_on`, `uses_in_all` at most.

    With a `code` it is shared; without one its codes are made by `kopilka promo make`, and a member uses
    so many of them.
    """

    id: str
    title: str
    ends_on: End
    code: str | None = None
    points: int = 0
    coupon: CouponRule | None = None
    starts_on: Start = Always.ALWAYS
    uses_in_all: int | None = None
    uses_per_member: int = 1
    eligible: Eligibility = field(default_factory=Eligibility)


def promo_use(promo_id: str, number: int = 1) -> str:
    """What a member's use of this number is called, once it is remembered (`sign_in.earlier_membership`)."""
    return f"promo:{promo_id}" if number == 1 else f"promo:{promo_id}/{number}"


def as_compared(code: str) -> str:
    """What is the same however somebody types, copies or reads off a poster a shared code.

    Case, spaces, digits of any script, accents, vowel points and what is not seen say nothing; every dash is a hyphen;
    letters of two alphabets that look alike are one, and so is an i with a dot in Turkish capitals or without.
    """
    folded = unicodedata.normalize("NFKD", code).casefold().replace("ı", "i")
    told = "".join(map(_compared, unicodedata.normalize("NFKD", folded)))
    return unicodedata.normalize("NFKC", told.translate(_LOOK_ALIKE))


def as_made(code: str) -> str:
    """A code that the server drew in Crockford's base 32, however it is typed: in groups or not; O is 0, I and L are 1."""
    return as_compared(code).upper().replace("-", "").translate(_READ_ALIKE)


def ways_typed(code: str) -> tuple[str, ...]:
    """`as_made` of all that a person may have meant, the likeliest first: perhaps another alphabet was on."""
    typed = code[:LONGEST_TYPED]
    return tuple(dict.fromkeys(map(as_made, (typed, *by_other_alphabet(typed)))))


def ways_scanned(code: str) -> tuple[str, ...]:
    """The same of what a scanner may have read."""
    typed = code[:LONGEST_TYPED]
    return tuple(dict.fromkeys(map(as_made, (typed, *by_other_layout(typed)))))


def is_same_keys(code: str, typed: str) -> bool:
    """Whether these are the keys of the shared code, typed while another alphabet was on."""
    return _keys(typed) in map(_keys, by_other_alphabet(code)) or _keys(code) in map(
        _keys, by_other_alphabet(typed)
    )


def _keys(code: str) -> str:
    """With the signs that are letters of another alphabet; who types ё as е means the same code."""
    return "".join(code.upper().translate(_AS_TYPED).replace("-", "").split())


def _compared(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Pd" or char == MINUS:
        return "-"
    is_told = (char.isalnum() or category.startswith("M")) and not _UNTOLD.match(char)
    return str(unicodedata.decimal(char, char)) if is_told else ""


def _is_code(code: str) -> bool:
    """Letters are those of any alphabet, in capitals where it has any: СКИДКА10, छूट-10, ფასდაკლება."""
    is_long_enough = SHORTEST_CODE <= len(code) <= LONGEST_CODE
    return is_long_enough and any(map(str.isalnum, code)) and all(map(_may_stand, code))


def _may_stand(char: str) -> bool:
    is_capital = char == char.title()
    is_read = unicodedata.category(char) in (*LETTERS_AND_MARKS, "Nd") or char in JOINERS
    return char == "-" or (is_capital and is_read)


def promo_faults(
    path: str, promo: PromoRule, tiers: frozenset[str], stores: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """What makes no sense in this promo code, each with its place; `tiers` and `stores` are those there are."""
    if promo.code is not None and not _is_code(promo.code):
        yield f"{path}.code", "4 to 32 capital letters, digits and hyphens are needed"
    bounds = {
        ".points": (promo.points, 0, POINTS),
        ".uses_in_all": (promo.uses_in_all, 1, COUNT),
        ".uses_per_member": (promo.uses_per_member, 1, MOST_OF_A_MEMBER),
    }
    yield from number_faults(path, bounds)
    if not promo.points and not promo.coupon:
        yield f"{path}.points", "points or a coupon are needed"
    if promo.coupon:
        yield from coupon_faults(f"{path}.coupon", promo.coupon, stores)
    yield from date_faults(path, "promo code", promo.starts_on, promo.ends_on)
    if promo.eligible != Eligibility(
        tiers=promo.eligible.tiers,
        first_purchase=promo.eligible.first_purchase,
        segments=promo.eligible.segments,
    ):
        yield (
            f"{path}.eligible",
            "only tiers, segments and first_purchase choose among members here",
        )
    yield from eligibility_faults(f"{path}.eligible", promo.eligible, tiers, frozenset())


def shared_code_faults(path: str, promos: Sequence[PromoRule]) -> Iterator[tuple[str, str]]:
    """What is typed for two promo codes, each with its place."""
    told: set[str] = set()
    for place, promo in enumerate(promos):
        if promo.code is None:
            continue
        if (same := as_compared(promo.code)) in told:
            yield f"{path}[{place}].code", f"{promo.code!r} is already used above"
        told.add(same)
