"""The receipt as a printer gets it: the screen's words, each amount once."""

from tests.ui.conftest import Open
from tests.ui.member import PURCHASE
from tests.ui.phone import Phone


async def test_receipt_is_printed_where_there_are_printers(phone: Phone, open_screen: Open) -> None:
    phone.body.can_print = True
    screen = await open_screen("/history/p1")
    await screen.tap("Распечатать чек")
    (paper,) = phone.body.printed
    assert paper.language == "ru"
    assert paper.lines[0] == PURCHASE.store
    said = [cell for part in paper.parts for row in part for cell in row]
    assert PURCHASE.lines[0].title in said[0]
    assert "Оплачено" in said
    assert "Начислено" in said


async def test_receipt_is_not_printed_where_there_are_none(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen("/history/p1")
    await screen.until_shown("Оплачено")
    assert not screen.shows("Распечатать чек")
