"""What others write in another form, a list of currencies or hours as one text, is told with the form it has here."""

from collections.abc import Iterator, Mapping
from typing import Any

from loyalty_api.malformed import Malformed
from loyalty_server.languages import spoken
from loyalty_server.programme.texts import OF_ITS_OWN


def require_our_forms(data: Mapping[str, Any]) -> None:
    """Raises `Malformed` for the first that is written otherwise."""
    for path, what in _other_forms(data):
        raise Malformed(path, what)


def _other_forms(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if isinstance(data.get("currency"), list):
        yield (
            "$.currency",
            "one currency is needed: what is sold in another is a programme of its own",
        )
    language = data.get("language")
    if isinstance(language, str) and language not in spoken():
        known = ", ".join(spoken())
        yield "$.language", f"one of {known} is needed; a brand's file adds others"
    yield from _hours(data, "$")


def _hours(value: Any, path: str) -> Iterator[tuple[str, str]]:
    match value:
        case dict():
            for name, one in value.items():
                if name == "hours" and not isinstance(one, dict):
                    yield (
                        f"{path}.hours",
                        'hours by weekday are needed: { mon-sun = "09:00-21:00" }',
                    )
                elif name != OF_ITS_OWN:
                    yield from _hours(one, f"{path}.{name}")
        case list():
            for place, one in enumerate(value):
                yield from _hours(one, f"{path}[{place}]")
