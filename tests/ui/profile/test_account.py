"""The pages behind the profile, over the real server: details, stores, privacy, leaving."""

import json
from datetime import date

import flet as ft
import httpx
import pytest

from kopilka.ui.look.texts.russian import RUSSIAN
from kopilka.ui.profile.pages import PROFILE_PAGES, ProfilePage
from loyalty_api.actions import SetConsent, SetPreferences
from loyalty_api.models import Consent, Member, Preferences, Wallet
from tests.ui.headless import Screen
from tests.ui.the_shop import body, device, house, new_house, screen
from tests.ui.window import Body, shown
from tests.wallet.device import Device

pytestmark = pytest.mark.slow


__all__ = ["body", "device", "house", "new_house", "screen"]

EVERYWHERE = [page for page in PROFILE_PAGES if not page.in_tab]
DETAILS = "/profile/details"
PRIVACY = "/profile/privacy"
NAME, BIRTHDAY = 0, 1


def wallet_of(device: Device) -> Wallet:
    wallet = device.wallet.view.wallet
    assert wallet
    return wallet


def member(device: Device) -> Member:
    return wallet_of(device).member


def wishes(device: Device) -> Preferences:
    return wallet_of(device).preferences


def consent(device: Device, purpose: str) -> Consent:
    return next(each for each in wallet_of(device).consents if each.purpose == purpose)


async def flip(screen: Screen, words: str) -> None:
    """Turn the switch beside these words."""
    await screen.until_shown(words)
    (row,) = [
        row
        for row in screen.controls(ft.Row)
        if row.controls and isinstance(row.controls[-1], ft.Switch) and words in _words(row)
    ]
    await screen.fire(row.controls[-1], "change", "true")


def _words(row: ft.Row) -> str:
    column = row.controls[0]
    assert isinstance(column, ft.Column)
    return " ".join(part.value for part in column.controls if isinstance(part, ft.Text))


@pytest.mark.parametrize("page", EVERYWHERE, ids=lambda page: page.path)
async def test_profile_leads_to_its_pages(screen: Screen, page: ProfilePage) -> None:
    await screen.client.go("/profile")
    await screen.tap(page.title(RUSSIAN))
    await screen.until(lambda: screen.page.route == page.route)
    await screen.tap_last("Назад")
    await screen.until(lambda: screen.page.route == "/profile")


async def test_name_and_birthday_are_kept_by_the_shop(screen: Screen, device: Device) -> None:
    await screen.client.go(DETAILS)
    await screen.until_shown("Вы входите по")
    await screen.type("  Анна ", NAME)
    await screen.type("14.03.1990", BIRTHDAY)
    await screen.tap("Сохранить")
    await screen.until_shown("Сохранено")
    assert (member(device).first_name, member(device).birthday) == ("Анна", date(1990, 3, 14))


@pytest.mark.parametrize("typed", ["весной", "31.02.1990", "14.03", "14.03.2190", "01.01.1850"])
async def test_day_that_is_no_birthday_is_told_and_nothing_is_lost(
    screen: Screen, device: Device, typed: str
) -> None:
    await screen.client.go(DETAILS)
    await screen.until_shown("Вы входите по")
    await screen.type("Анна", NAME)
    await screen.type(typed, BIRTHDAY)
    await screen.tap("Сохранить")
    await screen.until_shown("Напишите день, месяц и год")
    assert [field.value for field in screen.controls(ft.TextField)] == ["Анна", typed]
    assert device.network.asked_for("PATCH /v1/member") == 0


async def test_details_that_another_device_has_changed_are_not_overwritten_unseen(
    screen: Screen, device: Device
) -> None:
    await screen.client.go(DETAILS)
    await screen.until_shown("Вы входите по")
    device.house.clock.forward(minutes=1)
    other = await device.house.sign_in()
    seen = await device.house.http.get("/v1/member", headers=other.bearer)
    named = {"first_name": "Аня"}
    headers = other.bearer | {"If-Match": seen.headers["ETag"]}
    changed = await device.house.http.patch("/v1/member", json=named, headers=headers)
    assert changed.status_code == httpx.codes.OK
    await screen.type("Анна", NAME)
    await screen.tap("Сохранить")
    await screen.until_shown("Данные успели измениться")
    await screen.until(lambda: member(device).first_name == "Аня")
    await screen.tap("Сохранить")
    await screen.until_shown("Сохранено")
    assert member(device).first_name == "Анна"


async def test_what_could_not_be_saved_stays_in_the_field(screen: Screen, device: Device) -> None:
    await screen.client.go(DETAILS)
    await screen.until_shown("Вы входите по")
    device.network.cut()
    await screen.type("Анна", NAME)
    await screen.tap("Сохранить")
    await screen.until_shown("Нет связи с магазином")
    assert screen.controls(ft.TextField)[NAME].value == "Анна"


async def test_other_device_is_signed_out_or_the_member_sees_that_nobody_could_be_asked(
    screen: Screen, device: Device
) -> None:
    device.house.clock.forward(minutes=2)
    other = await device.house.sign_in()
    await screen.client.go("/profile")
    for is_reached in (False, True):
        await screen.tap("Выйти на «Pixel»")
        await screen.until_shown("Закрыть карту на «Pixel»?")
        if not is_reached:
            device.network.cut()
        await screen.confirm("Выйти")
        if not is_reached:
            await screen.until_shown("Список устройств появится, когда вернётся связь")
            await device.wallet.sync()
            device.network.restore()
            await device.wallet.sync()
    await screen.until(lambda: not screen.shows("Выйти на «Pixel»"))
    refused = await device.house.http.get("/v1/wallet", headers=other.bearer)
    assert refused.status_code == httpx.codes.UNAUTHORIZED


