"""The properties of a survey definition, each read as what it must be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from loyalty_api.malformed import Malformed
from loyalty_api.surveys.conditions import Condition, NotACondition, names_in, parse_condition


@dataclass(frozen=True)
class Words:
    """What choices are called that a definition has no text for."""

    none: str = ""
    refused: str = ""
    unsure: str = ""
    other: str = ""
    yes: str = ""
    no: str = ""


EARLIER_NAMES: Final = {
    "questions": "elements",
    "placeHolder": "placeholder",
    "optionsCaption": "placeholder",
    "mininumRateDescription": "minRateDescription",
    "maximumRateDescription": "maxRateDescription",
    "insensitive": "caseInsensitive",
}
"""What older builders called the same."""


class Fields:
    """One object of a definition, and where it stands.

    With `strict` a condition that cannot be read is refused; otherwise there is none. `language`
    chooses among localised texts.
    """

    def __init__(self, path: str, value: object, *, strict: bool, language: str = "") -> None:
        if not isinstance(value, Mapping):
            raise Malformed(path, "an object is needed")
        self.path = path
        self.values: Mapping[str, Any] = {
            EARLIER_NAMES.get(str(name), str(name)): one for name, one in value.items()
        }
        self._strict, self._language = strict, language

    def saying(self, other: Mapping[str, Any]) -> "Fields":
        """The same place with other values in it."""
        values = {**self.values, **other}
        return Fields(self.path, values, strict=self._strict, language=self._language)

    def inner(self, name: str, value: object) -> "Fields":
        """An object within this one."""
        path = f"{self.path}.{name}"
        return Fields(path, value, strict=self._strict, language=self._language)

    def wrong(self, name: str, what: str) -> Malformed:
        """The fault of one property."""
        return Malformed(f"{self.path}.{name}", what)

    def text(self, name: str) -> str:
        """A text, or the one in the member's language of several."""
        value = self.values.get(name, "")
        if isinstance(value, Mapping) and value and all(isinstance(v, str) for v in value.values()):
            texts = dict(value)
            return str(
                texts.get(self._language) or texts.get("default") or next(iter(texts.values()))
            )
        if not isinstance(value, str):
            raise self.wrong(name, "a text is needed")
        return value

    def flag(self, name: str, *, otherwise: bool = False) -> bool:
        """True or false."""
        value = self.values.get(name, otherwise)
        if not isinstance(value, bool):
            raise self.wrong(name, "true or false is needed")
        return value

    def whole(self, name: str, otherwise: int) -> int:
        """A whole number of zero or more."""
        value = self.values.get(name, otherwise)
        if type(value) is not int or value < 0:
            raise self.wrong(name, "a whole number of zero or more is needed")
        return value

    def number(self, name: str) -> float | None:
        """A number, or None."""
        value = self.values.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise self.wrong(name, "a number is needed")
        return value

    def list(self, name: str) -> tuple[object, ...]:
        """A list, empty if there is none."""
        value = self.values.get(name, ())
        if not isinstance(value, tuple | list):
            raise self.wrong(name, "a list is needed")
        return tuple(value)

    def objects(self, name: str) -> tuple["Fields", ...]:
        """A list of objects."""
        return tuple(
            self.inner(f"{name}[{place}]", one) for place, one in enumerate(self.list(name))
        )

    def condition(self, name: str, above: set[str] | None = None) -> Condition | None:
        """A condition about the questions `above` (None: about whatever)."""
        text = self.text(name)
        if not text:
            return None
        try:
            condition = parse_condition(text)
        except NotACondition as error:
            if self._strict:
                raise self.wrong(name, str(error)) from None
            return None
        if self._strict and above is not None:
            known = {one.lower() for one in above}
            unknown = [one for one in names_in(condition) if not _is_of(one.lower(), known)]
            if unknown:
                raise self.wrong(name, f"no question {min(unknown)!r} above")
        return condition


def _is_of(name: str, questions: set[str]) -> bool:
    """Whether this is the answer to one of the questions, or a part of it (`name.row`, `name[0]`)."""
    return any(name == one or name.startswith((f"{one}.", f"{one}[")) for one in questions)
