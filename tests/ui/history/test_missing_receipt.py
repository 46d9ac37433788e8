"""A receipt paid without the card, over the real server: what is asked, what comes of it."""

from datetime import UTC, date, datetime, timedelta, timezone

import flet as ft
import pytest

from kopilka.ui.history.claim_form import ClaimForm
from kopilka.ui.hooks.urls import CLAIM
from kopilka.ui.look.formats import Formats, Language
from loyalty_api.actions import ClaimReceipt
from loyalty_api.claims import ClaimRequest
from tests.ui.headless import Screen
from tests.ui.the_shop import body, device, house, new_house, screen
from tests.wallet.device import Device

pytestmark = pytest.mark.slow


__all__ = ["body", "device", "house", "new_house", "screen"]

TODAY = date(2026, 1, 20)


async def copy_receipt(screen: Screen, number: str, day: str, total: str) -> None:
    """What a member copies from a receipt."""
    for at, typed in enumerate((number, day, total), start=-3):
        await screen.type(typed, field=at)
    await screen.tap_last("Проверить чек")


def typed_in(screen: Screen) -> list[str]:
    """What stands in the form."""
    return [field.value for field in screen.controls(ft.TextField)[-3:]]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("20.01", date(2026, 1, 20)),
        (" 5/1/2026 ", date(2026, 1, 5)),
        ("28.12", date(2025, 12, 28)),
        ("٢٠.٠١", date(2026, 1, 20)),
        ("31.02", None),
        ("вчера", None),
        ("", None),
    ],
)
def test_day_is_read_as_people_write_it(typed: str, day: date | None) -> None:
    assert ClaimForm(day=typed).paid_on(TODAY) == day


@pytest.mark.parametrize(
    ("typed", "currency", "minor"),
    [
        ("1184", "RUB", 118400),
        ("1\u00a0184,5 ₽", "RUB", 118450),
        ("0.99", "EUR", 99),
        ("۱۱۸۴", "RUB", 118400),
        ("۱٬۱۸۴٫۵ ﷼", "RUB", 118450),
        ("₨ 500", "RUB", 50000),
        ("1 184", "JPY", 1184),
        ("11,84", "JPY", None),
        ("1.5", "KWD", 1500),
        ("1.2345", "KWD", None),
        ("сто", "RUB", None),
        ("", "RUB", None),
    ],
)
def test_total_is_read_as_it_is_printed(typed: str, currency: str, minor: int | None) -> None:
    assert ClaimForm(total=typed).minor_units(currency) == minor


def test_day_is_the_members_own_and_never_still_to_come() -> None:
    write = Formats(Language.RU, timezone(timedelta(hours=3)))
    morning = datetime(2026, 1, 20, 6, 0, tzinfo=UTC)
    request = ClaimForm("7", "19.01", "10").request(write, morning, "RUB")
    assert request is not None
    assert request.at == datetime(2026, 1, 19, 9, 0, tzinfo=UTC)
    today = ClaimForm("7", "20.01", "10").request(write, morning, "RUB")
    assert today is not None
    assert today.at == morning


@pytest.mark.parametrize("typed", ["77-12", " ٧٧-١٢ ", "７７－１２", "\u200e77-12\u200e"])
def test_number_is_sent_in_the_digits_of_tills(typed: str) -> None:
    now = datetime(2026, 1, 20, 6, 0, tzinfo=UTC)
    request = ClaimForm(typed, "19.01", "10").request(Formats(Language.RU, UTC), now, "RUB")
    assert request is not None
    assert request.receipt_id == "77-12"


async def test_receipt_the_till_did_not_tell_of_is_checked_by_the_shop(
    screen: Screen, device: Device
) -> None:
    await screen.client.go("/history")
    await screen.tap("Не хватает баллов?")
    await screen.until_shown("Забыли показать карту?")
    assert screen.page.route == CLAIM
    await screen.tap_last("Проверить чек")
    await screen.until_shown("Номер стоит внизу чека")
    assert screen.shows("Напишите сумму цифрами")
    await copy_receipt(screen, "А-77", "19.11", "500,50")
    await screen.until_shown("Чек принят. Проверим")
    await screen.until_shown("Чек А-77 · 500,50\u00a0₽")
    assert screen.shows("проверяем")


async def test_receipt_that_is_counted_already_or_too_old_says_so(
    screen: Screen, device: Device
) -> None:
    purchase = await device.wallet.purchase(await device.buy())
    await screen.client.go(CLAIM)
    await screen.until_shown("Забыли показать карту?")
    await copy_receipt(screen, purchase.receipt_id, "20.11", f"{purchase.total.amount // 100}")
    await screen.until_shown("Этот чек уже учтён")
    await screen.type("20.09", field=-2)
    await screen.tap_last("Проверить чек")
    await screen.until_shown("прошёл")
    await screen.client.go("/offers")
    await screen.tap("Открыть")
    await screen.until(lambda: typed_in(screen)[:2] == [purchase.receipt_id, "20.09.2026"])
    await screen.tap_last("Не отправлять")
    await screen.until(lambda: typed_in(screen) == ["", "", ""])
    assert not device.wallet.view.refusals


async def test_receipt_claimed_in_a_dead_zone_waits_and_is_claimed_once(
    screen: Screen, device: Device
) -> None:
    await screen.client.go(CLAIM)
    await screen.until_shown("Забыли показать карту?")
    device.network.cut()
    await copy_receipt(screen, "А-77", "19.11", "500,50")
    await screen.until_shown("Чек А-77 · 500,50\u00a0₽")
    await screen.until_shown("отправится, когда появится связь")
    device.network.restore()
    device.network.loses_answer_to = lambda request: request.method == "POST"
    await device.wallet.sync()
    device.network.loses_answer_to = lambda _: False
    await device.wallet.sync()
    await screen.until_shown("Чек принят. Проверим")
    assert screen.texts.count("Чек А-77 · 500,50\u00a0₽") == 1
    (claim,) = (await device.wallet.claims()).claims
    assert (claim.receipt_id, claim.total.amount) == ("А-77", 50050)


async def test_claims_that_were_seen_are_there_without_a_network(
    screen: Screen, device: Device
) -> None:
    await device.wallet.act(
        ClaimReceipt(
            "k-1", ClaimRequest("А-77", device.house.clock.now, 50050), device.house.clock.now
        )
    )
    await screen.client.go(CLAIM)
    await screen.until_shown("проверяем")
    device.network.cut()
    await screen.client.go("/history")
    await screen.client.go(CLAIM)
    await screen.until_shown("проверяем")
