"""Consents: versioned texts that members agree to one by one, each grant or withdrawal a new row."""

import tomllib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from loyalty_api.codec import decode
from loyalty_api.models import Consent
from loyalty_api.problems import ProblemCode
from loyalty_api.requests import ConsentChange
from loyalty_api.sign_in import GrantedConsent
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.languages import Language
from loyalty_server.points.account import lock_member
from loyalty_server.problems import Refused
from loyalty_server.tables import ConsentRow

PROFILING: Final = "profiling"
"""The purpose of personal offers and goals."""


@dataclass(frozen=True)
class Translation:
    """The text in a language that a brand adds."""

    language: str
    text: str


@dataclass(frozen=True)
class Wording:
    """One text in each of the programme's languages."""

    ru: str
    en: str
    added: tuple[Translation, ...] = ()

    def in_language(self, language: Language) -> str:
        """In this one, else in the one that stands in."""
        for one in self.added:
            if one.language == language:
                return one.text
        return self.ru if language.whole is Language.RU else self.en

    @property
    def all_of_it(self) -> str:
        return "\0".join((self.ru, self.en, *(one.text for one in self.added)))


@dataclass(frozen=True)
class ConsentText:
    """What a member is asked to agree to; without a required one there is no card. One that is not `asked`
    is shown to who granted it."""

    purpose: str
    version: str
    required: bool
    title: Wording
    text: Wording
    asked: bool = True

    @property
    def digest(self) -> str:
        """SHA-256 of the wording in all languages: what exactly was agreed to."""
        return sha256(self.text.all_of_it.encode()).hexdigest()


@dataclass(frozen=True)
class ConsentTexts:
    """The texts now in force, in the order in which they are shown."""

    consent: tuple[ConsentText, ...]

    def about(self, purpose: str) -> ConsentText | None:
        """The text in force for this purpose."""
        return next((text for text in self.consent if text.purpose == purpose), None)

    def without_asking(self, purpose: str) -> "ConsentTexts":
        """The same, but for one purpose that is of no use here."""
        return ConsentTexts(
            tuple(
                replace(text, asked=False) if text.purpose == purpose else text
                for text in self.consent
            )
        )

    def asking(self, purposes: Collection[str]) -> "ConsentTexts":
        """The same, and these purposes too."""
        if not purposes:
            return self
        return ConsentTexts(
            tuple(
                replace(text, asked=text.asked or text.purpose in purposes) for text in self.consent
            )
        )

    def of(self, granted: GrantedConsent) -> ConsentText | None:
        """The text in force that this grant means; None when there is none of that version."""
        text = self.about(granted.purpose)
        return text if text and text.version == granted.version else None


@dataclass(frozen=True)
class Decision:
    """What the member said about one text, when, and in which version of the app."""

    granted: bool
    at: datetime
    app_version: str | None


def standard_texts() -> ConsentTexts:
    """The texts that come with the server."""
    return read_texts(files("loyalty_server.members").joinpath("consents.toml").read_text("utf-8"))


def read_texts(toml: str) -> ConsentTexts:
    """Texts from TOML. Raises `Malformed` or `TOMLDecodeError` with the place of the fault."""
    return decode(ConsentTexts, _by_language(tomllib.loads(toml)), refuse_unknown=True)


def _by_language(value: Any) -> Any:
    """Texts in languages that are added stand apart from the two that are needed."""
    match value:
        case {"ru": str(), **others}:
            added = [
                {"language": tag, "text": text}
                for tag, text in sorted(others.items())
                if tag != "en"
            ]
            needed = {tag: text for tag, text in value.items() if tag in tuple(Language)}
            return {**needed, "added": added}
        case dict():
            return {name: _by_language(item) for name, item in value.items()}
        case list():
            return [_by_language(item) for item in value]
        case _:
            return value


def worded(text: ConsentText, language: Language, granted_at: datetime | None = None) -> Consent:
    """A text as the member sees it."""
    title, body = text.title.in_language(language), text.text.in_language(language)
    return Consent(text.purpose, text.version, text.required, title, body, granted_at)


def require_consents(
    texts: ConsentTexts, granted: Iterable[GrantedConsent], language: Language
) -> None:
    """Raises `consents_required`, which carries all texts, unless each required one is granted."""
    agreed = {text.purpose for grant in granted if (text := texts.of(grant))}
    if any(text.required and text.purpose not in agreed for text in texts.consent):
        asked = tuple(worded(text, language) for text in texts.consent if text.asked)
        raise Refused(ProblemCode.CONSENTS_REQUIRED, consents=asked)


def require_acceptable(text: ConsentText, change: ConsentChange, language: Language) -> None:
    """Raises `consents_required` with the text in force when the member agreed to another version,
    or withdraws what the card cannot be without."""
    is_acceptable = change.version == text.version if change.granted else not text.required
    if not is_acceptable:
        raise Refused(ProblemCode.CONSENTS_REQUIRED, consents=(worded(text, language),))


def record_decision(
    session: Session, member_id: str, text: ConsentText, decision: Decision
) -> None:
    """Add a grant or a withdrawal; what holds already adds nothing.

    A grant that was given offline before the withdrawal that holds comes too late. A withdrawal
    never does, and ends consent to an earlier text too.
    """
    lock_member(session, member_id)
    latest = session.scalars(
        select(ConsentRow)
        .filter_by(member_id=member_id, purpose=text.purpose)
        .order_by(ConsentRow.id.desc())
        .limit(1)
    ).first()
    if _changes_nothing(latest, text, decision):
        return
    session.add(
        ConsentRow(
            member_id=member_id,
            purpose=text.purpose,
            version=text.version,
            text_hash=text.digest,
            granted=decision.granted,
            at=decision.at,
            app_version=decision.app_version,
        )
    )


def _changes_nothing(latest: ConsentRow | None, text: ConsentText, decision: Decision) -> bool:
    if latest is None:
        return not decision.granted
    if not latest.granted:
        return not decision.granted or decision.at < latest.at
    return decision.granted and latest.version == text.version


def consents_of(
    session: Session, member_id: str, texts: ConsentTexts, language: Language
) -> tuple[Consent, ...]:
    """The texts that are asked, and those granted, with the time this member granted each; one statement.

    Who agreed to an earlier version has not agreed to this one.
    """
    rows: Sequence[ConsentRow] = _NEWEST.rows(session, {"member": member_id})
    granted_at = {(row.purpose, row.version): row.at for row in rows if row.granted}
    return tuple(
        worded(text, language, at)
        for text in texts.consent
        if (at := granted_at.get((text.purpose, text.version))) or text.asked
    )


_NEWEST: Final = Prepared(
    select(ConsentRow).where(
        ConsentRow.id.in_(
            select(func.max(ConsentRow.id))
            .where(ConsentRow.member_id == told("member"))
            .group_by(ConsentRow.purpose)
        )
    )
)
