"""The programme's versions in the database: a purchase is judged by the rules of its day.

A file is read once: under its digest it is known for good.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session

from loyalty_server.database.prepared import told
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
    found = session.execute(_RULES_AT, {"moment": moment}).one()
    return _version(session, *found, language)


def rules_of(session: Session, number: int) -> ProgramVersion:
    """The rules kept under this number."""
    digest = select(ProgramVersionRow.digest).where(ProgramVersionRow.version == number)
    return _version(session, number, session.scalars(digest).one())


def _of_moment() -> Select[int, str]:
    is_before = ProgramVersionRow.valid_from > told("moment", ProgramVersionRow.valid_from.type)
    nearest = case((is_before, -ProgramVersionRow.version), else_=ProgramVersionRow.version)
    version = select(ProgramVersionRow.version, ProgramVersionRow.digest)
    return version.order_by(is_before, nearest.desc()).limit(1)


_RULES_AT: Final = _of_moment()
FILES_KNOWN: Final = 64
_files: dict[str, str] = {}


def _version(
    session: Session, number: int, digest: str, language: Language | None = None
) -> ProgramVersion:
    text = _file(session, number, digest)
    return ProgramVersion(number, _parsed(text, language), _translator(text, language))


def _file(session: Session, number: int, digest: str) -> str:
    known = _files.get(digest)
    if known is None:
        text = select(ProgramVersionRow.text).where(ProgramVersionRow.version == number)
        known = session.scalars(text).one()
        if len(_files) >= FILES_KNOWN:
            _files.clear()
        _files[digest] = known
    return known


@lru_cache(maxsize=FILES_KNOWN)
def _parsed(text: str, language: Language | None) -> Program:
    return kept_program(text, language)


@lru_cache(maxsize=FILES_KNOWN)
def _translator(text: str, language: Language | None) -> Translator:
    return translator_of(text, language)
