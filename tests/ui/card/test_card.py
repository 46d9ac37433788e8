"""The card on the start screen, with no network."""

from dataclasses import replace
from datetime import timedelta

import flet.canvas as cv
import pytest

from kopilka.domain import View
from kopilka.local.device_key import DEVICE_KEY
from kopilka.ui.card.beginning import is_beginning
from kopilka.ui.codes.qr import qr_picture
from loyalty_api.card_code import STEP_SECONDS, CodeType, parse_code
from loyalty_api.programme import ProgramKind
from tests.ui.conftest import Open
from tests.ui.member import HISTORY, NOW, WALLET
from tests.ui.phone import RUSSIAN, Phone


async def test_card_is_drawn_from_this_device_without_any_network(open_screen: Open) -> None:
    screen = await open_screen()
    await screen.until(lambda: screen.controls(cv.Canvas))
    assert screen.shows("QR-код вашей карты")
    assert screen.shows("2912 3456 7890 6")
    assert screen.shows("1\u00a0240\u00a0баллов")
    assert screen.shows("80 сгорят 30\u00a0ноя")
    assert screen.shows("До уровня «Золото» 3\u00a0760\u00a0₽")


@pytest.mark.parametrize(
    ("kind", "gain"),
    [
        (ProgramKind.POINTS, "Копите баллы и платите ими"),
        (ProgramKind.CASHBACK, "Копите кешбэк и платите им"),
        (ProgramKind.DISCOUNT, "Скидку касса посчитает сама"),
    ],
)
async def test_first_card_says_what_it_is_until_there_is_a_purchase(
    phone: Phone, open_screen: Open, kind: ProgramKind, gain: str
) -> None:
    wallet = replace(WALLET, program=replace(WALLET.program, kind=kind))
    await phone.keep_member(wallet, replace(HISTORY, entries=()))
    screen = await open_screen()
    await screen.until_shown("Как это работает")
    assert screen.shows("Покажите карту кассиру до оплаты")
    assert screen.shows(gain)
    assert screen.shows("работает и без сети")
    assert not screen.shows("Последнее")


async def test_first_card_says_it_before_the_balance_and_to_the_end(
    phone: Phone, open_screen: Open
) -> None:
    await phone.keep_member(WALLET, replace(HISTORY, entries=()))
    screen = await open_screen()
    await screen.until_shown("Копите баллы и платите ими")
    said = screen.texts
    first = next(at for at, words in enumerate(said) if "Копите баллы" in words)
    assert first < next(at for at, words in enumerate(said) if "Баланс" in words)
    await phone.hears(WALLET)
    await screen.until_shown("Последнее")
    assert screen.shows("Копите баллы и платите ими")


def test_way_to_a_tier_tells_of_purchases_before_the_history_does() -> None:
    saved = replace(WALLET, points=replace(WALLET.points, lifetime=0))
    assert not is_beginning(View(signed_in=True, wallet=saved))
    new = replace(saved, tier=replace(WALLET.tier, next=None))
    assert is_beginning(View(signed_in=True, wallet=new))


async def test_points_for_joining_are_no_purchase(phone: Phone, open_screen: Open) -> None:
    welcome = tuple(replace(one, purchase_id=None) for one in HISTORY.entries[:1])
    await phone.keep_member(WALLET, replace(HISTORY, entries=welcome))
    screen = await open_screen()
    await screen.until_shown("Копите баллы и платите ими")


async def test_card_with_purchases_tells_nothing_of_beginning(open_screen: Open) -> None:
    screen = await open_screen()
    await screen.until_shown("Последнее")
    assert not screen.shows("Как это работает")


async def test_app_too_old_says_so_above_a_card_that_works(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen()
    phone.is_too_old()
    await screen.until(lambda: screen.shows("Эта версия приложения устарела"))
    assert screen.shows("Обновите приложение, а в браузере\u00a0— страницу")
    assert screen.shows("QR-код вашей карты")
    assert not screen.shows("Нет связи")


async def test_picture_on_the_card_is_the_code_of_this_step(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen()
    await screen.until(lambda: screen.controls(cv.Canvas))
    code = await phone.repository.card_code(CodeType.PAY)
    assert code is not None
    assert parse_code(code.text).type is CodeType.PAY
    ends = screen.control(cv.Points).points
    assert ends
    assert len(ends) == 2 * len(qr_picture(code.text).bars)


async def test_code_that_is_at_hand_is_of_this_step_and_of_this_member(phone: Phone) -> None:
    await phone.repository.open()
    made = await phone.repository.card_code(CodeType.PAY)
    assert made is not None
    assert phone.repository.code_at_hand(CodeType.PAY) == made
    assert phone.repository.code_at_hand(CodeType.EARN) is None
    phone.clock.set(NOW + timedelta(seconds=STEP_SECONDS))
    assert phone.repository.code_at_hand(CodeType.PAY) is None
    phone.clock.set(NOW)
    await phone.repository.sign_out()
    assert phone.repository.code_at_hand(CodeType.PAY) is None


async def test_device_that_keeps_nothing_says_so_and_shows_the_card(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen()
    phone.store.lasts = False
    await phone.repository.change_settings(lambda _: RUSSIAN)
    await screen.until_shown("Устройство не сохраняет данные")
    assert screen.shows("QR-код вашей карты")


@pytest.mark.parametrize("path", ["/", "/card/till"])
async def test_code_comes_as_soon_as_the_device_gives_its_key(
    phone: Phone, open_screen: Open, path: str
) -> None:
    phone.pocket.holds_back = DEVICE_KEY
    screen = await open_screen(path)
    await screen.until_shown("2912 3456 7890 6")
    assert not screen.controls(cv.Canvas)
    phone.pocket.holds_back = None
    await screen.until(lambda: screen.controls(cv.Canvas))


async def test_digits_come_as_soon_as_the_device_gives_its_key(
    phone: Phone, open_screen: Open
) -> None:
    phone.pocket.holds_back = DEVICE_KEY
    screen = await open_screen("/card/till", replace(RUSSIAN, code_form="manual"))
    await screen.until_shown("2912 3456 7890 6")
    phone.pocket.holds_back = None
    code = await phone.repository.manual_code()
    assert code is not None
    await screen.until_shown(f"{code.text[:4]} {code.text[4:]}")


async def test_card_keeps_the_screen_awake(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen()
    await screen.until(lambda: screen.controls(cv.Canvas))
    assert "awake" in phone.body.done
