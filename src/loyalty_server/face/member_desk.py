"""How a member's requests are served: a signed-in device, one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from loyalty_server.face.asking import MemberAsking, now_of, settings_of
from loyalty_server.languages import Language
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import ProgramVersion, rules_at
from loyalty_server.settings import ServerSettings
from loyalty_server.sign_in.access import Asker
from loyalty_server.sign_in.devices import read_as, write_as

T = TypeVar("T")


@dataclass(frozen=True)
class MemberDesk:
    """One request of one member."""

    settings: ServerSettings
    asker: Asker
    now: datetime

    @property
    def member_id(self) -> str:
        return self.asker.member_id

    def program(self, session: Session) -> Program:
        """The rules that hold at this request."""
        return rules_at(session, self.now).program

    def rules(self, session: Session, language: Language) -> ProgramVersion:
        """The same with its texts in the reader's language."""
        return rules_at(session, self.now, language)

    def read(self, work: Callable[[Session], T]) -> T:
        """Do the work in a session that changes nothing. Raises `unauthenticated`."""
        return read_as(self.settings.database, self.asker, work)

    def write(self, work: Callable[[Session], T]) -> T:
        """Do the work in one transaction. Raises `unauthenticated`."""
        return write_as(self.settings.database, self.asker, work)


async def member_desk(request: Request, asker: MemberAsking) -> MemberDesk:
    """The desk for this request."""
    return MemberDesk(await settings_of(request), asker, await now_of(request))


Desk = Annotated[MemberDesk, Depends(member_desk)]
