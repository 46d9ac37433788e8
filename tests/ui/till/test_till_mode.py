"""Till mode: the code in each form, what it may do, and what the till answers."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import flet as ft
import flet.canvas as cv
import pytest

from kopilka.domain import AtTill, Settings
from kopilka.ui.codes.barcode import static_picture
from kopilka.ui.codes.qr import qr_picture
from kopilka.ui.codes.rotating_code import NUMBER_WIDTH
from kopilka.ui.look.device import Traits
from kopilka.ui.look.formats import MINUS
from loyalty_api.card_code import CodeType
from loyalty_api.models import Limits, Spendable
from loyalty_api.programme import Money, ProgramKind
from loyalty_api.receipts import RuleEffect
from tests.ui.conftest import Open
from tests.ui.headless import Screen
from tests.ui.member import NOW, WALLET
from tests.ui.phone import RUSSIAN, Phone

pytestmark = pytest.mark.slow


def bars(screen: Screen) -> int:
    """How many runs of dark modules the code on top of everything has."""
    drawn = screen.controls(cv.Points)
    return len(drawn[-1].points or ()) // 2 if drawn else 0


async def test_member_chooses_between_saving_and_spending(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen("/card/till")
    earn = await phone.repository.card_code(CodeType.EARN)
    pay = await phone.repository.card_code(CodeType.PAY)
    assert earn is not None
    assert pay is not None
    await screen.until(lambda: bars(screen) == len(qr_picture(earn.text).bars))
    await screen.tap("Списать баллы")
    await screen.until(lambda: bars(screen) == len(qr_picture(pay.text).bars))


async def test_till_mode_says_what_the_shown_code_may_spend(
    phone: Phone, open_screen: Open
) -> None:
    limits = Limits(spendable(1000), spendable(200), spendable(0), share=50)
    await phone.keep_member(replace(WALLET, limits=limits))
    screen = await open_screen("/card/till")
    await screen.until_shown("Можно списать")
    assert screen.shows("1\u00a0240\u00a0баллов")
    assert screen.shows("до 1\u00a0000\u00a0баллов")
    assert screen.shows("1\u00a0000\u00a0₽, не больше 50\u00a0% чека")
    await screen.tap("Цифры")
    await screen.until_shown("до 200\u00a0баллов")
    await screen.tap("Штрихкод")
    await screen.until_shown("пока нечего")


async def test_narrow_window_has_the_choice_and_the_amounts_one_under_the_other(
    phone: Phone, open_screen: Open
) -> None:
    limits = Limits(spendable(1000), spendable(0), spendable(0), share=50)
    await phone.keep_member(replace(WALLET, limits=limits))
    screen = await open_screen("/card/till")
    words = ("Списать баллы", "Накопить"), ("Можно списать", "На карте")
    await screen.until(lambda: all(is_beside(screen, *pair) for pair in words))
    await screen.resize(320, 568)
    await screen.until(lambda: not any(is_beside(screen, *pair) for pair in words))
    assert screen.shows("до 1\u00a0000\u00a0баллов")


def is_beside(screen: Screen, *words: str) -> bool:
    """Whether a row holds all of them."""
    return any(all(each in repr(row.controls) for each in words) for row in screen.controls(ft.Row))


def spendable(points: int) -> Spendable:
    return Spendable(points, Money(100 * points, "RUB"))


async def test_discount_card_has_nothing_to_spend_or_collect(
    phone: Phone, open_screen: Open
) -> None:
    program = replace(WALLET.program, kind=ProgramKind.DISCOUNT)
    await phone.keep_member(replace(WALLET, program=program))
    screen = await open_screen("/card/till")
    await screen.until_shown("Не считалось?")
    assert not screen.shows("балл")
    saved = Money(12000, "RUB")
    news = AtTill("points", NOW, purchase_id="p1", paid=Money(106400, "RUB"), saved=saved)
    phone.till_says(news)
    await screen.until_shown("Вы сэкономили")
    assert screen.shows("1\u00a0064\u00a0₽")
    assert not screen.shows("балл")


async def test_till_that_cannot_read_a_qr_gets_lines_or_digits(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen("/card/till")
    await screen.tap("Штрихкод")
    lines = len(static_picture(WALLET.card.static_code).bars)
    await screen.until(lambda: bars(screen) == lines)
    assert screen.shows("Штрихкод только накапливает")
    assert not screen.shows("Списать баллы")
    await screen.tap("Цифры")
    code = await phone.repository.manual_code()
    assert code is not None
    await screen.until_shown(f"{code.text[:4]} {code.text[4:]}")


async def test_form_that_was_read_is_the_first_next_time(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen("/card/till")
    await screen.tap("Цифры")
    await screen.until_shown("Код для кассира")
    phone.till_says(AtTill("scanned", NOW))
    await screen.until(lambda: phone.repository.view.settings.code_form == "manual")


async def test_larger_code_that_was_read_is_the_first_next_time(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen("/card/till")
    await screen.tap("Крупнее")
    phone.till_says(AtTill("scanned", NOW))
    await screen.until(lambda: phone.repository.view.settings.code_form == "larger")


async def test_form_that_was_only_looked_at_is_not_remembered(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen("/card/till")
    await screen.tap("Штрихкод")
    await screen.until_shown("Штрихкод только накапливает")
    phone.till_says(AtTill("points", NOW, points=86, balance=1326))
    await screen.until_shown("Теперь на карте")
    assert phone.repository.view.settings.code_form == "qr"


async def leave_by_closing(phone: Phone, screen: Screen) -> None:
    await screen.tap("Закрыть")


async def leave_by_going_back(phone: Phone, screen: Screen) -> None:
    await screen.client.go("/history")


async def leave_for_another_app(phone: Phone, screen: Screen) -> None:
    await screen.session.dispatch_event(1, "app_lifecycle_state_change", {"state": "pause"})


async def leave_by_signing_out(phone: Phone, screen: Screen) -> None:
    await phone.repository.sign_out()


@pytest.mark.parametrize(
    "leave",
    [
        leave_by_closing,
        leave_by_going_back,
        leave_for_another_app,
        leave_by_signing_out,
    ],
)
async def test_brightness_and_sleep_are_given_back_in_every_way_out(
    phone: Phone, open_screen: Open, leave: Callable[[Phone, Screen], Awaitable[None]]
) -> None:
    screen = await open_screen("/card/till")
    await screen.until(lambda: "bright" in phone.body.done and "awake" in phone.body.done)
    await leave(phone, screen)
    await screen.until(lambda: "dim" in phone.body.done and "sleep" in phone.body.done)


async def test_printed_card_cannot_be_had_without_a_network_and_it_says_so(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen("/card/till")
    await screen.tap("Напечатать карту")
    await screen.until_shown("Нет связи с магазином")
    assert not phone.body.given


async def test_brightness_is_given_back_in_the_background_and_raised_again(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen("/card/till")
    await screen.until(lambda: "bright" in phone.body.done)
    await screen.session.dispatch_event(1, "app_lifecycle_state_change", {"state": "pause"})
    await screen.until(lambda: "dim" in phone.body.done)
    phone.body.done.clear()
    await screen.session.dispatch_event(1, "app_lifecycle_state_change", {"state": "resume"})
    await screen.until(lambda: "bright" in phone.body.done)


async def test_member_who_wants_no_brightness_gets_none(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen("/card/till", replace(RUSSIAN, bright=False))
    await screen.until(lambda: "awake" in phone.body.done)
    assert "bright" not in phone.body.done


async def test_scan_is_seen_felt_and_heard(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen("/card/till")
    await screen.until_shown("Накопить")
    phone.till_says(AtTill("scanned", NOW))
    await screen.until_shown("Касса узнала вашу карту")
    await screen.until(lambda: phone.body.said == ["Считано"])
    await screen.until(lambda: "tap" in phone.body.done)


async def test_points_arrive_with_their_reasons_and_the_new_balance(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen()
    rules = (RuleEffect("base", 59, "5\u00a0% по уровню"), RuleEffect("coffee", 27, "Кофе ×3"))
    phone.till_says(
        AtTill("points", NOW, points=86, balance=1326, purchase_id="p1", breakdown=rules)
    )
    await screen.until_shown("Теперь на карте 1\u00a0326\u00a0баллов")
    assert screen.shows("5\u00a0% по уровню")
    assert screen.shows("+59")
    assert screen.shows("+86\u00a0баллов")
    await screen.until(lambda: phone.body.said == ["Начислено 86\u00a0баллов"])
    await screen.tap("Открыть чек")
    await screen.until_shown("Капучино × 3")


async def test_points_count_up_to_their_number(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen(traits=Traits(reduced_motion=False))
    phone.till_says(AtTill("points", NOW, points=86, balance=1326))
    await screen.until_shown("Теперь на карте")
    await screen.until(lambda: "+86\u00a0баллов" in screen.texts)


async def test_purchase_that_only_spends_says_so(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen()
    phone.till_says(AtTill("points", NOW, burned=500, balance=740))
    await screen.until_shown("Списано 500\u00a0баллов")
    await screen.tap("Готово")
    await screen.until(lambda: not screen.shows("Теперь на карте"))


async def test_points_that_left_and_points_that_came_are_two_numbers(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen()
    phone.till_says(
        AtTill(
            "points",
            NOW,
            points=27,
            burned=343,
            balance=924,
            purchase_id="p1",
            breakdown=(
                RuleEffect("base", 27, "5\u00a0%"),
                RuleEffect("bakery-20", 0, "−20\u00a0% на выпечку", 2300),
            ),
            paid=Money(54000, "RUB"),
            saved=Money(2300, "RUB"),
            by_points=Money(34300, "RUB"),
        )
    )
    await screen.until_shown("−343\u00a0балла".replace("−", MINUS))
    assert screen.shows("+27\u00a0баллов")
    assert screen.shows(f"{MINUS}23\u00a0₽")
    assert screen.shows("Оплачено баллами")
    assert screen.shows(f"{MINUS}343\u00a0₽")
    assert screen.shows("540\u00a0₽")
    assert "0" not in screen.texts
    await screen.until(
        lambda: phone.body.said == ["Списано 343\u00a0балла. Начислено 27\u00a0баллов"]
    )


async def test_new_tier_is_celebrated(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen()
    phone.till_says(AtTill("tier", NOW, tier="Золото"))
    await screen.until_shown("Новый уровень: Золото")


async def test_lower_tier_is_told_and_not_celebrated(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen()
    phone.till_says(AtTill("tier", NOW, tier="Серебро", raised=False))
    await screen.until_shown("Теперь ваш уровень: Серебро")
    assert not screen.shows("Новый уровень")


async def test_points_and_then_the_tier_are_shown_one_after_the_other(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen()
    phone.till_says(AtTill("scanned", NOW))
    await screen.until_shown("Считано")
    phone.till_says(AtTill("points", NOW, points=86, balance=1326, purchase_id="p1"))
    phone.till_says(AtTill("tier", NOW, tier="Золото"))
    await screen.until_shown("+86\u00a0баллов")
    assert not screen.shows("Новый уровень")
    await screen.tap("Готово")
    await screen.until_shown("Новый уровень: Золото")
    await screen.tap("Готово")
    await screen.until(lambda: not screen.shows("Новый уровень"))


async def test_cancelled_sale_is_told_in_the_place_of_the_scan(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen("/card/till")
    phone.till_says(AtTill("scanned", NOW))
    await screen.until_shown("Считано")
    phone.till_says(AtTill("cancelled", NOW, purchase_id="p1"))
    await screen.until_shown("Покупку отменили")
    assert not screen.shows("Считано")


@pytest.mark.parametrize("step", [-5 * 3600, -90, 90, 5 * 3600])
async def test_code_follows_a_clock_that_is_set_while_it_shows(
    phone: Phone, open_screen: Open, step: int
) -> None:
    screen = await open_screen("/card/till", Settings(language="en"))
    await screen.until_shown("code changes in 30\u00a0s")
    phone.clock.now += step
    code = await phone.repository.card_code(CodeType.EARN)
    assert code is not None
    await screen.until(lambda: bars(screen) == len(qr_picture(code.text).bars))


async def test_code_of_the_next_step_takes_the_place_of_the_last(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen("/card/till", Settings(language="en"))
    await screen.until_shown("code changes in 30\u00a0s")
    first = await phone.repository.card_code(CodeType.EARN)
    assert first is not None
    await screen.until(lambda: bars(screen) == len(qr_picture(first.text).bars))
    phone.clock.now += 30
    second = await phone.repository.card_code(CodeType.EARN)
    assert second is not None
    assert second.step == first.step + 1
    await screen.until(lambda: bars(screen) == len(qr_picture(second.text).bars))


async def test_number_fits_its_column_however_wide_the_window_is(open_screen: Open) -> None:
    large = Settings(language="ru", text_scale=2.0)
    screen = await open_screen("/card/till", large, size=(1280, 800))
    await screen.until_shown("2912 3456 7890 6")
    number = screen.controls(ft.Text, value="2912 3456 7890 6")[-1]
    assert isinstance(number.style, ft.TextStyle)
    assert number.style.size
    assert round(number.style.size * NUMBER_WIDTH) <= 460 - 40
