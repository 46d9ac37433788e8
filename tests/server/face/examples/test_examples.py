"""The contract's examples: a server says the same today, and the contract's schemas allow them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from loyalty_server.app import contract
from loyalty_server.face.examples import examples
from tests.server.face.examples.recorder import operations
from tests.server.face.examples.walk import walked

pytestmark = pytest.mark.slow

TEXTS = ("application/json", "text/event-stream")


def shape(value: Any) -> Any:
    """What a value is made of, whatever its ids and moments are."""
    match value:
        case dict():
            return {name: shape(part) for name, part in value.items()}
        case list():
            return [shape(part) for part in value]
        case str():
            return value.count("event: ")
    return type(value).__name__


def bodies() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each JSON body or stream that some call takes or answers with, by the call's name."""
    for name, (_, _, operation) in operations().items():
        answers = (
            answer for status, answer in operation["responses"].items() if status.startswith("2")
        )
        for described in (operation.get("requestBody", {}), *answers):
            for media, content in described.get("content", {}).items():
                if media in TEXTS:
                    yield name, content


def part_of(whole: Any, example: Any) -> Any:
    """So much of a shape as the example has: answers may grow, and examples stay true."""
    match whole, example:
        case dict(), dict():
            return {name: part_of(whole.get(name), part) for name, part in example.items()}
        case list(), list() if len(whole) == len(example):
            return [part_of(*pair) for pair in zip(whole, example, strict=True)]
    return whole


async def test_a_server_says_today_what_the_examples_say(tmp_path: Path) -> None:
    said = await walked(tmp_path)
    for name, example in examples().items():
        assert part_of(shape(said[name]), shape(example)) == shape(example), (
            f"{name}: write it anew: python -m tests.server.face.examples.walk"
        )


def test_every_call_of_the_contract_has_an_example_that_its_schema_allows() -> None:
    components = contract()["components"]
    checked = 0
    for name, content in bodies():
        assert "example" in content, f"{name} has no example"
        schema = content.get("schema", {}) | {"components": components}
        for error in jsonschema_rs.iter_errors(schema, content["example"], validate_formats=True):
            raise AssertionError(f"{name}: {error}")
        checked += 1
    assert checked > 50
