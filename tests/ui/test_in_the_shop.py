"""The screens over the real server: signing in, buying, reading the receipt, leaving."""

from collections.abc import AsyncIterator
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from tests.server.face.conftest import new_house
from tests.server.house import ANNA, House
from tests.ui.headless import Screen
from tests.ui.window import Body, shown
from tests.wallet.conftest import house
from tests.wallet.device import Device

pytestmark = pytest.mark.slow


__all__ = ["house", "new_house"]


@pytest.fixture
async def device(house: House, tmp_path: Path) -> AsyncIterator[Device]:
    device = Device(house, tmp_path / "phone")
    await device.wallet.open()
    async with device.in_step():
        yield device


@pytest.fixture
def body() -> Body:
    return Body()


@pytest.fixture
async def screen(device: Device, body: Body) -> AsyncIterator[Screen]:
    screen = await shown(device.wallet, body, device.clock)
    yield screen
    await screen.close()


async def get_a_card(screen: Screen, device: Device) -> None:
    """What a new member does: phone, code, the two required consents."""
    await screen.type("8 900 000-00-01")
    await screen.tap("Получить код")
    await screen.until_shown("Отправили код на +79000000001")
    await screen.type(device.house.postbox.last_code)
    await screen.until_shown("Прежде чем выдать карту")
    await screen.tick("обязательно")
    await screen.tap("Согласиться")
    await screen.until_shown("По желанию")
    await screen.tap("Открыть карту")
    await screen.until_shown("Ваша карта")


async def test_newcomer_gets_a_card_with_a_phone_a_code_and_two_consents(
    screen: Screen, device: Device
) -> None:
    await get_a_card(screen, device)
    assert device.wallet.view.signed_in
    granted = {
        consent.purpose for consent in device.wallet.view.wallet.consents if consent.granted_at
    }
    assert granted == {"rules", "personal_data"}


async def test_no_consent_is_ticked_beforehand_and_none_is_taken_for_granted(
    screen: Screen, device: Device
) -> None:
    await screen.type(ANNA)
    await screen.tap("Получить код")
    await screen.until_shown("Отправили код")
    await screen.type(device.house.postbox.last_code)
    await screen.until_shown("Прежде чем выдать карту")
    assert not screen.ticked
    await screen.tap("Согласиться")
    await screen.until_shown("Без обязательных согласий карту не выдать")


async def test_wrong_address_and_wrong_code_are_told_in_words(
    screen: Screen, device: Device
) -> None:
    await screen.type("девятьсот")
    await screen.tap("Получить код")
    await screen.until_shown("Проверьте телефон или e-mail")
    await screen.type(ANNA)
    await screen.tap("Получить код")
    await screen.until_shown("Отправили код")
    wrong = "000000" if device.house.postbox.last_code != "000000" else "111111"
    await screen.type(wrong)
    await screen.until_shown("Неверный код")


async def test_link_with_the_code_opens_the_card_without_typing(device: Device) -> None:
    await device.house.sign_in(ANNA)
    device.house.clock.forward(minutes=2)
    sent = await device.wallet.send_code(ANNA)
    code = device.house.postbox.last_code
    link = f"/sign-in?challenge={sent.challenge_id}&code={code}"
    screen = await shown(device.wallet, Body(), device.clock, link)
    await screen.until_shown("Ваша карта")
    await screen.until(lambda: screen.page.route == "/")
    await screen.close()


async def test_purchase_at_the_till_is_seen_on_the_card_with_its_reasons(
    screen: Screen, device: Device
) -> None:
    await get_a_card(screen, device)
    purchase_id = await device.buy()
    device.sleeper.wake()
    await screen.until_shown("Теперь на карте")
    await screen.tap("Открыть чек")
    await screen.until_shown("Капучино")
    assert screen.page.route == f"/history/{purchase_id}"


async def test_history_is_filtered_by_the_server(screen: Screen, device: Device) -> None:
    await get_a_card(screen, device)
    await device.buy()
    await screen.client.go("/history")
    await screen.tap("Списания")
    await screen.until_shown("Списаний пока нет")
    await screen.tap("Начисления")
    await screen.until(lambda: any(text.startswith("+") for text in screen.texts))


async def test_filter_chosen_without_a_network_is_filled_when_there_is_one(
    screen: Screen, device: Device
) -> None:
    await get_a_card(screen, device)
    await device.buy()
    await device.wallet.sync()
    device.network.cut()
    await device.wallet.sync()
    await screen.client.go("/history")
    await screen.tap("Списания")
    await screen.until_shown("Дальше\u00a0— когда появится связь")
    device.network.restore()
    await device.wallet.sync()
    await screen.until_shown("Списаний пока нет")


async def test_member_who_signs_out_leaves_nothing_on_the_screen(
    screen: Screen, device: Device
) -> None:
    await get_a_card(screen, device)
    await screen.client.go("/profile")
    await screen.until_shown("это устройство")
    await screen.tap("Выйти")
    await screen.until_shown("Выйти из карты?")
    await screen.confirm("Выйти")
    await screen.until_shown("Телефон или e-mail")
    assert not screen.shows("Ваша карта")
    assert not device.wallet.view.signed_in


async def test_member_prints_the_card_with_the_number_a_till_reads(
    screen: Screen, device: Device, body: Body
) -> None:
    await get_a_card(screen, device)
    await screen.client.go("/card/till")
    await screen.tap("Напечатать карту")
    await screen.until(lambda: body.given)
    page = pypdfium2.PdfDocument(body.given["card.pdf"])[0].render(scale=2).to_pil()
    assert {code.text for code in zxingcpp.read_barcodes(page)} == {
        device.wallet.view.wallet.card.number
    }
