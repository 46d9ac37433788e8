"""What a member may be reminded of: only what their programme has."""

from dataclasses import replace

import pytest

from loyalty_api.programme import ProgramKind
from tests.ui.conftest import Open
from tests.ui.member import WALLET
from tests.ui.phone import Phone


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ProgramKind.POINTS, "Баллы скоро сгорят"),
        (ProgramKind.CASHBACK, "Кешбэк скоро сгорит"),
        (ProgramKind.DISCOUNT, None),
    ],
)
async def test_reminder_speaks_of_what_is_collected(
    phone: Phone, open_screen: Open, kind: ProgramKind, words: str | None
) -> None:
    await phone.keep_member(replace(WALLET, program=replace(WALLET.program, kind=kind)))
    screen = await open_screen("/profile/sent")
    await screen.until_shown("Купон скоро закончится")
    reminded = [one for one in screen.texts if one.endswith(("скоро сгорят", "скоро сгорит"))]
    assert reminded == ([words] if words else [])
