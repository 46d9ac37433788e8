"""The validators of a question: read from its definition, and asked about an answer."""

import math
import re
from typing import Final

from loyalty_api.surveys.fields import Fields
from loyalty_api.surveys.models import Validator
from loyalty_api.surveys.possible import MAIL
from loyalty_api.surveys.properties import VALIDATORS
from loyalty_api.surveys.values import is_list, is_number, items, number_written

REMARKS: Final = ("warning", "info")
"""A validator that only remarks something lets every answer pass."""


def validators(fields: Fields, above: set[str]) -> tuple[Validator, ...]:
    """What answers must be besides. Raises `Malformed`."""
    every = ((one, _validator(one, above)) for one in fields.objects("validators"))
    return tuple(read for one, read in every if one.text("notificationType") not in REMARKS)


def is_valid(validator: Validator, answer: object) -> bool:
    """Whether this answer is what the validator wants; those with a condition are not judged here."""
    match validator.kind:
        case "numeric":
            number = number_written(answer) if isinstance(answer, str) else answer
            return is_number(number) and _is_between(validator, float(str(number)))
        case "text":
            text = str(answer)
            return _is_between(validator, len(text)) and not re.search(
                validator.pattern or "$^", text
            )
        case "email":
            return MAIL.fullmatch(str(answer)) is not None
        case "regex":
            return re.search(validator.pattern, str(answer)) is not None
        case _:
            return _is_between(validator, len(items(answer)) if is_list(answer) else 1)


def _is_between(validator: Validator, number: float) -> bool:
    if math.isnan(number):
        return False
    least, most = validator.least, validator.most
    return (least is None or number >= least) and (most is None or number <= most)


def _validator(fields: Fields, above: set[str]) -> Validator:
    kind = fields.text("type").removesuffix("validator")
    if kind not in VALIDATORS:
        raise fields.wrong("type", f"one of {', '.join(VALIDATORS)} is needed")
    least, most = {
        "text": ("minLength", "maxLength"),
        "answercount": ("minCount", "maxCount"),
    }.get(kind, ("minValue", "maxValue"))
    pattern = r"\d$" if not fields.flag("allowDigits", otherwise=True) else fields.text("regex")
    if fields.flag("caseInsensitive") and pattern:
        pattern = f"(?i){pattern}"
    try:
        re.compile(pattern)
    except re.error as error:
        raise fields.wrong("regex", f"not an expression that is known here: {error}") from None
    return Validator(
        kind=kind,
        text=fields.text("text"),
        least=fields.number(least),
        most=fields.number(most),
        pattern=pattern,
        condition=fields.condition("expression", above),
    )
