"""Numbers, points, money and dates as each language writes them."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from kopilka.ui.look.formats import NBSP, Formats, Language, Plural
from kopilka.ui.look.writing import tied
from loyalty_api.programme import Money, PointsName
from loyalty_server.languages import Language as ServerLanguage
from loyalty_server.programme.wording import words_in

RU, EN = Formats(Language.RU, UTC), Formats(Language.EN, UTC)
BALLS = PointsName("балл", "балла", "баллов")
POINTS = PointsName("point", "points", "points")
NOW = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 баллов"),
        (1, "1 балл"),
        (2, "2 балла"),
        (5, "5 баллов"),
        (11, "11 баллов"),
        (12, "12 баллов"),
        (21, "21 балл"),
        (22, "22 балла"),
        (111, "111 баллов"),
        (1240, "1 240 баллов"),
        (-1, "−1 балл"),
        (1_000_001, "1 000 001 балл"),
    ],
)
def test_points_agree_with_their_number_in_russian(count: int, words: str) -> None:
    assert RU.points(count, BALLS).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 points"), (1, "1 point"), (2, "2 points"), (1240, "1,240 points")]
)
def test_points_agree_with_their_number_in_english(count: int, words: str) -> None:
    assert EN.points(count, POINTS).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("money", "russian", "english"),
    [
        (Money(118400, "RUB"), "1 184 ₽", "₽1,184"),
        (Money(118450, "RUB"), "1 184,50 ₽", "₽1,184.50"),
        (Money(1486, "GBP"), "14,86 £", "£14.86"),
        (Money(-5, "USD"), "−0,05 $", "−$0.05"),
        (Money(1500, "JPY"), "1 500 JPY", "JPY 1,500"),
        (Money(1500, "UGX"), "1 500 UGX", "UGX 1,500"),
        (Money(1505, "KWD"), "1,505 KWD", "KWD 1.505"),
        (Money(0, "RUB"), "0 ₽", "₽0"),
    ],
)
def test_money_stands_in_the_languages_own_form(money: Money, russian: str, english: str) -> None:
    assert RU.money(money).replace("\u00a0", " ") == russian
    assert EN.money(money).replace("\u00a0", " ") == english


def test_what_is_left_to_spend_is_in_whole_money_and_never_too_little() -> None:
    assert RU.whole_money(Money(2_953_044, "RUB")) == "29\u00a0531\u00a0₽"
    assert RU.whole_money(Money(2_953_000, "RUB")) == "29\u00a0530\u00a0₽"
    assert EN.whole_money(Money(100, "JPY")).endswith("100")


def test_verb_of_money_agrees_with_its_units_and_a_part_is_one_thing() -> None:
    burns = Plural("сгорит", "сгорят", "сгорят")
    sums = [100, 2_100, 2_500, 126_00, 126_50]
    assert [RU.plural_of_money(Money(one, "RUB"), burns) for one in sums] == [
        "сгорит",
        "сгорит",
        "сгорят",
        "сгорят",
        "сгорит",
    ]
    expires = Plural("expires", "expire", "expire")
    assert {EN.plural_of_money(Money(one, "GBP"), expires) for one in sums} == {"expires"}


def test_phone_is_written_as_people_read_it_out() -> None:
    assert RU.phone("+79000000001") == "+7\u00a0900\u00a0000-00-01"
    assert RU.phone("+441174960010") == "+44\u00a0117\u00a0496\u00a00010"
    assert RU.phone("+79000") == "+79000"
    assert RU.phone("+491512345678") == "+491512345678"


def test_month_under_a_bar_stands_alone_and_a_day_s_belongs_to_it() -> None:
    assert RU.short_month(date(2026, 5, 1)) == "май"
    assert RU.day(date(2026, 5, 9), NOW.date()) == "9\u00a0мая"
    assert [RU.short_month(date(2026, month, 1)) for month in (6, 9)] == ["июн", "сен"]
    assert [EN.short_month(date(2026, month, 1)) for month in (5, 9)] == ["May", "Sep"]


def test_nothing_that_belongs_together_is_broken_over_lines() -> None:
    assert " " not in RU.money(Money(118400, "RUB"))
    assert " " not in RU.points(1240, BALLS)
    assert " " not in RU.day(date(2026, 11, 30), NOW.date())


@pytest.mark.parametrize(
    ("moment", "russian", "english"),
    [
        (datetime(2026, 11, 20, 9, 14, tzinfo=UTC), "Сегодня, 09:14", "Today, 09:14"),
        (datetime(2026, 11, 19, 23, 59, tzinfo=UTC), "Вчера, 23:59", "Yesterday, 23:59"),
        (datetime(2026, 11, 18, 19, 2, tzinfo=UTC), "18 ноя, 19:02", "18 Nov, 19:02"),
        (datetime(2025, 12, 31, 0, 0, tzinfo=UTC), "31 дек 2025, 00:00", "31 Dec 2025, 00:00"),
    ],
)
def test_moments_are_named_as_people_name_them(
    moment: datetime, russian: str, english: str
) -> None:
    assert RU.moment(moment, NOW).replace("\u00a0", " ") == russian
    assert EN.moment(moment, NOW).replace("\u00a0", " ") == english


def test_rates_have_the_languages_decimal_sign() -> None:
    assert (RU.percent(7.5), RU.percent(5.0), EN.percent(7.5)) == ("7,5\u00a0%", "5\u00a0%", "7.5%")


def test_quantities_carry_their_unit_in_the_members_language() -> None:
    assert RU.quantity(2) == "2"
    assert RU.quantity(Decimal("0.350"), "kg") == f"0,35{NBSP}кг"
    assert EN.quantity(Decimal(100), "ml") == f"100{NBSP}ml"
    assert RU.quantity(3, "ярд") == f"3{NBSP}ярд"


def test_signed_points_carry_true_signs() -> None:
    assert [RU.signed(points) for points in (59, -500, 0)] == ["+59", "−500", "0"]


@pytest.mark.parametrize("rate", [5.0, 2.5, 0.0, 100.0])
def test_rate_is_written_alike_by_the_wallet_and_the_server(rate: float) -> None:
    assert RU.percent(rate) == words_in(ServerLanguage.RU).per_cent(rate)
    assert EN.percent(rate) == words_in(ServerLanguage.EN).per_cent(rate)


def test_day_that_midnight_ends_is_the_last_one_and_not_the_next() -> None:
    moscow = Formats(Language.RU, timezone(timedelta(hours=3)))
    assert moscow.last_day(datetime(2026, 12, 15, 21, tzinfo=UTC)) == date(2026, 12, 15)
    assert moscow.last_day(datetime(2026, 12, 15, 22, tzinfo=UTC)) == date(2026, 12, 16)


@pytest.mark.parametrize(
    ("language", "name", "within"),
    [
        (Language.RU, "Приют «Дом хвостов»", "Приют „Дом хвостов“"),
        (Language.EN, "“House of Tails” shelter", "‘House of Tails’ shelter"),
    ],
)
def test_name_with_quotation_marks_of_its_own_gets_inner_ones_within_others(
    language: Language, name: str, within: str
) -> None:
    assert Formats(language).quoted(name) == within


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 балла"), (2, "2 баллов"), (11, "11 баллов"), (21, "21 балла"), (343, "343 баллов")],
)
def test_points_after_up_to_are_in_the_genitive(count: int, words: str) -> None:
    name = PointsName("балл", "балла", "баллов")
    assert RU.points_of(count, name).replace("\u00a0", " ") == words
    assert EN.points_of(count, PointsName("point", "points", "points")).endswith("s") == (
        count != 1
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Вы часто бываете: Лесная, 12", "Вы часто бываете: Лесная,\u00a012"),
        ("Невский проспект, 48, второй этаж", "Невский проспект,\u00a048, второй этаж"),
        ("1, 2, 3", "1, 2, 3"),
        ("12 Lesnaya Street, London", "12 Lesnaya Street, London"),
    ],
)
def test_number_of_a_house_stays_with_its_street(written: str, shown: str) -> None:
    assert tied(written) == shown
