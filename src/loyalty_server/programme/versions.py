"""The programme's versions in the database: a purchase is judged by the rules of its day."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from loyalty_server.languages import Language
from loyalty_server.programme.file import kept_program, translator_of
from loyalty_server.programme.program import Program
from loyalty_server.programme.translation import SAME, Translator
from loyalty_server.tables import ProgramVersionRow


@dataclass(frozen=True)
class ProgramVersion:
    """The rules that hold, and the number they are kept under; how kept texts are said to the reader."""

    number: int
    program: Program
    translator: Translator = SAME


def rules_at(
    session: Session, moment: datetime, language: Language | None = None
) -> ProgramVersion:
    """The rules that held then; for any time before the first rules, the first. One statement.

    Their texts are in this language where the programme speaks it, otherwise in its own.
    """
    is_before = ProgramVersionRow.valid_from > moment
    nearest = case((is_before, -ProgramVersionRow.version), else_=ProgramVersionRow.version)
    row = session.scalars(
        select(ProgramVersionRow).order_by(is_before, nearest.desc()).limit(1)
    ).one()
    program, says = _parsed(row.text, language), _translator(row.text, language)
    return ProgramVersion(row.version, program, says)


def rules_of(session: Session, number: int) -> ProgramVersion:
    """The rules kept under this number."""
    row = session.get_one(ProgramVersionRow, number)
    return ProgramVersion(number, _parsed(row.text))


@lru_cache(maxsize=64)
def _parsed(text: str, language: Language | None = None) -> Program:
    return kept_program(text, language)


@lru_cache(maxsize=64)
def _translator(text: str, language: Language | None) -> Translator:
    return translator_of(text, language)
