"""`visibleIf`: the conditions under which a question is asked, a small part of SurveyJS expressions.

    condition  = both { "or" both }
    both       = single { "and" single }
    single     = "not" single | "(" condition ")" | "{" name "}" test
    test       = "empty" | "notempty" | comparison value
    comparison = "=" | "==" | "<>" | "!=" | ">" | ">=" | "<" | "<=" | "contains" | "notcontains"
    value      = number | "true" | "false" | 'text' | "text"

Words may be written in capitals; `&&`, `||` and `!` are `and`, `or` and `not`. An answer that was
not given is `empty`, differs from every value, and is neither above nor below any.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

Answers = Mapping[str, object]
Value = str | float | bool
DEPTH_AT_MOST = 20
TOKEN = re.compile(
    r"""\s*(?:
    \{(?P<name>[^{}]+)\}
  | (?P<text>'[^']*'|"[^"]*")
  | (?P<number>-?\d+(?:\.\d+)?)
  | (?P<sign>==|=|<>|!=|>=|<=|>|<|&&|\|\||!|\(|\))
  | (?P<word>[A-Za-z]+)
    )""",
    re.VERBOSE,
)
SYNONYMS: Mapping[str, str] = {"&&": "and", "||": "or", "!": "not", "==": "=", "!=": "<>"}
COMPARISONS = ("=", "<>", ">", ">=", "<", "<=", "contains", "notcontains")


class NotACondition(ValueError):
    """The text is no condition of the grammar above; the message says what was expected."""


@dataclass(frozen=True)
class Test:
    """What one answer is asked: `value` is None for `empty` and `notempty`."""

    name: str
    comparison: str
    value: Value | None = None


@dataclass(frozen=True)
class Not:
    """True when its part is not."""

    part: "Condition"


@dataclass(frozen=True)
class AllOf:
    """True when every part is."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class AnyOf:
    """True when some part is."""

    parts: tuple["Condition", ...]


Condition = Test | Not | AllOf | AnyOf


@lru_cache(maxsize=256)
def parse_condition(text: str) -> Condition:
    """The condition this text means. Raises `NotACondition`."""
    reader = _Reader(_tokens(text))
    condition = reader.condition()
    if reader.kind != "end":
        raise NotACondition(f"'and' or 'or' is expected before {reader.text!r}")
    return condition


def holds(condition: Condition, answers: Answers) -> bool:
    """Whether these answers fulfil the condition."""
    match condition:
        case Not(part):
            return not holds(part, answers)
        case AllOf(parts):
            return all(holds(part, answers) for part in parts)
        case AnyOf(parts):
            return any(holds(part, answers) for part in parts)
        case Test(name, comparison, value):
            return _compared(answers.get(name), comparison, value)


def names_in(condition: Condition) -> frozenset[str]:
    """The questions whose answers the condition asks for."""
    match condition:
        case Test(name=name):
            return frozenset({name})
        case Not(part):
            return names_in(part)
        case AllOf(parts) | AnyOf(parts):
            return frozenset[str]().union(*map(names_in, parts))


def is_empty(answer: object) -> bool:
    """Whether this stands for no answer at all."""
    return answer is None or answer in ("", (), [])


def _compared(answer: object, comparison: str, value: Value | None) -> bool:
    match comparison:
        case "empty":
            return is_empty(answer)
        case "notempty":
            return not is_empty(answer)
        case "contains":
            return _contains(answer, value)
        case "notcontains":
            return not _contains(answer, value)
        case "=":
            return _equal(answer, value)
        case "<>":
            return not _equal(answer, value)
        case _:
            return _ordered(answer, comparison, value)


def _equal(answer: object, value: object) -> bool:
    """`true` is not 1, as in JSON."""
    return isinstance(answer, bool) is isinstance(value, bool) and answer == value


def _contains(answer: object, value: object) -> bool:
    match answer:
        case str():
            return str(value) in answer
        case tuple() | list():
            return any(_equal(item, value) for item in answer)
        case _:
            return False


def _ordered(answer: object, comparison: str, value: object) -> bool:
    if not (_is_number(answer) and _is_number(value)):
        return False
    return _ORDER[comparison](float(str(answer)), float(str(value)))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_ORDER: Mapping[str, Callable[[float, float], bool]] = {
    ">": lambda answer, value: answer > value,
    ">=": lambda answer, value: answer >= value,
    "<": lambda answer, value: answer < value,
    "<=": lambda answer, value: answer <= value,
}


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens, place, text = [], 0, text.rstrip()
    while place < len(text):
        found = TOKEN.match(text, place)
        if found is None or found.lastgroup is None:
            raise NotACondition(f"{text[place:].strip()!r} cannot be read")
        kind, token = found.lastgroup, found[found.lastgroup]
        if kind in ("sign", "word"):
            kind, token = "word", SYNONYMS.get(token, token.lower())
        tokens.append((kind, token))
        place = found.end()
    return tokens


class _Reader:
    """Reads tokens from the left; `kind` and `text` are of the next one."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._left = [*tokens, ("end", "the end")][::-1]
        self._depth = 0

    @property
    def kind(self) -> str:
        return self._left[-1][0]

    @property
    def text(self) -> str:
        return self._left[-1][1]

    def condition(self) -> Condition:
        return self._separated("or", lambda: self._separated("and", self._single, AllOf), AnyOf)

    def _separated(
        self,
        word: str,
        part: Callable[[], Condition],
        joined: Callable[[tuple[Condition, ...]], Condition],
    ) -> Condition:
        parts = [part()]
        while self._skips(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else joined(tuple(parts))

    def _single(self) -> Condition:
        self._depth += 1
        if self._depth > DEPTH_AT_MOST:
            raise NotACondition(f"at most {DEPTH_AT_MOST} brackets within each other")
        condition = self._inner()
        self._depth -= 1
        return condition

    def _inner(self) -> Condition:
        if self._skips("not"):
            return Not(self._single())
        if self._skips("("):
            condition = self.condition()
            if not self._skips(")"):
                raise NotACondition(f"')' is expected before {self.text!r}")
            return condition
        if self.kind != "name":
            raise NotACondition(f"a question's {{name}} is expected instead of {self.text!r}")
        return self._test(self._taken().strip())

    def _test(self, name: str) -> Test:
        comparison = self._taken()
        if comparison in ("empty", "notempty"):
            return Test(name, comparison)
        if comparison not in COMPARISONS:
            raise NotACondition(f"a comparison is expected instead of {comparison!r}")
        return Test(name, comparison, self._value())

    def _value(self) -> Value:
        kind, text = self.kind, self._taken()
        match kind, text:
            case "number", _:
                return float(text) if "." in text else int(text)
            case "text", _:
                return text[1:-1]
            case "word", "true" | "false":
                return text == "true"
            case _:
                raise NotACondition(f"a value is expected instead of {text!r}")

    def _skips(self, word: str) -> bool:
        if (self.kind, self.text) != ("word", word):
            return False
        self._left.pop()
        return True

    def _taken(self) -> str:
        text = self.text
        if self.kind != "end":
            self._left.pop()
        return text
