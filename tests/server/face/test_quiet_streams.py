"""What is asked of the database for a stream that has nothing to tell."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from loyalty_server.events.pulse import is_quiet
from loyalty_server.tables import DeviceRow, MemberRow
from tests.server.house import House, Phone

pytestmark = pytest.mark.slow


@contextmanager
def statements(house: House) -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def note(*told: object) -> None:
        asked.append(str(told[2]))

    event.listen(house.settings.database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(house.settings.database.engine, "before_cursor_execute", note)


def device_of(house: House) -> tuple[str, str, int]:
    """The only member, device, and the number of the member's last event."""
    with house.settings.database.reading() as session:
        return (
            session.scalars(select(MemberRow.id)).one(),
            session.scalars(select(DeviceRow.id)).one(),
            session.scalars(select(MemberRow.event_sequence)).one(),
        )


def hears_nothing(house: House, member_id: str, device_id: str, last: int) -> bool:
    return is_quiet(house.settings.database, member_id, device_id, last)


async def test_one_statement_says_that_nothing_happened(house: House) -> None:
    await house.sign_in()
    known = device_of(house)
    hears_nothing(house, *known)
    with statements(house) as asked:
        assert hears_nothing(house, *known)
    assert len(asked) == 1


async def test_it_says_so_neither_after_an_event_nor_to_who_was_signed_out(house: House) -> None:
    anna: Phone = await house.sign_in()
    known = device_of(house)
    await house.buy(anna)
    assert not hears_nothing(house, *known)
    now = device_of(house)
    assert hears_nothing(house, *now)
    await house.http.delete("/v1/auth/session", headers=anna.bearer)
    assert not hears_nothing(house, *now[:2], device_of(house)[2])
