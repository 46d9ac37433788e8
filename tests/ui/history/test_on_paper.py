"""The receipt as a printer gets it: the screen's words, each amount once."""

from dataclasses import replace
from datetime import timedelta

from kopilka.local.kept import LocalStore, Page
from loyalty_api import codec
from loyalty_api.receipts import PurchaseState
from tests.ui.conftest import Open
from tests.ui.member import PURCHASE
from tests.ui.phone import KID, Phone


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


async def test_receipt_of_an_order_says_when_it_was_brought(
    phone: Phone, open_screen: Open
) -> None:
    phone.body.can_print = True
    brought = replace(PURCHASE, delivered_at=PURCHASE.at + timedelta(days=1))
    await LocalStore(phone.store).keep_page(KID, "purchase/p1", Page(codec.dumps(brought)))
    screen = await open_screen("/history/p1")
    await screen.until_shown("Доставлено 21\u00a0ноября\u00a02026, 09:14")
    assert screen.shows("Как вам заказ?")
    await screen.tap("Распечатать чек")
    (paper,) = phone.body.printed
    assert any("Доставлено" in line for line in paper.lines)


async def test_receipt_says_that_delivery_cost_nothing(phone: Phone, open_screen: Open) -> None:
    phone.body.can_print = True
    brought = replace(PURCHASE, delivered_at=PURCHASE.at + timedelta(days=1), free_delivery=True)
    await LocalStore(phone.store).keep_page(KID, "purchase/p1", Page(codec.dumps(brought)))
    screen = await open_screen("/history/p1")
    await screen.until_shown("Доставлено бесплатно 21\u00a0ноября\u00a02026, 09:14")
    await screen.tap("Распечатать чек")
    (paper,) = phone.body.printed
    assert any("Доставлено бесплатно" in line for line in paper.lines)


async def test_receipt_of_a_cancelled_sale_says_nothing_was_paid_or_earned(
    phone: Phone, open_screen: Open
) -> None:
    phone.body.can_print = True
    cancelled = replace(PURCHASE, state=PurchaseState.CANCELLED)
    await LocalStore(phone.store).keep_page(KID, "purchase/p1", Page(codec.dumps(cancelled)))
    screen = await open_screen("/history/p1")
    await screen.until_shown("Отменена")
    assert screen.shows("Сумма")
    assert not any(map(screen.shows, ["Оплачено", "Начислено", PURCHASE.breakdown[0].text]))
    await screen.tap("Распечатать чек")
    (paper,) = phone.body.printed
    assert "Отменена" in paper.lines
    assert [part[0][0] for part in paper.parts[1:]] == ["Сумма"]


async def test_receipt_is_not_printed_where_there_are_none(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen("/history/p1")
    await screen.until_shown("Оплачено")
    assert not screen.shows("Распечатать чек")
