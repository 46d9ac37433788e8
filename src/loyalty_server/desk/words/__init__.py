"""What the desk says, a file for each language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from loyalty_api.programme import ProgramKind
from loyalty_server.languages import Language


@cache
def words_of(language: Language, kind: ProgramKind = ProgramKind.POINTS) -> Mapping[str, Any]:
    """Everything in this language, by places, as a programme of this kind says it."""
    read = tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text("utf-8"))
    of_kinds = {one: read.pop(one, {}) for one in ProgramKind}
    own = of_kinds[kind]
    return {place: {**words, **own.get(place, {})} for place, words in read.items()}
