"""Survey definitions in a part of the SurveyJS JSON format, read into questions.

A definition has `pages` (or `elements` alone, as one page), each with `elements`. An element is a
question of one of these types; every one knows `name`, `title`, `description`, `isRequired` and
`visibleIf` (see `survey_conditions`; it may ask only for questions above).

| type | answer | and its own properties |
| --- | --- | --- |
| `rating` | a whole number | `rateMin` (1), `rateMax` (5), `rateType`, `minRateDescription`, `maxRateDescription` |
| `radiogroup` | one of the choices' values | `choices`: texts, numbers or `{"value", "text"}` |
| `checkbox` | a list of such values | `choices`, `maxSelectedChoices` |
| `boolean` | true or false | `labelTrue`, `labelFalse` |
| `comment` | a text, at most 4000 characters | `maxLength`, `placeholder` |
| `text` | a text, at most 500 characters | `maxLength`, `placeholder` |

The server refuses a definition with anything else; a wallet passes over what it does not know.
"""

from collections.abc import Iterator, Mapping

from loyalty_api.codec import Malformed
from loyalty_api.survey_conditions import Condition, NotACondition, names_in, parse_condition
from loyalty_api.surveys import Option, Page, Question, Questionnaire, QuestionType

TEXT_AT_MOST = {QuestionType.COMMENT: 4000, QuestionType.TEXT: 500}
RATE_AT_MOST = 10
_SURVEY = frozenset({"title", "description", "pages", "elements"})
_COSMETIC = frozenset({"locale", "logoPosition", "showProgressBar", "showQuestionNumbers"})
_PAGE = frozenset({"name", "title", "description", "elements"})
_EVERY = frozenset({"type", "name", "title", "description", "isRequired", "visibleIf"})
_OWN: Mapping[QuestionType, frozenset[str]] = {
    QuestionType.RATING: frozenset(
        {"rateMin", "rateMax", "minRateDescription", "maxRateDescription", "rateType"}
    ),
    QuestionType.RADIOGROUP: frozenset({"choices"}),
    QuestionType.CHECKBOX: frozenset({"choices", "maxSelectedChoices"}),
    QuestionType.BOOLEAN: frozenset({"labelTrue", "labelFalse"}),
    QuestionType.COMMENT: frozenset({"maxLength", "placeholder"}),
    QuestionType.TEXT: frozenset({"maxLength", "placeholder"}),
}


def read_definition(
    definition: Mapping[str, object], *, refuse_unknown: bool = False, path: str = "$"
) -> Questionnaire:
    """The survey that this definition (plain JSON values) means.

    Raises `Malformed` with the path of what makes no sense, and with `refuse_unknown` also of what
    this reader does not know; otherwise it passes over that.
    """
    reader = _Definition(refuse_unknown)
    return Questionnaire(tuple(reader.pages(path, definition)))


