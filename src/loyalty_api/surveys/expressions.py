"""The expressions of SurveyJS, read: a text in, a tree out.

    expression = both { ("or" | "||") both }
    both       = compared { ("and" | "&&") compared }
    compared   = sum { ("=" | "==" | "!=" | "<>" | "<" | "<=" | ">" | ">=") sum }
    sum        = product { ("+" | "-") product }
    product    = power { ("*" | "/" | "%") power }
    power      = matched { "^" matched }
    matched    = single { ("contains" | "*=" | "notcontains" | "anyof" | "allof" | "noneof") single }
    single     = "(" expression ")" | function "(" list ")" | ("!" | "not") single
               | atom ["empty" | "notempty"] | "[" list "]"
    atom       = number | "true" | "false" | "null" | 'text' | "text" | word | "{" name "}"

Words may be written in capitals. Source: `grammar.pegjs` of survey-core; `not` and `<>` are added.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

DEPTH_AT_MOST: Final = 20
LENGTH_AT_MOST: Final = 4000


class NotACondition(ValueError):
    """The text is no expression of the grammar above; the message says what was expected."""


@dataclass(frozen=True)
class Constant:
    """A value that is written there."""

    value: str | float | bool | None


@dataclass(frozen=True)
class Answer:
    """The answer to a question, or a calculated value."""

    name: str


@dataclass(frozen=True)
class Items:
    """A list."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True)
class Call:
    """A function and what it is given."""

    function: str
    given: tuple["Expression", ...]


@dataclass(frozen=True)
class Single:
    """`empty`, `notempty` or `not` of one part."""

    operator: str
    part: "Expression"


@dataclass(frozen=True)
class Pair:
    """Two parts and what stands between them."""

    operator: str
    left: "Expression"
    right: "Expression"


Expression = Constant | Answer | Items | Call | Single | Pair

_LEVELS: Final = tuple(
    tuple((re.compile(sign, re.IGNORECASE), operator) for sign, operator in level)
    for level in (
        ((r"\|\||or", "or"),),
        ((r"&&|and", "and"),),
        (
            (r"<=|lessorequal", "<="),
            (r">=|greaterorequal", ">="),
            (r"!=|<>|notequal", "<>"),
            (r"==|=|equal", "="),
            (r"<|less", "<"),
            (r">|greater", ">"),
        ),
        ((r"\+", "+"), (r"-", "-")),
        ((r"\*(?!=)", "*"), (r"/", "/"), (r"%", "%")),
        ((r"\^|power", "^"),),
        (
            (r"\*=|contains?", "contains"),
            (r"notcontains?", "notcontains"),
            (r"anyof", "anyof"),
            (r"allof", "allof"),
            (r"noneof", "noneof"),
        ),
    )
)
_SPACE: Final = re.compile(r"[ \t\n\r]*")
_WORD: Final = re.compile(r"[A-Za-z_]+(?:\d+[A-Za-z_]*)*")
_NUMBER: Final = re.compile(r"0x\d+|-?(?:\d+\.\d+|[1-9]+\d*|0)")
_TEXT: Final = re.compile(r"""(['"])((?:\\['"]|[^'"])*)['"]""")
_NAME: Final = re.compile(r"\{([^{}]+)\}")
_EMPTY: Final = re.compile(r"empty|notempty", re.IGNORECASE)
_NOT: Final = re.compile(r"!(?!=)|negate|not(?=[\s({!])", re.IGNORECASE)


@lru_cache(maxsize=512)
def parse_expression(text: str) -> Expression:
    """What this text means. Raises `NotACondition`."""
    if len(text) > LENGTH_AT_MOST:
        raise NotACondition(f"at most {LENGTH_AT_MOST} characters are allowed")
    return _Reader(text).whole()


def names_in(expression: Expression | None) -> frozenset[str]:
    """The names whose answers the expression asks for, as they are written."""
    return frozenset(part.name for part in _parts(expression) if isinstance(part, Answer))


