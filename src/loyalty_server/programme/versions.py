"""The programme's versions in the database: a purchase is judged by the rules of its day.

A file is read once: under its digest it is known for good.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ScalarSelect, SQLColumnExpression, case, func, select
from sqlalchemy.orm import Session, aliased

from loyalty_api.problems import ProblemCode
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.languages import Language
from loyalty_server.problems import Refused
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
    number, digest = _RULES_AT.one(session, {"moment": moment})
    return version_told(session, number, digest, language)


def rules_of(session: Session, number: int) -> ProgramVersion:
    """The rules kept under this number."""
    return version_told(session, number, _DIGEST.one(session, {"number": number}).digest)


def number_at(moment: SQLColumnExpression[datetime]) -> ScalarSelect[int]:
    """The number of the rules that held then, for statements that ask for more than that."""
    kept = aliased(ProgramVersionRow)
    begun = func.max(case((kept.valid_from <= moment, kept.version)))
    number = select(func.coalesce(begun, func.min(kept.version)))
    return number.correlate_except(kept).scalar_subquery()


@dataclass(frozen=True)
class PublishedVersion:
    """One of those that were published."""

    number: int
    valid_from: datetime
    name: str


def published_versions(session: Session, most: int) -> Sequence[PublishedVersion]:
    """The newest first."""
    rows = session.execute(
        select(ProgramVersionRow.version, ProgramVersionRow.valid_from, ProgramVersionRow.digest)
        .order_by(ProgramVersionRow.version.desc())
        .limit(most)
    )
    return [
        PublishedVersion(
            row.version, row.valid_from, version_told(session, row.version, row.digest).program.name
        )
        for row in rows
    ]


def text_of(session: Session, number: int) -> str:
    """The file that was published under this number. Raises `not_found`."""
    text = session.scalar(select(ProgramVersionRow.text).where(ProgramVersionRow.version == number))
    if text is None:
        raise Refused(ProblemCode.NOT_FOUND)
    return text


_RULES_AT: Final = Prepared(
    select(ProgramVersionRow.version, ProgramVersionRow.digest).where(
        ProgramVersionRow.version == number_at(told("moment", ProgramVersionRow.valid_from.type))
    )
)
_DIGEST: Final = Prepared(
    select(ProgramVersionRow.digest).where(
        ProgramVersionRow.version == told("number", ProgramVersionRow.version.type)
    )
)
FILES_KNOWN: Final = 64
_files: dict[str, _File] = {}


def version_told(
    session: Session, number: int, digest: str, language: Language | None = None
) -> ProgramVersion:
    """The rules of which a statement has told the number and the digest."""
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