class _Definition:
    """Reads one definition, and knows the questions above the one it reads."""

    def __init__(self, refuse_unknown: bool) -> None:
        self._refuse = refuse_unknown
        self._above: set[str] = set()

    def pages(self, path: str, definition: Mapping[str, object]) -> Iterator[Page]:
        self._require_known(path, definition, _SURVEY | _COSMETIC)
        if "pages" not in definition:
            yield self._page(path, definition)
            return
        for place, page in enumerate(_list(f"{path}.pages", definition["pages"])):
            here = f"{path}.pages[{place}]"
            self._require_known(here, _table(here, page), _PAGE)
            yield self._page(here, _table(here, page))

    def _page(self, path: str, page: Mapping[str, object]) -> Page:
        elements = _list(f"{path}.elements", page.get("elements", ()))
        if not elements:
            raise Malformed(f"{path}.elements", "one question at least is needed")
        questions = []
        for place, element in enumerate(elements):
            here = f"{path}.elements[{place}]"
            if question := self._question(here, _table(here, element)):
                questions.append(question)
                self._above.add(question.name)
        return Page(_text(path, page, "title"), tuple(questions))

    def _question(self, path: str, element: Mapping[str, object]) -> Question | None:
        kind = self._type(path, element)
        if kind is None:
            return None
        self._require_known(path, element, _EVERY | _OWN[kind])
        name = _text(path, element, "name")
        if not name or name in self._above:
            raise Malformed(f"{path}.name", "a name of its own is needed")
        least, most = _rate(path, element)
        return Question(
            name=name,
            type=kind,
            title=_text(path, element, "title") or name,
            description=_text(path, element, "description"),
            is_required=_flag(path, element, "isRequired"),
            visible_if=self._condition(path, element),
            options=_options(path, element) if "choices" in _OWN[kind] else (),
            least=least,
            most=most,
            least_text=_text(path, element, "minRateDescription"),
            most_text=_text(path, element, "maxRateDescription"),
            at_most=_at_most(path, kind, element),
            placeholder=_text(path, element, "placeholder"),
            true_text=_text(path, element, "labelTrue"),
            false_text=_text(path, element, "labelFalse"),
        )

    def _type(self, path: str, element: Mapping[str, object]) -> QuestionType | None:
        try:
            return QuestionType(str(element.get("type")))
        except ValueError:
            if self._refuse:
                raise Malformed(
                    f"{path}.type", f"one of {', '.join(QuestionType)} is needed"
                ) from None
            return None

    def _condition(self, path: str, element: Mapping[str, object]) -> Condition | None:
        text = _text(path, element, "visibleIf")
        if not text:
            return None
        try:
            condition = parse_condition(text)
        except NotACondition as error:
            if self._refuse:
                raise Malformed(f"{path}.visibleIf", str(error)) from None
            return None
        if self._refuse and (unknown := names_in(condition) - self._above):
            raise Malformed(f"{path}.visibleIf", f"no question {min(unknown)!r} above")
        return condition

    def _require_known(self, path: str, table: Mapping[str, object], known: frozenset[str]) -> None:
        if self._refuse and (unknown := table.keys() - known):
            raise Malformed(
                f"{path}.{min(unknown)}", "not in the part of SurveyJS that is known here"
            )


def _rate(path: str, element: Mapping[str, object]) -> tuple[int, int]:
    least = _number(path, element, "rateMin", 1)
    most = _number(path, element, "rateMax", 5)
    if not 0 <= least < most <= RATE_AT_MOST:
        raise Malformed(f"{path}.rateMax", f"0 <= rateMin < rateMax <= {RATE_AT_MOST} is needed")
    return least, most


def _at_most(path: str, kind: QuestionType, element: Mapping[str, object]) -> int | None:
    if kind is QuestionType.CHECKBOX:
        return _number(path, element, "maxSelectedChoices", 0) or None
    if kind not in TEXT_AT_MOST:
        return None
    return min(_number(path, element, "maxLength", TEXT_AT_MOST[kind]), TEXT_AT_MOST[kind])


def _options(path: str, element: Mapping[str, object]) -> tuple[Option, ...]:
    options = tuple(
        _option(f"{path}.choices[{place}]", choice)
        for place, choice in enumerate(_list(f"{path}.choices", element.get("choices", ())))
    )
    if len({option.value for option in options}) < max(2, len(options)):
        raise Malformed(f"{path}.choices", "two different choices at least are needed")
    return options


def _option(path: str, choice: object) -> Option:
    value = choice.get("value") if isinstance(choice, Mapping) else choice
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Malformed(path, "a text, a number or an object with value and text is needed")
    text = _text(path, choice, "text") if isinstance(choice, Mapping) else ""
    return Option(value, text or str(value))


def _list(path: str, value: object) -> tuple[object, ...]:
    if not isinstance(value, tuple | list):
        raise Malformed(path, "a list is needed")
    return tuple(value)


def _table(path: str, value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise Malformed(path, "an object is needed")
    return value


def _text(path: str, table: Mapping[str, object], name: str) -> str:
    value = table.get(name, "")
    if not isinstance(value, str):
        raise Malformed(f"{path}.{name}", "a text is needed")
    return value


def _flag(path: str, table: Mapping[str, object], name: str) -> bool:
    value = table.get(name, False)
    if not isinstance(value, bool):
        raise Malformed(f"{path}.{name}", "true or false is needed")
    return value


def _number(path: str, table: Mapping[str, object], name: str, otherwise: int) -> int:
    value = table.get(name, otherwise)
    if type(value) is not int or value < 0:
        raise Malformed(f"{path}.{name}", "a whole number of zero or more is needed")
    return value
