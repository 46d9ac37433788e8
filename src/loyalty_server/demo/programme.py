"""The demo's files, with their dates moved so that its offers are running today."""

import re
from datetime import date
from pathlib import Path
from typing import Final

from loyalty_api.programme import ProgramKind
from loyalty_server.languages import Language

HERE = Path(__file__).parent
WRITTEN_FOR: Final = date(2026, 11, 22)
DATE = re.compile(r"(?<== )\d{4}-\d{2}-\d{2}(?=T|$)", re.MULTILINE)


def program_text(language: Language, today: date, kind: ProgramKind = ProgramKind.POINTS) -> str:
    """The demo's programme of this kind, in this language, as if it had been written today."""
    of_kind = "" if kind is ProgramKind.POINTS else f"{kind}."
    return text_as_of(HERE / f"program.{of_kind}{language}.toml", today)


def text_as_of(file: Path, today: date) -> str:
    """This file of the demo, its dates and times moved to today."""
    moved = today - WRITTEN_FOR
    text = file.read_text(encoding="utf-8")
    return DATE.sub(lambda found: str(date.fromisoformat(found[0]) + moved), text)
