"""Survey definitions as SurveyJS builders write them, read into pages of questions.

`docs/surveys.md` tells the types and properties. Decoration (`decoration`) is passed over.
The server refuses a definition with anything else; a wallet passes over what it does not know.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from loyalty_api.malformed import Malformed
from loyalty_api.surveys.answers import fault_of
from loyalty_api.surveys.carried import with_carried
from loyalty_api.surveys.conditions import Condition, parse_condition
from loyalty_api.surveys.decoration import ELEMENT, OF_A_SURVEY, OF_AN_ELEMENT
from loyalty_api.surveys.defaults import with_default
from loyalty_api.surveys.elements import question_of
from loyalty_api.surveys.fields import Fields, Words
from loyalty_api.surveys.models import Page, Question, Questionnaire, QuestionType, Trigger
from loyalty_api.surveys.other_kinds import OTHER_KINDS, meant
from loyalty_api.surveys.properties import EVERY, ITEM, OWN
from loyalty_api.surveys.refused import because
from loyalty_api.surveys.values import is_empty

SURVEY: Final = frozenset(
    ["title", "description", "pages", "elements", "calculatedValues", "triggers"]
)
PAGE: Final = frozenset(
    ["name", "title", "description", "elements", "visibleIf", "visible", "enableIf", "readOnly"]
)
PANEL: Final = PAGE | {"type"}
TRIGGERS: Final = {"complete": frozenset({"type", "expression"})}
_NEVER: Final = parse_condition("false")
_WORDS: Final = {
    "": Words("None", "Refuse to answer", "Don’t know", "Other (describe)", "Yes", "No"),
    "ru": Words("Ничего из этого", "Не хочу отвечать", "Не знаю", "Другое", "Да", "Нет"),
}
_DEPTH_AT_MOST: Final = 5


def read_definition(
    definition: Mapping[str, object],
    *,
    refuse_unknown: bool = False,
    path: str = "$",
    language: str = "",
) -> Questionnaire:
    """The survey that this definition (plain JSON values) means, in this language where it has it.

    Raises `Malformed` with the path of what makes no sense, and with `refuse_unknown` also of what
    this reader does not know; otherwise it passes over that.
    """
    whole = Fields(path, definition, strict=refuse_unknown, language=language)
    reader = _Definition(refuse_unknown, _WORDS.get(language, _WORDS[""]))
    return reader.survey(whole)


class _Definition:
    """Reads one definition, and knows the questions above the one it reads."""

    def __init__(self, refuse_unknown: bool, words: Words) -> None:
        self._refuse, self._words = refuse_unknown, words
        self._read: dict[str, Question] = {}
        self._calculated: dict[str, Condition] = {}
        self._passed_over: list[str] = []

    def survey(self, whole: Fields) -> Questionnaire:
        self._require_known(whole, SURVEY, OF_A_SURVEY)
        self._calculate(whole)
        pages = tuple(self._pages(whole))
        if not pages or (self._refuse and not self._read):
            where = "pages" if "pages" in whole.values else "elements"
            raise whole.wrong(where, "one question at least is needed")
        triggers = tuple(self._triggers(whole))
        return Questionnaire(pages, tuple(self._passed_over), self._calculated, triggers)

    def _pages(self, whole: Fields) -> Iterator[Page]:
        if "pages" not in whole.values:
            if whole.objects("elements"):
                yield self._page(whole)
            return
        for page in whole.objects("pages"):
            self._require_known(page, PAGE)
            if page.objects("elements"):
                yield self._page(page)
            else:
                self._passed_over.append(page.path)

    def _page(self, page: Fields) -> Page:
        questions = tuple(self._questions(page, 0, is_page="pages" not in page.values))
        return Page(page.text("title"), questions, page.text("description"))

    def _questions(self, box: Fields, depth: int, *, is_page: bool = False) -> Iterator[Question]:
        """The questions of a page or panel; its conditions are theirs too."""
        elements = box.objects("elements")
        if depth > _DEPTH_AT_MOST:
            raise box.wrong("elements", f"at most {_DEPTH_AT_MOST} panels in each other are needed")
        visible, enabled = self._conditions(box)
        title = "" if is_page else box.text("title")
        for element in elements:
            if element.values.get("type") == "panel":
                self._require_known(element, PANEL)
                inner = self._questions(element, depth + 1)
            else:
                inner = self._question(element)
            for question in inner:
                yield replace(
                    question,
                    visible_if=(*visible, *question.visible_if),
                    enable_if=(*enabled, *question.enable_if),
                    is_read_only=question.is_read_only or box.flag("readOnly"),
                    group=question.group or title,
                )
                title = ""

    def _question(self, element: Fields) -> Iterator[Question]:
        if element.values.get("type") == ELEMENT:
            self._passed_over.append(element.path)
            return
        if (written := str(element.values.get("type"))) in OTHER_KINDS:
            self._require_known(element, EVERY | OTHER_KINDS[written])
            element = meant(element)
        kind = self._type(element)
        if kind is None:
            return
        if written == kind:
            self._require_known(element, EVERY | OWN[kind])
        for item in element.objects("items") if kind is QuestionType.MULTIPLETEXT else ():
            self._require_known(item, ITEM)
        name = element.text("name")
        if not name or name in self._read:
            raise element.wrong("name", "a name of its own is needed")
        above = self._read.keys() | self._calculated.keys()
        question = question_of(element, kind, above, self._words)
        question = with_carried(element, question, above, self._read)
        if question.carries and "choices" in element.values:
            self._passed_over.append(f"{element.path}.choices")
        question = with_default(question, element.values.get("defaultValue"))
        visible, enabled = self._conditions(element)
        question = replace(question, visible_if=visible, enable_if=enabled)
        if not is_empty(question.default):
            self._require_default(element, question)
        self._read[name] = question
        yield question

    def _conditions(self, box: Fields) -> tuple[tuple[Condition, ...], tuple[Condition, ...]]:
        above = self._read.keys() | self._calculated.keys()
        visible, enabled = box.condition("visibleIf", above), box.condition("enableIf", above)
        if visible is None and not box.flag("visible", otherwise=True):
            visible = _NEVER
        return (() if visible is None else (visible,)), (() if enabled is None else (enabled,))

    def _require_default(self, element: Fields, question: Question) -> None:
        least = question.at_least if question.type is QuestionType.RANKING else None
        judged = replace(
            question, is_read_only=False, validators=(), at_least=least, every_row=False
        )
        words = question.default_comment or "to be written"
        begun = {question.name: question.default, question.comment_name: words}
        if fault := fault_of(judged, begun):
            raise element.wrong("defaultValue", fault.what)

    def _type(self, element: Fields) -> QuestionType | None:
        try:
            return QuestionType(str(element.values.get("type")))
        except ValueError:
            if self._refuse:
                kind = element.values.get("type")
                what = f"one of {', '.join(QuestionType)}, panel is needed"
                raise element.wrong("type", what + because(kind)) from None
            return None

    def _calculate(self, whole: Fields) -> None:
        for value in whole.objects("calculatedValues"):
            self._require_known(value, frozenset({"name", "expression"}))
            name, expression = value.text("name"), value.condition("expression")
            if not name:
                raise value.wrong("name", "a name of its own is needed")
            if expression is not None:
                self._calculated[name] = expression

    def _triggers(self, whole: Fields) -> Iterator[Trigger]:
        for trigger in whole.objects("triggers"):
            kind = trigger.text("type").removesuffix("trigger")
            if kind not in ("complete", "skip"):
                if self._refuse:
                    raise trigger.wrong("type", "complete or skip is needed" + because(kind))
                continue
            self._require_known(trigger, frozenset({"type", "expression", "gotoName"}))
            condition = trigger.condition("expression", self._read.keys() | self._calculated.keys())
            goes_to = trigger.text("gotoName") if kind == "skip" else None
            if kind == "skip" and goes_to not in self._read:
                raise trigger.wrong("gotoName", "the name of a question is needed")
            if condition is not None:
                yield Trigger(condition, goes_to)

    def _require_known(
        self,
        fields: Fields,
        known: frozenset[str],
        decoration: frozenset[str] = OF_AN_ELEMENT,
    ) -> None:
        for name in sorted(fields.values.keys() - known):
            if name in decoration:
                self._passed_over.append(f"{fields.path}.{name}")
            elif self._refuse:
                what = "not in the part of SurveyJS that is known here"
                raise Malformed(f"{fields.path}.{name}", what + because(name))
