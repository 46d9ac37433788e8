"""What a wallet must know to ask a survey, and what it says that it knows (`GET /v1/wallet?asks=…`)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from loyalty_api.surveys.carried import CARRIES
from loyalty_api.surveys.choices import NONE_FLAGS, OTHER_FLAGS, REFUSE, UNSURE
from loyalty_api.surveys.decoration import ELEMENT
from loyalty_api.surveys.models import QuestionType
from loyalty_api.surveys.other_kinds import OTHER_KINDS

PANEL: Final = "panel"
STEPS: Final = ("calculatedValues", "triggers")
"""What decides beside the conditions which questions come: they would be the wrong ones without."""
EARLIER: Final = "questions"
ONE_CHOICE: Final = "one_choice"
LENIENT: Final = ("insensitive", "notificationType")
"""Properties of validators without which a wallet refuses answers that are taken here."""
SHAPES: Final = (EARLIER, ONE_CHOICE, CARRIES, *LENIENT, REFUSE, UNSURE, *OTHER_KINDS)
"""What wallets before these were known could not read: the elements' earlier name, a list of a single choice,
choices of another question, validators that are less strict, answers like "don't know", kinds that are other ones.
"""
ASKED: Final = frozenset({*QuestionType, PANEL, *STEPS, *SHAPES})
"""Everything that can be asked today."""
ASKED_AT_FIRST: Final = frozenset(
    {
        QuestionType.RATING,
        QuestionType.RADIOGROUP,
        QuestionType.CHECKBOX,
        QuestionType.BOOLEAN,
        QuestionType.COMMENT,
        QuestionType.TEXT,
    }
)
"""What every wallet asks, also one that does not say what it can."""
ASKS_AT_MOST: Final = 500


def needs_of(definition: Mapping[str, object]) -> frozenset[str]:
    """The types of its elements, and the steps it takes."""
    steps = (step for step in STEPS if definition.get(step))
    return frozenset(_types([definition], of_pages=True)) | frozenset(steps)


def asks_said(known: Iterable[str]) -> str:
    """The value of `asks`."""
    return ",".join(sorted(known))


def asks_heard(value: str | None) -> frozenset[str]:
    """What the wallet can ask; names that nobody knows here are passed over."""
    if value is None:
        return ASKED_AT_FIRST
    return frozenset(value.split(",")) & ASKED


def _types(boxes: object, *, of_pages: bool = False) -> Iterator[str]:
    for box in boxes if isinstance(boxes, list | tuple) else ():
        if isinstance(box, Mapping):
            if not of_pages and box.get("type") != ELEMENT:
                yield str(box.get("type"))
            if _choices_in(box) == 1:
                yield ONE_CHOICE
            if box.get(CARRIES) or box.get("hideIfChoicesEmpty"):
                yield CARRIES
            yield from (name for name in (REFUSE, UNSURE) if box.get(name))
            yield from _lenient_in(box)
            if EARLIER in box:
                yield EARLIER
            yield from _types(box.get("pages"), of_pages=True)
            yield from _types(box.get("elements"))
            yield from _types(box.get(EARLIER))


def _lenient_in(element: Mapping[str, object]) -> Iterator[str]:
    parts = element.get("items")
    for one in (element, *(parts if isinstance(parts, list | tuple) else ())):
        listed = one.get("validators") if isinstance(one, Mapping) else None
        for validator in listed if isinstance(listed, list | tuple) else ():
            if isinstance(validator, Mapping):
                yield from (name for name in LENIENT if name in validator)


def _choices_in(element: Mapping[str, object]) -> int:
    """With "none" and "other", as wallets count them."""
    listed = element.get("choices")
    special = sum(
        any(element.get(flag) is True for flag in flags) for flags in (NONE_FLAGS, OTHER_FLAGS)
    )
    return special + (len(listed) if isinstance(listed, list | tuple) else 0)
