"""What a question gives to choose from: choices, a rating's values, a matrix's rows and columns."""

from typing import Final

from loyalty_api.malformed import Malformed
from loyalty_api.surveys.conditions import Condition
from loyalty_api.surveys.fields import Fields, Words
from loyalty_api.surveys.models import DONT_KNOW, NONE, OTHER, REFUSED, Choice, Option
from loyalty_api.surveys.values import Value

RATE_AT_MOST: Final = 10
RATES_AT_MOST: Final = 20
NONE_FLAGS: Final = ("showNoneItem", "hasNone")
REFUSE: Final = "showRefuseItem"
UNSURE: Final = "showDontKnowItem"
ALONE: Final = ((NONE_FLAGS, NONE), ((REFUSE,), REFUSED), ((UNSURE,), DONT_KNOW))
"""The flags of the choices that have no other beside them, in SurveyJS's order."""
OTHER_FLAGS: Final = ("showOtherItem", "hasOther")
ITEM: Final = ["item", "choice"]


def choices(fields: Fields, above: set[str], words: Words) -> tuple[Option, ...]:
    """The choices with "none", "other" and the like at the end, called by `words` if not otherwise.

    Those of another question are not here yet (`carried`).
    """
    every = fields.condition("choicesVisibleIf", above | set(ITEM))
    is_carried = bool(fields.values.get("choicesFromQuestion"))
    found = () if is_carried else options(fields, "choices", above, every)
    special = [
        Option(value, fields.text(text) or word)
        for flags, value, text, word in (
            (NONE_FLAGS, NONE, "noneText", words.none),
            ((REFUSE,), REFUSED, "refuseText", words.refused),
            ((UNSURE,), DONT_KNOW, "dontKnowText", words.unsure),
            (OTHER_FLAGS, OTHER, "otherText", words.other),
        )
        if any(fields.flag(flag) for flag in flags)
    ]
    if not (found or special or is_carried):
        raise fields.wrong("choices", "one choice at least is needed")
    return (*found, *special)


def alone(fields: Fields) -> frozenset[str]:
    """The choices that have no other beside them."""
    return frozenset(value for flags, value in ALONE if any(fields.flag(one) for one in flags))


def options(
    fields: Fields, name: str, above: set[str], every: Condition | None = None
) -> tuple[Option, ...]:
    """The items of a list of choices. Raises `Malformed` when two are the same."""
    found = tuple(
        _option(fields, f"{name}[{place}]", choice, above, every)
        for place, choice in enumerate(fields.list(name))
    )
    if len({option.value for option in found}) < len(found):
        raise fields.wrong(name, "each choice has to be another")
    return found


def rates(fields: Fields, above: set[str]) -> tuple[tuple[Option, ...], int, int]:
    """A rating's values, if they are more than a span of numbers, and that span."""
    values = options(fields, "rateValues", above)
    if values:
        if not 2 <= len(values) <= RATES_AT_MOST:
            raise fields.wrong("rateValues", f"2 to {RATES_AT_MOST} values are needed")
        return values, 1, 5
    least, step = fields.whole("rateMin", 1), max(1, fields.whole("rateStep", 1))
    count = fields.whole("rateCount", 0)
    most = least + step * (count - 1) if count else fields.whole("rateMax", 5)
    most = fields.whole("rateMax", most)
    if not 0 <= least < most <= RATE_AT_MOST:
        raise fields.wrong("rateMax", f"0 <= rateMin < rateMax <= {RATE_AT_MOST} is needed")
    if step == 1:
        return (), least, most
    return tuple(Option(value, str(value)) for value in range(least, most + 1, step)), least, most


def _option(
    fields: Fields, name: str, choice: object, above: set[str], every: Condition | None
) -> Option:
    if isinstance(choice, str):
        value, _, text = choice.partition("|")
        return Option(value, text or value, every)
    if isinstance(choice, int | float) and not isinstance(choice, bool):
        return Option(choice, str(choice), every)
    path = f"{fields.path}.{name}"
    try:
        own = fields.inner(name, choice)
    except Malformed:
        what = "a text, a number or an object with value and text is needed"
        raise Malformed(path, what) from None
    kept = _choice(path, own.values.get("value"))
    return Option(
        kept,
        own.text("text") or str(kept),
        own.condition("visibleIf", above | set(ITEM)) or every,
    )


def _choice(path: str, value: Value) -> Choice:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Malformed(path, "a text, a number or an object with value and text is needed")
    return value
