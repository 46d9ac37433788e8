"""What the desk says, a file for each language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from loyalty_server.languages import Language


@cache
def words_of(language: Language) -> Mapping[str, Any]:
    """Everything in this language, by places."""
    return tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text("utf-8"))
