"""Promo codes, rewards and coupons over the real server: what is asked, what comes of it, what is refused."""

import asyncio

import flet as ft
import httpx
import pytest

from tests.ui.headless import Screen
from tests.ui.the_shop import body, device, house, new_house, screen
from tests.ui.window import Body
from tests.wallet.device import Device

pytestmark = pytest.mark.slow


__all__ = ["body", "device", "house", "new_house", "screen"]

REDEMPTIONS = "POST /v1/redemptions"


async def enter(screen: Screen, code: str) -> None:
    """What a member does with a code from a leaflet."""
    await screen.until(lambda: screen.controls(ft.TextField))
    await screen.type(code)
    await screen.tap("Применить")


async def member_who_bought(screen: Screen, device: Device) -> int:
    """59 points of base rate, seen by the wallet; the balance."""
    await device.buy()
    await device.wallet.sync()
    await screen.client.go("/rewards")
    await screen.until_shown("Капучино")
    return balance_of(device)


async def ask_for_coffee(screen: Screen) -> None:
    """The reward everybody can afford; nothing is taken before it is confirmed."""
    await screen.tap("Капучино: Взять за 50\u00a0баллов")


def balance_of(device: Device) -> int:
    assert device.wallet.view.wallet
    return device.wallet.view.wallet.points.balance


async def test_promo_code_gives_its_points_at_once(
    screen: Screen, device: Device, body: Body
) -> None:
    await screen.tap("Есть промокод?")
    await enter(screen, " autumn-25 ")
    await screen.until_shown("+25\u00a0баллов")
    assert screen.shows("Осенний промокод")
    assert body.said == ["Промокод применён"]
    assert balance_of(device) == 25


async def test_every_refusal_of_a_promo_code_is_told_in_words(
    screen: Screen, device: Device
) -> None:
    await screen.tap("Есть промокод?")
    await enter(screen, "  ")
    await screen.until_shown("Введите промокод")
    await enter(screen, "NO-SUCH-CODE")
    await screen.until_shown("Такого промокода нет")
    await enter(screen, "AUTUMN-25")
    await screen.tap("Ещё один промокод")
    await enter(screen, "AUTUMN-25")
    await screen.until_shown("Вы уже применили этот промокод")
    await enter(screen, "WINTER")
    await screen.until_shown("Промокод ещё не начал действовать")
    await enter(screen, "SILVER")
    await screen.until_shown("Промокод не для вашей карты")
    device.network.cut()
    await enter(screen, "AUTUMN-25")
    await screen.until_shown("Нет связи с магазином")


async def test_guessing_promo_codes_is_told_how_long_to_wait(screen: Screen) -> None:
    await screen.tap("Есть промокод?")
    for number in range(5):
        await enter(screen, f"GUESS-{number}")
        await screen.until_shown("Такого промокода нет")
    await enter(screen, "AUTUMN-25")
    await screen.until_shown("Слишком много попыток. Подождите 60\u00a0минут.")


async def test_reward_is_asked_for_in_numbers_taken_and_given_back(
    screen: Screen, device: Device, body: Body
) -> None:
    before = await member_who_bought(screen, device)
    await ask_for_coffee(screen)
    await screen.until_shown("Взять «Капучино»?")
    assert screen.shows(f"Спишем 50\u00a0баллов. Останется {before - 50}")
    assert screen.shows("На кассе доплатите 70\u00a0₽")
    await screen.confirm("Взять")
    await screen.until_shown("Покажите код на кассе")
    assert screen.page.route.startswith("/rewards/")
    assert balance_of(device) == before - 50
    assert "Купон ваш" in body.said
    await screen.tap_last("Вернуть награду")
    await screen.until_shown("Вернуть «Капучино»?")
    await screen.confirm("Вернуть")
    await screen.until_shown("Награда возвращена: +50\u00a0баллов")
    await screen.until(lambda: balance_of(device) == before)


async def test_reward_whose_answer_was_lost_is_burned_for_once(
    screen: Screen, device: Device
) -> None:
    before = await member_who_bought(screen, device)

    def is_redemption(request: httpx.Request) -> bool:
        return f"{request.method} {request.url.path}" == REDEMPTIONS

    device.network.loses_answer_to = is_redemption
    await ask_for_coffee(screen)
    await screen.confirm("Взять")
    await screen.until_shown("Нет связи с магазином")
    device.network.loses_answer_to = lambda _: False
    await device.restart()
    redeemed = await device.wallet.rewards.redeem("coffee")
    assert redeemed.balance == before - 50
    assert balance_of(device) == before - 50
    assert device.network.asked_for(REDEMPTIONS) == 2


async def test_impatient_finger_takes_a_reward_once_and_gives_it_back_once(
    screen: Screen, device: Device, body: Body
) -> None:
    before = await member_who_bought(screen, device)
    await ask_for_coffee(screen)
    await screen.confirm("Взять", times=3)
    await screen.until_shown("Покажите код на кассе")
    assert device.network.asked_for(REDEMPTIONS) == 1
    assert balance_of(device) == before - 50
    await screen.tap_last("Вернуть награду")
    await screen.confirm("Вернуть", times=3)
    await screen.until_shown("Награда возвращена")
    cancellations = [asked for asked in device.network.asked if asked.endswith("/cancellation")]
    assert len(cancellations) == 1


async def test_reward_asked_for_twice_at_once_goes_under_one_key(
    screen: Screen, device: Device
) -> None:
    before = await member_who_bought(screen, device)
    both = await asyncio.gather(
        device.wallet.rewards.redeem("coffee"), device.wallet.rewards.redeem("coffee")
    )
    assert both[0] == both[1]
    assert balance_of(device) == before - 50


async def test_impatient_finger_applies_a_promo_code_once(screen: Screen, device: Device) -> None:
    await screen.tap("Есть промокод?")
    await screen.until(lambda: screen.controls(ft.TextField))
    await screen.type("AUTUMN-25")
    await screen.tap_twice("Применить")
    await screen.until_shown("+25\u00a0баллов")
    assert device.network.asked_for("POST /v1/promo-codes") == 1


async def test_donation_says_what_becomes_of_it_and_thanks(screen: Screen, device: Device) -> None:
    await member_who_bought(screen, device)
    await screen.tap("Приют для животных: Отдать 40\u00a0баллов")
    await screen.until_shown("Получит «Дом хвостов». Вернуть эти баллы нельзя.")
    await screen.confirm("Отдать")
    await screen.until_shown("Спасибо! «Дом хвостов» получит 40\u00a0баллов")
    await screen.until_shown("Вместе уже отдали 40\u00a0баллов")


async def test_reward_that_somebody_else_took_says_so(screen: Screen, device: Device) -> None:
    await member_who_bought(screen, device)
    await device.buy()
    await device.wallet.sync()
    await screen.tap("Кружка: Взять за 60\u00a0баллов")
    await device.wallet.rewards.redeem("mug")
    await screen.confirm("Взять")
    await screen.until_shown("Эта награда закончилась")
