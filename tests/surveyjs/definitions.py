"""Survey definitions and answers to them, drawn by a seed: every type and property that members meet."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

Element = dict[str, Any]
ALONE = {"showNoneItem": "none", "showRefuseItem": "refused", "showDontKnowItem": "dontknow"}
WORDS = ("shop", "Queue", "tea", "3", "10")


@dataclass(frozen=True)
class Drawn:
    """A definition, and answers to some of its questions."""

    definition: dict[str, Any]
    answers: dict[str, Any]


def survey_of(random: Random) -> Drawn:
    """One survey of one or two pages."""
    drawing = _Drawing(random)
    pages = [drawing.page(place) for place in range(random.randrange(1, 3))]
    definition: dict[str, Any] = {"pages": pages, "headerView": "advanced"}
    if random.random() < 0.3:
        expression = random.choice(("{q1} + 1", "iif({q1} notempty, 3, 'shop')", "{q2}"))
        definition["calculatedValues"] = [{"name": "calc", "expression": expression}]
    return Drawn(definition, drawing.answers)


class _Drawing:
    """Draws elements one after the other, and answers as it goes."""

    def __init__(self, random: Random) -> None:
        self.random, self.names = random, list[str]()
        self.plain = list[str]()
        self.single = list[str]()
        self.giving = list[str]()
        self.answers: dict[str, Any] = {}

    def page(self, place: int) -> Element:
        page: Element = {"name": f"p{place}"}
        if self.names and self.chance(0.2):
            page["visibleIf"] = self.condition()
        page["elements"] = [self.element() for _ in range(self.random.randrange(1, 4))]
        return page

    def element(self) -> Element:
        if self.chance(0.12):
            panel: Element = {"type": "panel", "name": f"panel{len(self.names)}"}
            above = self.condition() if self.names else ""
            elements = [self.question() for _ in range(2)]
            tells = any(one["type"] == "expression" for one in elements)
            if above:
                panel["visibleIf" if tells else self.random.choice(("visibleIf", "enableIf"))] = (
                    above
                )
            return {**panel, "elements": elements}
        return self.question()

    def question(self) -> Element:
        name = f"q{len(self.names) + 1}"
        question = {
            "name": name,
            "title": self.title(name),
            **self.random.choice(KINDS)(self, name),
        }
        if self.names:
            for key, often in (("visibleIf", 0.4), ("requiredIf", 0.2), ("enableIf", 0.1)):
                if self.chance(often) and (key, question["type"]) != ("enableIf", "expression"):
                    question[key] = self.condition()
        if self.chance(0.3) and question["type"] not in ("html", "expression"):
            question["isRequired"] = True
        self.names.append(name)
        if question["type"] not in ("matrix", "multipletext", "html", "expression"):
            self.plain.append(name)
        if question["type"] in ("radiogroup", "buttongroup", "dropdown", "checkbox", "tagbox"):
            self.giving.append(name)
        if question["type"] in (
            "text",
            "slider",
            "rating",
            "radiogroup",
            "dropdown",
            "boolean",
            "comment",
        ):
            self.single.append(name)
        return question

    def title(self, name: str) -> str:
        if not self.plain or self.chance(0.8):
            return f"Question {name}"
        return f"About {{{self.random.choice(self.plain)}}}?"

    def condition(self) -> str:
        name = self.random.choice(self.names)
        text = self.random.choice(
            (
                f"{{{name}}} notempty",
                f"{{{name}}} empty",
                f"{{{name}}} = '{self.random.choice(WORDS)}'",
                f"{{{name}}} >= {self.random.randrange(6)}",
                f"{{{name}}} contains '{self.random.choice(WORDS)}'",
                f"{{{name}}} anyof ['shop', 3]",
                f"{{{name}}} = true",
                f"{{{name}.a}} <> 1",
            )
        )
        if self.chance(0.2):
            joint = self.random.choice(("and", "or"))
            text = f"{text} {joint} {{{self.random.choice(self.names)}}} <> 3"
        return text

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def answer(self, name: str, value: Any, share: float = 0.7) -> None:
        if self.chance(share):
            self.answers[name] = value

    def some(self, values: list[Any]) -> list[Any]:
        return self.random.sample(values, self.random.randrange(1, len(values) + 1))


def _text(drawing: _Drawing, name: str) -> Element:
    element: Element = {"type": drawing.random.choice(("text", "comment"))}
    drawing.answer(name, drawing.random.choice((*WORDS, "a1 b", "x@y.ru", "none")))
    if drawing.chance(0.2):
        element["defaultValue"] = drawing.random.choice(WORDS)
    if drawing.chance(0.4):
        element["validators"] = [drawing.random.choice(VALIDATORS)]
    return element


def _number(drawing: _Drawing, name: str) -> Element:
    drawing.answer(name, drawing.random.choice((0, 1, 2.5, 3, 11)))
    bounds = {"min": 1, "max": 10} if drawing.chance(0.5) else {}
    return {"type": "text", "inputType": "number", **bounds}


def _slider(drawing: _Drawing, name: str) -> Element:
    drawing.answer(name, drawing.random.choice((2, 3.5, 10)))
    bounds = {"min": 1, "max": 10, "step": 0.5} if drawing.chance(0.5) else {}
    return {"type": "slider", "labelFormat": "{0}", **bounds}


def _mail(drawing: _Drawing, name: str) -> Element:
    drawing.answer(name, drawing.random.choice(("a@b.ru", "x.y@mail.example.com", "nobody", "a@b")))
    kind = {"inputType": "email"} if drawing.chance(0.5) else {"validators": [{"type": "email"}]}
    return {"type": "text", **kind}


def _day(drawing: _Drawing, name: str) -> Element:
    drawing.answer(name, drawing.random.choice(("2026-01-31", "2027-03-01", "1999-12-31")))
    bounds = {"min": "2026-01-01", "max": "2026-12-31"} if drawing.chance(0.5) else {}
    return {"type": "text", "inputType": "date", **bounds}


def _rating(drawing: _Drawing, name: str) -> Element:
    element: Element = drawing.random.choice(
        (
            {},
            {"rateMin": 0, "rateMax": 10},
            {"rateCount": 7},
            {"rateMin": 2, "rateMax": 8, "rateStep": 3},
            {"rateValues": [1, "shop|The shop", {"value": 3, "text": "three"}]},
        )
    )
    values = {0: [1, 5], 2: [0, 10], 3: [2, 8]}.get(len(element), [3])
    if "rateCount" in element or "rateValues" in element:
        values = [1, 3]
    drawing.answer(name, drawing.random.choice(values))
    return {"type": "rating", "minRateDescription": "Bad", **element}


def _choices(drawing: _Drawing) -> tuple[Element, list[Any]]:
    written = ["shop|The shop", "tea", {"value": 3, "text": "Three"}, {"value": "10"}]
    values: list[Any] = ["shop", "tea", 3, "10"]
    element: Element = {"choices": list(written)}
    if drawing.names and drawing.chance(0.2):
        hidden = {"value": "late", "text": "Late", "visibleIf": drawing.condition()}
        element["choices"].append(hidden)
    if drawing.names and drawing.chance(0.15):
        element["choicesVisibleIf"] = f"{{{drawing.random.choice(drawing.names)}}} <> {{item}}"
    if drawing.chance(0.3):
        element["showOtherItem"] = True
        values.append("other")
    for flag, value in ALONE.items():
        if drawing.chance(0.15):
            element[flag] = True
            values.append(value)
    return element, values


def _hides(element: Element) -> bool:
    """Whether some of its choices may be hidden: a choice that is gone is no answer here."""
    return "choicesVisibleIf" in element or len(element["choices"]) > 4


def _begin(drawing: _Drawing, name: str, element: Element) -> None:
    """A default value: a choice, words beside "other", digits of a number, or what stands alone.

    Words beside an "other" that is chosen no more are kept by SurveyJS, and count for nothing here.
    """
    if drawing.chance(0.25) and not _hides(element):
        own = ("other", ["tea", "other"]) if "showOtherItem" in element else ("tea",)
        if "showOtherItem" in element and name not in drawing.answers:
            own = (*own, "their own")
        own = (*own, *(["tea", value] for flag, value in ALONE.items() if flag in element))
        element["defaultValue"] = drawing.random.choice((*own, "3", ["shop", "tea"]))


def _one(drawing: _Drawing, name: str) -> Element:
    element, values = _choices(drawing)
    value = drawing.random.choice(values)
    if drawing.chance(0.7) and not _hides(element):
        drawing.answers[name] = value
        if value == "other" and drawing.chance(0.6):
            drawing.answers[f"{name}-Comment"] = "my own"
    _begin(drawing, name, element)
    kinds = ("radiogroup", "dropdown", *(() if "showOtherItem" in element else ("buttongroup",)))
    return {"type": drawing.random.choice(kinds), **element}


def _some(drawing: _Drawing, name: str) -> Element:
    element, values = _choices(drawing)
    if not _hides(element):
        together = [value for value in values if value not in ("other", *ALONE.values())]
        drawing.answer(name, drawing.some(together))
    if drawing.chance(0.3) and len(drawing.answers.get(name, ())) <= 2:
        element["maxSelectedChoices"] = 2
    if drawing.chance(0.2):
        element["minSelectedChoices"] = 2
    if drawing.chance(0.2):
        element["validators"] = [{"type": "answercount", "minCount": 2, "maxCount": 3}]
    _begin(drawing, name, element)
    return {"type": drawing.random.choice(("checkbox", "tagbox")), **element}


def _carried(drawing: _Drawing, name: str) -> Element:
    """Choices of an earlier question that always has some to give."""
    if not drawing.giving:
        return _one(drawing, name)
    mode = drawing.random.choice(("all", "selected", "unselected"))
    element: Element = {
        "type": drawing.random.choice(("radiogroup", "checkbox", "dropdown", "tagbox")),
        "choicesFromQuestion": drawing.random.choice(drawing.giving),
        "choicesFromQuestionMode": mode,
        "choices": ["left over"],
        "hideIfChoicesEmpty": True,
    }
    if drawing.chance(0.2):
        element["choicesVisibleIf"] = "{item} <> 'tea'"
    if drawing.chance(0.2):
        element["showOtherItem"] = True
    if drawing.chance(0.2):
        element["showNoneItem"] = True
    return element


def _boolean(drawing: _Drawing, name: str) -> Element:
    values: tuple[Any, Any] = (True, False)
    element: Element = {"type": "boolean"}
    if drawing.chance(0.3):
        values = ("yes", "no")
        element |= {"valueTrue": "yes", "valueFalse": "no"}
    drawing.answer(name, drawing.random.choice(values))
    if drawing.chance(0.1):
        element["defaultValue"] = values[0]
    return element


def _matrix(drawing: _Drawing, name: str) -> Element:
    rows = drawing.some(["a", "b"])
    drawing.answer(name, {row: drawing.random.choice((1, "good")) for row in rows})
    more = {"eachRowRequired": True} if drawing.chance(0.4) else {}
    columns = [{"value": 1, "text": "Bad"}, "good|Good"]
    return {"type": "matrix", "rows": ["a|Row A", "b"], "columns": columns, **more}


def _ranking(drawing: _Drawing, name: str) -> Element:
    drawing.answer(name, drawing.random.sample(["x", "y", "shop"], 3))
    return {"type": "ranking", "choices": ["x", "y", "shop"]}


def _pictures(drawing: _Drawing, name: str) -> Element:
    many = drawing.chance(0.5)
    values = drawing.some(["lion", "tea"])
    drawing.answer(name, values if many else values[0])
    choices = [{"value": "lion", "imageLink": "lion.png"}, {"value": "tea", "text": "Tea"}]
    return {"type": "imagepicker", "choices": choices, **({"multiSelect": True} if many else {})}


def _texts(drawing: _Drawing, name: str) -> Element:
    drawing.answer(name, dict.fromkeys(drawing.some(["a", "b"]), "shop"))
    items = [{"name": "a", "title": "First"}, {"name": "b", "isRequired": drawing.chance(0.5)}]
    return {"type": "multipletext", "items": items}


def _html(drawing: _Drawing, name: str) -> Element:
    return {"type": "html", "html": "<h3>Thanks</h3><script>x()</script>"}


def _expression(drawing: _Drawing, name: str) -> Element:
    if not drawing.single:
        return {"type": "html", "html": "An expression that names no question keeps its value"}
    about = drawing.random.choice(drawing.single)
    expression = drawing.random.choice((f"{{{about}}}", f"iif({{{about}}} > 2, 'high', 'low')"))
    return {"type": "expression", "expression": expression}


VALIDATORS: tuple[Element, ...] = (
    {"type": "numeric", "minValue": 2, "maxValue": 8},
    {"type": "text", "minLength": 3, "maxLength": 5},
    {"type": "text", "minLength": 2, "allowDigits": False},
    {"type": "regex", "regex": "^[a-z]+$"},
    {"type": "regex", "regex": "^Q", "caseInsensitive": True},
    {"type": "expression", "expression": "{q1} notempty"},
)
KINDS: tuple[Callable[[_Drawing, str], Element], ...] = (
    *(
        _text,
        _text,
        _number,
        _slider,
        _mail,
        _day,
        _rating,
        _rating,
        _one,
        _one,
        _one,
        _some,
        _some,
    ),
    *(_carried, _carried),
    *(_boolean, _boolean, _matrix, _ranking, _pictures, _texts, _html, _expression),
)
