"""The year in review: drawn from what is kept, and nothing that is not so."""

from dataclasses import replace
from datetime import date

from kopilka.local.kept import LocalStore, Page
from kopilka.ui.history.year import _busiest
from loyalty_api import codec
from loyalty_api.programme import Money, ProgramKind
from loyalty_api.years import YearInReview
from tests.ui.conftest import Open
from tests.ui.member import HISTORY, WALLET
from tests.ui.phone import KID, Phone

TOLD = YearInReview(
    year=2026,
    until=date(2026, 11, 20),
    purchases=21,
    months=(0, 0, 0, 0, 0, 1, 3, 3, 2, 5, 7),
    saved=Money(123_400, "RUB"),
    earned=1_240,
    spent=500,
    rewards=2,
    stores=3,
    favourite="Лесная, 12",
    favourite_purchases=14,
)
ADDRESS = "/history/year/2026"


async def kept(phone: Phone, told: YearInReview = TOLD) -> None:
    await LocalStore(phone.store).keep_page(KID, "year/2026", Page(codec.dumps(told)))


def test_busiest_month_stands_before_all_others() -> None:
    assert _busiest(TOLD) == 11
    assert _busiest(replace(TOLD, months=(2, 2))) is None
    assert _busiest(replace(TOLD, months=(5,))) is None


async def test_year_leads_from_the_history_where_there_is_one(
    phone: Phone, open_screen: Open
) -> None:
    await phone.keep_member(history=replace(HISTORY, years=(2026,)))
    await kept(phone)
    screen = await open_screen("/history")
    await screen.tap("Итоги 2026\u00a0года")
    await screen.until_shown("21 покупка")
    assert screen.page.route == ADDRESS


async def test_each_year_that_can_be_told_is_a_press_away(phone: Phone, open_screen: Open) -> None:
    await phone.keep_member(history=replace(HISTORY, years=(2026, 2025, 2017)))
    await kept(phone)
    screen = await open_screen(ADDRESS)
    await screen.until_shown("Ваш 2026-й")
    await screen.tap("2017")
    await screen.until(lambda: screen.page.route == "/history/year/2017")
    await screen.until_shown("На этом устройстве итогов пока нет")
    await screen.tap("2026")
    await screen.until_shown("Ваш 2026-й")


async def test_newcomer_is_shown_no_year(phone: Phone, open_screen: Open) -> None:
    screen = await open_screen("/history")
    await screen.until_shown("Списание на Невском")
    assert not screen.shows("Итоги")


async def test_year_is_told_without_a_network_as_it_was_seen(
    phone: Phone, open_screen: Open
) -> None:
    await kept(phone)
    screen = await open_screen(ADDRESS)
    await screen.until_shown("Ваш 2026-й")
    for words in (
        "С начала года по 20\u00a0ноября",
        "ноябрь · 7 покупок",
        "Лесная, 12",
        "1\u00a0234\u00a0₽",
        "1\u00a0240\u00a0баллов",
        "500\u00a0баллов",
    ):
        assert screen.shows(words), words


async def test_year_that_is_over_has_no_so_far(phone: Phone, open_screen: Open) -> None:
    await kept(phone, replace(TOLD, until=date(2026, 12, 31), months=(*TOLD.months, 1)))
    screen = await open_screen(ADDRESS)
    await screen.until_shown("Ваш 2026-й")
    assert not screen.shows("С начала года")


async def test_discount_card_tells_of_no_points(phone: Phone, open_screen: Open) -> None:
    program = replace(WALLET.program, kind=ProgramKind.DISCOUNT)
    await phone.keep_member(replace(WALLET, program=program))
    await kept(phone)
    screen = await open_screen(ADDRESS)
    await screen.until_shown("Сэкономлено скидками")
    assert not screen.shows("Накоплено")


async def test_year_that_was_never_seen_says_what_is_lacking(
    phone: Phone, open_screen: Open
) -> None:
    screen = await open_screen(ADDRESS)
    await screen.until_shown("На этом устройстве итогов пока нет")