def functions_in(expression: Expression) -> frozenset[str]:
    """The functions that the expression calls."""
    return frozenset(part.function for part in _parts(expression) if isinstance(part, Call))


def _parts(expression: Expression | None) -> Iterator[Expression]:
    if expression is None:
        return
    yield expression
    match expression:
        case Items(parts) | Call(given=parts):
            for part in parts:
                yield from _parts(part)
        case Single(part=part):
            yield from _parts(part)
        case Pair(left=left, right=right):
            yield from _parts(left)
            yield from _parts(right)


class _Reader:
    """Reads a text from the left; `_at` is the place it has come to."""

    def __init__(self, text: str) -> None:
        self._text, self._at, self._depth = text, 0, 0

    def whole(self) -> Expression:
        expression = self._level(0)
        self._take(_SPACE)
        if self._at < len(self._text):
            raise self._wrong("'and' or 'or' is expected before")
        return expression

    def _level(self, level: int) -> Expression:
        if level == len(_LEVELS):
            return self._single()
        expression = self._level(level + 1)
        while operator := self._operator(level):
            expression = Pair(operator, expression, self._level(level + 1))
        return expression

    def _operator(self, level: int) -> str | None:
        before = self._at
        self._take(_SPACE)
        for sign, operator in _LEVELS[level]:
            if self._take(sign):
                return operator
        self._at = before
        return None

    def _single(self) -> Expression:
        self._depth += 1
        if self._depth > DEPTH_AT_MOST:
            raise NotACondition(f"at most {DEPTH_AT_MOST} brackets within each other")
        self._take(_SPACE)
        expression = self._inner()
        self._depth -= 1
        return expression

    def _inner(self) -> Expression:
        if self._skips("("):
            expression = self._level(0)
            self._close(")")
            return expression
        if self._take(_NOT):
            return Single("not", self._single())
        if self._skips("["):
            return Items(self._list("]"))
        if call := self._call():
            return call
        atom = self._atom()
        before = self._at
        self._take(_SPACE)
        if found := self._take(_EMPTY):
            return Single(found[0].lower(), atom)
        self._at = before
        return atom

    def _call(self) -> Call | None:
        before = self._at
        if (found := self._take(_WORD)) and self._skips("("):
            return Call(found[0], self._list(")"))
        self._at = before
        return None

    def _list(self, end: str) -> tuple[Expression, ...]:
        self._take(_SPACE)
        if self._skips(end):
            return ()
        parts = [self._level(0)]
        self._take(_SPACE)
        while self._skips(","):
            parts.append(self._level(0))
            self._take(_SPACE)
        self._close(end)
        return tuple(parts)

    def _atom(self) -> Constant | Answer:
        if found := self._take(_NAME):
            return Answer(found[1].strip())
        if found := self._take(_TEXT):
            return Constant(found[2].replace("\\'", "'").replace('\\"', '"'))
        if found := self._take(_NUMBER):
            return Constant(_number(found[0]))
        if found := self._take(_WORD):
            word = found[0]
            plain = {"true": True, "false": False, "null": None, "undefined": None}
            return Constant(plain.get(word.lower(), word))
        raise self._wrong("a value or a question's {name} is expected instead of")

    def _close(self, sign: str) -> None:
        self._take(_SPACE)
        if not self._skips(sign):
            raise self._wrong(f"{sign!r} is expected before")

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self._text, self._at)
        if found:
            self._at = found.end()
        return found

    def _skips(self, sign: str) -> bool:
        if not self._text.startswith(sign, self._at):
            return False
        self._at += len(sign)
        return True

    def _wrong(self, what: str) -> NotACondition:
        return NotACondition(f"{what} {self._text[self._at :].strip() or 'the end'!r}")


def _number(text: str) -> float:
    if text.startswith("0x"):
        return int(text, 16)
    return float(text) if "." in text else int(text)
