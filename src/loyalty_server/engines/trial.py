"""What engines are tried with: a member of theirs, and the ways to say that a rule is broken."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4

from loyalty_api.history import Entry, EntryKind
from loyalty_api.problems import ProblemCode
from loyalty_server.engines.port import Engine, NoSuchRef, Person, Standing
from loyalty_server.languages import Language
from loyalty_server.problems import Refused

NOBODY: Final = "nobody-9f3c"
PAGES_AT_MOST: Final = 200


class Fault(Exception):
    """The engine does otherwise than it must; the message says what."""


class NotTried(Exception):
    """Nothing was found to try it on; the message says what was missing."""


def _unique() -> str:
    return uuid4().hex


@dataclass(frozen=True)
class Trial:
    """The engine, a member of it whom the trial may change, and a promo code that may be used.

    `away` makes the engine where it cannot be reached; `unique` is another text each time.
    """

    engine: Engine
    member: Person
    clock: Callable[[], datetime]
    language: Language = Language.EN
    promo: str | None = None
    away: Callable[[], Engine] | None = None
    unique: Callable[[], str] = _unique

    @property
    def ref(self) -> str:
        """Who the member is there."""
        found = self.engine.identify(self.member)
        if found is None:
            raise Fault("the member to try with is not found by phone or e-mail")
        return found

    def key(self) -> str:
        """One that was never used."""
        return f"trial:{self.unique()}"

    def standing(self, ref: str | None = None) -> Standing:
        """What the member has now."""
        return self.engine.standing(ref or self.ref, self.clock(), self.language)

    def entries(self, kind: EntryKind | None = None) -> list[Entry]:
        """The whole history, page by page."""
        found: list[Entry] = []
        cursor: str | None = None
        for _ in range(PAGES_AT_MOST):
            page = self.engine.history(self.ref, kind, cursor, self.language)
            found += page.entries
            if page.next is None:
                return found
            require(page.next != cursor, "a page leads to itself")
            cursor = page.next
        raise Fault(f"the history does not end after {PAGES_AT_MOST} pages")


def require(holds: bool, otherwise: str) -> None:
    """Raises `Fault` otherwise."""
    if not holds:
        raise Fault(otherwise)


def require_refused(code: ProblemCode, ask: Callable[[], object]) -> None:
    """Raises `Fault` unless this is refused with this code."""
    try:
        ask()
    except Refused as refusal:
        require(refusal.code is code, f"refused as {refusal.code}, not as {code}")
        return
    except Exception as error:
        raise Fault(f"{type(error).__name__} where {code} must be refused: {error}") from error
    raise Fault(f"nothing was refused where {code} must be")


def require_nobody(ask: Callable[[], object], what: str) -> None:
    """Raises `Fault` unless the reference that is asked for is nobody's."""
    try:
        ask()
    except NoSuchRef:
        return
    except Exception as error:
        raise Fault(f"{what}: {type(error).__name__}, not NoSuchRef: {error}") from error
    raise Fault(f"{what}: answered for a reference that is nobody's")