async def test_stores_and_partners_are_named(screen: Screen, device: Device) -> None:
    await screen.client.go("/profile/shops")
    wallet = wallet_of(device)
    assert wallet.stores
    assert wallet.partners
    for name in (*(each.name for each in wallet.stores), *(each.name for each in wallet.partners)):
        await screen.until_shown(name)


async def test_consent_is_given_and_withdrawn_also_without_a_network(
    screen: Screen, device: Device
) -> None:
    await screen.client.go(PRIVACY)
    device.network.cut()
    await flip(screen, "Личные предложения")
    await screen.until(lambda: consent(device, "profiling").granted_at)
    await flip(screen, "Личные предложения")
    await screen.until(lambda: consent(device, "profiling").granted_at is None)
    waiting = device.wallet.view.waiting
    assert [change.granted for change in waiting if isinstance(change, SetConsent)] == [True, False]
    device.network.restore()
    device.sleeper.wake()
    await screen.until(lambda: not device.wallet.view.waiting)
    assert consent(device, "profiling").granted_at is None


async def test_consents_the_card_cannot_be_without_have_no_switch(
    screen: Screen, device: Device
) -> None:
    await screen.client.go(PRIVACY)
    await screen.until_shown("обязательно")
    optional = [each for each in wallet_of(device).consents if not each.required]
    assert len(screen.controls(ft.Switch)) == len(optional)


async def test_member_says_how_many_messages_may_come(screen: Screen, device: Device) -> None:
    await screen.client.go("/profile/sent")
    await screen.until_shown("Сообщений в месяц")
    device.network.cut()
    await screen.tap("2")
    await screen.until(lambda: wishes(device).messages_per_month == 2)
    assert [type(change) for change in device.wallet.view.waiting] == [SetPreferences]
    device.network.restore()
    device.sleeper.wake()
    await screen.until(lambda: not device.wallet.view.waiting)
    assert wishes(device).messages_per_month == 2


async def test_member_takes_a_copy_of_everything(
    screen: Screen, device: Device, body: Body
) -> None:
    await device.buy()
    await screen.client.go(PRIVACY)
    await screen.tap("Скачать")
    await screen.until(lambda: body.given)
    copy = json.loads(body.given["my-data.json"])
    assert member(device).phone in {row["phone"] for row in copy["records"]["member"]}
    assert copy["records"]["purchase"]


async def test_leaving_is_asked_in_numbers_and_can_be_undone(
    screen: Screen, device: Device
) -> None:
    await device.buy()
    await device.wallet.sync()
    await screen.client.go(PRIVACY)
    await screen.tap("Удалить карту")
    await screen.until_shown("Вы потеряете 59")
    await screen.confirm("Удалить карту")
    await screen.until_shown("Карта будет удалена")
    assert member(device).erased_at
    await screen.tap("Оставить карту")
    await screen.until(lambda: member(device).erased_at is None)
    await screen.until(lambda: not screen.shows("Карта будет удалена"))


async def leaves_long_after_signing_in(screen: Screen, device: Device) -> None:
    device.house.clock.forward(minutes=11)
    await screen.client.go(PRIVACY)
    await screen.tap("Удалить карту")
    await screen.confirm("Удалить карту")


async def test_who_signed_in_long_ago_is_asked_to_sign_in_again_before_leaving(
    screen: Screen, device: Device
) -> None:
    await leaves_long_after_signing_in(screen, device)
    await screen.until_shown("Удалить карту можете только вы")
    assert member(device).erased_at is None
    await screen.tap("Получить код")
    await screen.until_shown("Код из сообщения")
    await screen.type("000000")
    await screen.until_shown("Неверный код")
    assert member(device).erased_at is None
    await screen.type(device.house.postbox.last_code)
    await screen.until_shown("Карта будет удалена")
    assert member(device).erased_at


async def test_page_opens_beside_the_profile_on_a_wide_window(device: Device, body: Body) -> None:
    screen = await shown(device.wallet, body, device.clock, DETAILS, size=(1280, 800))
    await screen.until_shown("Вы входите по")
    assert screen.shows("Согласия и данные")
    await screen.tap("Согласия и данные")
    await screen.until_shown("Личные предложения")
    assert not screen.shows("Вы входите по")
    await screen.close()


async def test_code_that_did_not_get_through_is_kept_and_sent_again_by_a_press(
    screen: Screen, device: Device
) -> None:
    await leaves_long_after_signing_in(screen, device)
    await screen.tap("Получить код")
    await screen.until_shown("Код из сообщения")
    code = device.house.postbox.last_code
    device.network.cut()
    await screen.type(code)
    await screen.until_shown(RUSSIAN.unreachable)
    assert screen.control(ft.TextField).value == code
    device.network.restore()
    await screen.tap("Повторить")
    await screen.until_shown("Карта будет удалена")


async def test_key_behind_the_code_sends_nothing(screen: Screen, device: Device) -> None:
    await leaves_long_after_signing_in(screen, device)
    await screen.tap("Получить код")
    await screen.until_shown("Код из сообщения")
    before = device.network.asked_for("POST /v1/auth/sessions")
    await screen.type_on("000000", "7")
    await screen.until_shown("Неверный код")
    assert device.network.asked_for("POST /v1/auth/sessions") == before + 1
