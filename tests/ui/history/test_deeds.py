"""The history by purchases: one row each, found by words and by store."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kopilka.ui.history.deeds import deeds_of, stores_of
from kopilka.ui.look.formats import Formats, Language
from loyalty_api.history import Entry, EntryKind, History
from loyalty_api.programme import ProgramKind, Store
from tests.ui.conftest import Open
from tests.ui.headless import Screen
from tests.ui.member import HISTORY, NOW, WALLET
from tests.ui.phone import Phone

BASE = replace(HISTORY.entries[0], reason="Лесная, 12", detail="5 %", store="Лесная, 12")
OFFER = replace(BASE, id="e4", points=40, reason="Двойной кофе", detail=None)
SPENT = replace(BASE, id="e5", points=-100, kind=EntryKind.REDEMPTION, reason="Списание")
RETURN = replace(BASE, id="e6", points=-86, kind=EntryKind.REVERSAL, reason="Возврат")
ELSEWHERE = replace(
    BASE, id="e7", purchase_id="p2", reason="Невский, 48", store="Невский, 48", points=7
)
GIFT = Entry("e8", NOW - timedelta(days=2), EntryKind.ACCRUAL, 100, False, "Приветственные баллы")
EVERY = (RETURN, SPENT, OFFER, BASE, ELSEWHERE, GIFT)
WRITE = Formats(Language.RU)


def test_purchase_is_one_row_and_its_return_another() -> None:
    deeds = deeds_of(EVERY, WRITE)
    assert [[one.id for one in deed.entries] for deed in deeds] == [
        ["e6"],
        ["e5", "e4", BASE.id],
        ["e7"],
        ["e8"],
    ]
    assert (deeds[1].gained, deeds[1].lost, deeds[1].first.store) == (126, -100, "Лесная, 12")


def test_purchase_is_pending_while_none_of_its_points_can_be_spent() -> None:
    waiting = replace(BASE, pending=True)
    assert deeds_of([waiting, SPENT], WRITE)[0].is_pending
    assert not deeds_of([waiting, OFFER], WRITE)[0].is_pending
    assert not deeds_of([SPENT], WRITE)[0].is_pending


@pytest.mark.parametrize(
    ("words", "found"),
    [("двойной КОФЕ", ["p1"]), ("невск", ["p2"]), (" ", ["p1", "p1", "p2", None])],
)
def test_row_is_found_by_any_of_its_reasons(words: str, found: list[str | None]) -> None:
    deeds = [deed for deed in deeds_of(EVERY, WRITE) if deed.tells(words)]
    assert [deed.first.purchase_id for deed in deeds] == found
    assert stores_of(deeds_of(EVERY, WRITE)) == ["Лесная, 12", "Невский, 48"]


@pytest.fixture
async def screen(phone: Phone, open_screen: Open) -> Screen:
    stores = (Store("a", "Лесная, 12", ""), Store("b", "Невский, 48", ""))
    wallet = replace(WALLET, stores=stores)
    await phone.keep_member(wallet, replace(HISTORY, entries=EVERY, next=None))
    screen = await open_screen("/history")
    await screen.until_shown("Приветственные баллы")
    return screen


async def test_purchase_shows_what_came_and_what_went(screen: Screen) -> None:
    assert screen.shows("+126")
    assert screen.shows("−100")
    assert not screen.shows("Двойной кофе")


async def test_store_and_words_narrow_the_list(screen: Screen) -> None:
    await screen.tap("Поиск в истории")
    await screen.until_shown("Все магазины")
    await screen.tap("Невский, 48")
    await screen.until(lambda: not screen.shows("Приветственные баллы"))
    assert not screen.shows("+126")
    await screen.tap("Все магазины")
    await screen.until_shown("+126")
    await screen.type("кофе")
    await screen.until(lambda: not screen.shows("Приветственные баллы"))
    assert screen.shows("+126")
    await screen.type("нет такого")
    await screen.until_shown("Ничего не нашлось")


async def test_chart_says_its_values(screen: Screen) -> None:
    assert screen.shows("330")
    assert screen.shows("486")


async def test_newcomer_is_offered_nothing_to_sift(phone: Phone, open_screen: Open) -> None:
    months = tuple(replace(month, points=0) for month in HISTORY.months)
    await phone.keep_member(history=History((), months=months))
    screen = await open_screen("/history")
    await screen.until_shown("Здесь будут ваши чеки")
    assert not screen.shows("Начисления")
    assert not screen.shows("Накоплено за")
    assert not screen.shows("Поиск в истории")


async def test_discount_card_has_nothing_to_sift_by_points(phone: Phone, open_screen: Open) -> None:
    program = replace(WALLET.program, kind=ProgramKind.DISCOUNT)
    await phone.keep_member(replace(WALLET, program=program))
    screen = await open_screen("/history")
    await screen.until_shown("Поиск в истории")
    assert not screen.shows("Начисления")
    assert not screen.shows("Списания")
