"""The programme's versions in the database: a purchase is judged by the rules of its day.

A file is read once: under its digest it is known for good.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

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
    """The rules that hold, and the number they are kept under; how kept texts are said to the reader, and
    what is kept of the programme's pictures.
    """

    number: int
    program: Program
    translator: Translator = SAME
    pictures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _File:
    """A programme as it was published: its digest is made of all of it."""

    text: str
    pictures: Mapping[str, Any]


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
_files: dict[str, _File] = {}


def _version(
    session: Session, number: int, digest: str, language: Language | None = None
) -> ProgramVersion:
    file = _file(session, number, digest)
    program, says = _parsed(file.text, language), _translator(file.text, language)
    return ProgramVersion(number, program, says, file.pictures)


def _file(session: Session, number: int, digest: str) -> _File:
    known = _files.get(digest)
    if known is None:
        kept = select(ProgramVersionRow.text, ProgramVersionRow.pictures)
        known = _File(*session.execute(kept.where(ProgramVersionRow.version == number)).one())
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
