"""The rules of tiers at every time, for whoever plays a history: each moment is judged by those that held then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import version_told
from loyalty_server.tables import ProgramVersionRow


@dataclass(frozen=True)
class RulesOfTimes:
    """By the number of a version since when it holds and, as far as tiers go, its programme."""

    versions: Mapping[int, tuple[datetime, Program]]

    def of(self, number: int) -> Program:
        """The rules kept under this number."""
        return self.versions[number][1]

    def at(self, moment: datetime) -> Program:
        """The rules that held then; for any time before the first rules, the first."""
        begun = [number for number, (since, _) in self.versions.items() if since <= moment]
        return self.of(max(begun, default=min(self.versions)))


def rules_of_times(session: Session) -> RulesOfTimes:
    """Every version that was published; one statement, and a file is read for it once."""
    row = ProgramVersionRow
    found = session.execute(select(row.version, row.valid_from, row.digest)).all()
    return RulesOfTimes(
        {
            number: (since, _by_digest.get(digest) or _read(session, number, digest))
            for number, since, digest in found
        }
    )


_by_digest: dict[str, Program] = {}
_by_tiers: dict[str, Program] = {}
"""Known for good: however often a shop publishes its offers, few programmes differ in their tiers."""


def _read(session: Session, number: int, digest: str) -> Program:
    program = version_told(session, number, digest).program
    alike = _by_tiers.setdefault(repr((program.tiers, program.time_zone)), program)
    return _by_digest.setdefault(digest, alike)
