"""One question of a survey definition, read with the properties that its type has."""

from loyalty_api.surveys.choices import alone, choices, options, rates
from loyalty_api.surveys.fields import Fields, Words
from loyalty_api.surveys.html import plain_text
from loyalty_api.surveys.models import Choice, Option, Question, QuestionType
from loyalty_api.surveys.properties import INPUT_TYPES, OWN, TEXT_AT_MOST
from loyalty_api.surveys.validators import validators


def question_of(fields: Fields, kind: QuestionType, above: set[str], words: Words) -> Question:
    """The question; `words` name what it has no text for. Raises `Malformed`."""
    name = fields.text("name")
    found, least, most = rates(fields, above) if kind is QuestionType.RATING else ((), 1, 5)
    if "choices" in OWN[kind]:
        found = choices(fields, above, words)
    if kind is QuestionType.MATRIX:
        found = _some(fields, "columns", above)
        if fields.text("cellType") not in ("", "radio"):
            raise fields.wrong("cellType", "one answer a row is asked for: radio is needed")
    html = plain_text(fields.text("html"))
    return Question(
        name=name,
        type=kind,
        title=html if kind is QuestionType.HTML else fields.text("title") or name,
        description=fields.text("description"),
        is_required=fields.flag("isRequired"),
        required_if=fields.condition("requiredIf", above),
        is_read_only=fields.flag("readOnly"),
        options=found,
        rows=_some(fields, "rows", above) if kind is QuestionType.MATRIX else (),
        every_row=fields.flag("isAllRowRequired") or fields.flag("eachRowRequired"),
        least=least,
        most=most,
        least_text=fields.text("minRateDescription"),
        most_text=fields.text("maxRateDescription"),
        at_least=_at_least(fields, kind),
        at_most=_at_most(fields, kind),
        takes_many=kind is QuestionType.IMAGEPICKER and fields.flag("multiSelect"),
        alone=alone(fields),
        has_other=fields.flag("showOtherItem") or fields.flag("hasOther"),
        hides_empty=fields.flag("hideIfChoicesEmpty"),
        takes_comment=fields.flag("showCommentArea") or fields.flag("hasComment"),
        comment_text=fields.text("commentText"),
        fields=_items(fields, above) if kind is QuestionType.MULTIPLETEXT else (),
        validators=validators(fields, above | {name}),
        input_type=_input_type(fields),
        low=_bound(fields, "min"),
        high=_bound(fields, "max"),
        placeholder=fields.text("placeholder"),
        true_text=fields.text("labelTrue") or words.yes,
        false_text=fields.text("labelFalse") or words.no,
        true_value=_truth(fields, "valueTrue", otherwise=True),
        false_value=_truth(fields, "valueFalse", otherwise=False),
        expression=fields.condition("expression", above)
        if kind is QuestionType.EXPRESSION
        else None,
    )


def _some(fields: Fields, name: str, above: set[str]) -> tuple[Option, ...]:
    found = options(fields, name, above)
    if not found:
        raise fields.wrong(name, "one at least is needed")
    return found


def _at_least(fields: Fields, kind: QuestionType) -> int | None:
    if kind is QuestionType.RANKING and fields.flag("selectToRankEnabled"):
        return fields.whole("minSelectedChoices", 0) or 1
    return fields.whole("minSelectedChoices", 0) or None


def _at_most(fields: Fields, kind: QuestionType) -> int | None:
    if "maxSelectedChoices" in OWN[kind]:
        return fields.whole("maxSelectedChoices", 0) or None
    if kind not in TEXT_AT_MOST:
        return None
    return min(fields.whole("maxLength", TEXT_AT_MOST[kind]), TEXT_AT_MOST[kind])


def _items(fields: Fields, above: set[str]) -> tuple[Question, ...]:
    found = tuple(
        question_of(one, QuestionType.TEXT, above, Words()) for one in fields.objects("items")
    )
    if not found or not all(one.name for one in found):
        raise fields.wrong("items", "one at least is needed, each with a name")
    if len({one.name for one in found}) < len(found):
        raise fields.wrong("items", "a name of its own is needed")
    return found


def _input_type(fields: Fields) -> str:
    found = fields.text("inputType") or "text"
    if found not in INPUT_TYPES:
        raise fields.wrong("inputType", f"one of {', '.join(INPUT_TYPES)} is needed")
    return found


def _bound(fields: Fields, name: str) -> str | float | None:
    value = fields.values.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, str | int | float)):
        raise fields.wrong(name, "a number or a day is needed")
    return value


def _truth(fields: Fields, name: str, *, otherwise: bool) -> Choice | bool:
    value = fields.values.get(name, otherwise)
    if not isinstance(value, str | int | float):
        raise fields.wrong(name, "a text, a number, true or false is needed")
    return value
