"""A phone with Anna's card on it, and its screens closed after each test."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest

from tests.ui.headless import Screen
from tests.ui.phone import Phone

Open = Callable[..., Awaitable[Screen]]


@pytest.fixture
async def phone() -> Phone:
    phone = Phone()
    await phone.keep_member()
    return phone


@pytest.fixture
async def open_screen(phone: Phone) -> AsyncIterator[Open]:
    screens: list[Screen] = []

    async def opened(*args: object, **more: object) -> Screen:
        screens.append(await phone.open(*args, **more))  # type: ignore[arg-type]
        return screens[-1]

    yield opened
    for screen in screens:
        await screen.close()


@pytest.fixture(autouse=True)
def no_fault_is_hidden(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What the guards keep from the member is not kept from us."""
    yield
    faults = [record for record in caplog.records if record.name == "kopilka.ui"]
    assert not faults
