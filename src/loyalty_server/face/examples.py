"""Examples of the published contract: what a server was asked and answered, call by call.

They are recorded, never written by hand: `python -m tests.server.face.examples.walk`.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(str(files("loyalty_server.face").joinpath("examples.json")))


@cache
def examples() -> Mapping[str, Mapping[str, Any]]:
    """`request` and `response` of each call, as far as it has a body, by the call's name."""
    read: dict[str, dict[str, Any]] = json.loads(FILE.read_text("utf-8"))
    return read


def exemplify(operation: dict[str, Any]) -> None:
    """Put its example into this operation of the document."""
    example = examples().get(operation["operationId"], {})
    if "request" in example:
        _into(operation["requestBody"], example["request"])
    if "response" in example:
        success = next(status for status in operation["responses"] if status.startswith("2"))
        _into(operation["responses"][success], example["response"])


def _into(described: dict[str, Any], example: Any) -> None:
    for content in described["content"].values():
        content["example"] = example
