"""Reading near: by a read replica, wherever it is as far as the database itself for the member who asks.

The wallet's facts tell: they change with each write that a wallet shows, so a replica that tells the same facts has all of the
member's own writes, and whatever was committed before the last of them.
"""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from loyalty_server.face.member_desk import MemberDesk
from loyalty_server.wallet.facts import Facts, Whose, facts_of

T = TypeVar("T")


def facts_now(desk: MemberDesk, whose: Whose) -> Facts | None:
    """What the database itself knows by the rules this process saw last; None where more must be asked."""
    counted, database = desk.settings.wallets.counted, desk.settings.database
    if counted is None:
        return None
    with database.crowds.entering(whose.member_id), database.asking() as connection:
        facts = facts_of(connection, whose, counted, desk.now)
    return facts if facts and facts.device_is_known else None


def read_near(
    desk: MemberDesk, whose: Whose, facts: Facts | None, work: Callable[[Session], T]
) -> T:
    """Do the work where these facts hold, if need be at the database itself. Raises `unauthenticated`."""
    standby, counted = desk.settings.standby, desk.settings.wallets.counted
    if standby is None or facts is None or counted is None:
        return desk.read(work)

    def is_as_new(session: Session) -> bool:
        return facts_of(session.connection(), whose, counted, desk.now) == facts

    with desk.settings.database.crowds.entering(desk.member_id):
        done = standby.answer(is_as_new, work)
    return desk.read(work) if done is None else done
