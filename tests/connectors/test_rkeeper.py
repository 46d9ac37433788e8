"""r_keeper's tills: a card earns and pays, each check once, and nothing that is sent breaks the connector."""

from asyncio import gather, to_thread
from datetime import date
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from kopilka_tills.rkeeper_xml import card_asked, check_in
from loyalty_server.publishing import publish
from loyalty_server.tables import BalanceRow
from tests.connectors.conftest import Line
from tests.connectors.far_cards import BONUS, DISCOUNT, PAYMENT, SPENT, Dish, FarCards
from tests.server.house import PROGRAM, House, Phone

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 20)
LATTE = Dish("55", "Капучино с «пенкой»", "coffee", "2", 540)
ROLL = Dish("71", "Булочка", "bakery", "1.000", 60)


@pytest.fixture
async def anna(house: House) -> Phone:
    return await house.sign_in()


async def number_of(house: House, phone: Phone) -> int:
    told: dict[str, Any] = (await house.http.get("/v1/wallet", headers=phone.bearer)).json()
    return int(told["card"]["number"])


def balance(house: House) -> int:
    """Of the only member."""
    with house.settings.database.reading() as session:
        return session.scalars(select(BalanceRow)).one().available


async def test_card_by_its_number_is_shown_and_earns_by_the_lines_of_the_check(
    house: House, anna: Phone, far_cards: FarCards
) -> None:
    card = await number_of(house, anna)
    shown = await to_thread(far_cards.card, card)
    assert (shown.status, shown["Result"], shown["Locked"]) == (200, "0", "0")
    assert "Базовый" in shown["Holder"]
    assert shown["Summa"] == "0"
    house.clock.forward(minutes=6)  # the scan is over
    settled = await to_thread(
        far_cards.settle, card, 8180, (SPENT, 60_000), day=DAY, dishes=(LATTE, ROLL)
    )
    assert (settled["Result"], settled["error_code"]) == ("0", "0")
    assert balance(house) == 3 * 27 + 3
    receipt = await house.http.get(f"/v1/purchases/{settled['ext_id']}", headers=anna.bearer)
    assert [
        (line["title"], line["category"], line["unit"], line["amount"])
        for line in receipt.json()["lines"]
    ] == [
        ("Капучино с «пенкой»", "coffee", "piece", 54_000),
        ("Булочка", "bakery", "piece", 6_000),
    ]


async def test_check_that_is_sent_again_counts_once(
    house: House, anna: Phone, far_cards: FarCards
) -> None:
    card = await number_of(house, anna)
    first = await to_thread(far_cards.settle, card, 1, (SPENT, 100_000), day=DAY)
    house.clock.forward(hours=20)
    again = await to_thread(far_cards.settle, card, 1, (SPENT, 100_000), day=DAY)
    assert again.text == first.text
    assert balance(house) == 50
    other = await to_thread(far_cards.settle, card, 1, (SPENT, 100_001), day=DAY)
    assert (other["Result"], other["err_text"]) == ("1", "Чек с этим номером уже есть")
    assert balance(house) == 50


async def test_same_check_from_many_sendings_at_once_counts_once(
    house: House, anna: Phone, far_cards: FarCards
) -> None:
    card = await number_of(house, anna)
    sendings = [
        to_thread(far_cards.settle, card, 2, (SPENT, 100_000), day=DAY) for _sending in range(6)
    ]
    assert {answer["Result"] for answer in await gather(*sendings)} == {"0"}
    assert balance(house) == 50


async def test_code_of_the_app_pays_with_points(
    house: House, anna: Phone, far_cards: FarCards
) -> None:
    await house.buy(anna)
    before = balance(house)
    house.clock.forward(seconds=30)
    found = await to_thread(far_cards.email, anna.card_code(house.clock.now))
    card = found["CardCode"]
    assert int(card) < 2**63
    shown = await to_thread(far_cards.card, card)
    assert int(shown["Summa"]) == before * 100
    settled = await to_thread(
        far_cards.settle, card, 3, (PAYMENT, -2_000), (SPENT, 98_000), (BONUS, 0), day=DAY
    )
    assert settled["Result"] == "0", settled.text
    assert balance(house) == before - 20 + 49
    back = await to_thread(far_cards.settle, card, 3, (PAYMENT, 2_000), (SPENT, -98_000), day=DAY)
    assert back["Result"] == "0", back.text
    assert balance(house) == before


async def test_code_is_read_again_after_five_minutes(
    house: House, anna: Phone, far_cards: FarCards
) -> None:
    house.clock.forward(seconds=30)
    card = (await to_thread(far_cards.email, anna.card_code(house.clock.now)))["CardCode"]
    house.clock.forward(minutes=5)
    shown = await to_thread(far_cards.card, card)
    assert (shown["Locked"], shown["WhyLock"]) == (
        "1",
        "Прошло пять минут: считайте карту ещё раз",
    )
    settled = await to_thread(far_cards.settle, card, 4, (SPENT, 100_000), day=DAY)
    assert (settled["Result"], settled["err_text"]) == ("1", shown["WhyLock"])


async def test_code_that_was_read_before_says_so(
    house: House, anna: Phone, far_cards: FarCards
) -> None:
    house.clock.forward(seconds=30)
    code = anna.card_code(house.clock.now)
    assert (await to_thread(far_cards.email, code))["Result"] == "0"
    again = await to_thread(far_cards.email, code)
    assert (again["Result"], again["ErrorText"]) == (
        "1",
        "Код уже использован: попросите показать новый",
    )


async def test_number_alone_pays_nothing(house: House, anna: Phone, far_cards: FarCards) -> None:
    await house.buy(anna)
    before = balance(house)
    card = await number_of(house, anna)
    refused = await to_thread(
        far_cards.settle, card, 5, (PAYMENT, -2_000), (SPENT, 98_000), day=DAY
    )
    assert (refused["Result"], refused["error_code"]) == ("1", "1")
    assert balance(house) == before
    paid = await to_thread(far_cards.settle, card, 5, (SPENT, 100_000), day=DAY)
    assert paid["Result"] == "0"


@pytest.mark.parametrize("kopecks", [2_050, 1])
async def test_payment_that_is_worth_no_whole_points_is_refused(
    house: House, anna: Phone, far_cards: FarCards, kopecks: int
) -> None:
    await house.buy(anna)
    before = balance(house)
    house.clock.forward(seconds=30)
    card = (await to_thread(far_cards.email, anna.card_code(house.clock.now)))["CardCode"]
    moves = (PAYMENT, -kopecks), (SPENT, 100_000 - kopecks)
    refused = await to_thread(far_cards.settle, card, 16, *moves, day=DAY)
    assert (refused["Result"], refused["err_text"]) == (
        "1",
        "Сумма не сходится: проведите чек без карты",
    )
    assert balance(house) == before


async def test_offer_that_takes_money_off_is_not_settled_for_another_sum(
    house: House, anna: Phone, far_cards: FarCards
) -> None:
    cheaper = PROGRAM.replace('kind = "multiplier"\nvalue = 3', 'kind = "percent_off"\nvalue = 10')
    assert cheaper != PROGRAM
    house.settings.database.write(lambda session: publish(session, cheaper, house.clock.now))
    house.clock.forward(seconds=1)
    card = await number_of(house, anna)
    refused = await to_thread(far_cards.settle, card, 17, (SPENT, 54_000), day=DAY, dishes=(LATTE,))
    assert (refused["Result"], refused["error_code"]) == ("1", "1")
    assert balance(house) == 0
    paid = await to_thread(far_cards.settle, card, 17, (SPENT, 6_000), day=DAY, dishes=(ROLL,))
    assert paid["Result"] == "0"


async def test_part_goes_back_and_then_the_rest(
    house: House, anna: Phone, far_cards: FarCards
) -> None:
    card = await number_of(house, anna)
    assert (await to_thread(far_cards.settle, card, 6, (SPENT, 100_000), day=DAY))["Result"] == "0"
    for _sending in range(2):
        part = await to_thread(far_cards.settle, card, 6, (SPENT, -40_000), day=DAY)
        assert part["Result"] == "0"
        assert balance(house) == 30
    for _sending in range(2):
        whole = await to_thread(far_cards.settle, card, 6, (SPENT, -60_000), day=DAY)
        assert whole["Result"] == "0"
        assert balance(house) == 0
    late = await to_thread(far_cards.settle, card, 6, (SPENT, -1_000), day=DAY)
    assert (late["Result"], late["err_text"]) == ("1", "Этот чек уже возвращён")


async def test_what_was_never_sold_does_not_go_back(
    house: House, anna: Phone, far_cards: FarCards
) -> None:
    card = await number_of(house, anna)
    back = await to_thread(far_cards.settle, card, 7, (SPENT, -100_000), day=DAY)
    assert (back["Result"], back["err_text"]) == ("1", "Такого чека нет")


async def test_discount_of_r_keeper_itself_is_not_earned_on(
    house: House, anna: Phone, far_cards: FarCards
) -> None:
    card = await number_of(house, anna)
    settled = await to_thread(
        far_cards.settle,
        card,
        8,
        (DISCOUNT, -20_000),
        (SPENT, 40_000),
        day=DAY,
        dishes=(LATTE, ROLL),
    )
    assert settled["Result"] == "0"
    assert balance(house) == 3 * 18 + 2


@pytest.mark.parametrize("encoding", ["UTF-8", "windows-1251"])
async def test_both_encodings_of_r_keeper_are_read(
    house: House, anna: Phone, far_cards: FarCards, encoding: str
) -> None:
    card = await number_of(house, anna)
    till = FarCards(far_cards.url, encoding=encoding)
    settled = await to_thread(till.settle, card, 9, (SPENT, 54_000), day=DAY, dishes=(LATTE,))
    receipt = await house.http.get(f"/v1/purchases/{settled['ext_id']}", headers=anna.bearer)
    assert receipt.json()["lines"][0]["title"] == LATTE.name


async def test_windows_1251_that_calls_itself_utf_8_is_read(
    house: House, anna: Phone, far_cards: FarCards
) -> None:
    packet = far_cards.packet(
        await number_of(house, anna), 10, (SPENT, 54_000), day=DAY, dishes=(LATTE,)
    )
    body = b'<?xml version="1.0" encoding="UTF-8"?>' + packet.encode("cp1251")
    settled = await to_thread(far_cards.post_bytes, "transactionsex", body)
    receipt = await house.http.get(f"/v1/purchases/{settled['ext_id']}", headers=anna.bearer)
    assert receipt.json()["lines"][0]["title"] == LATTE.name


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = {
    "laughs": f'<!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]><ROOT><QRY Card="&l9;"/></ROOT>',
    "quadratic": f'<!DOCTYPE r [<!ENTITY a "{"a" * 50_000}">]><ROOT><QRY Card="{"&a;" * 50_000}"/></ROOT>',
    "file": '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><ROOT><QRY Card="&f;"/></ROOT>',
    "parameter": '<!DOCTYPE r SYSTEM "http://127.0.0.1:1/x.dtd"><ROOT><QRY Card="1"/></ROOT>',
    "deep": "<A>" * 100_000,
    "cut": '<ROOT><QRY Card="800',
    "empty": "",
    "no query": "<ROOT/>",
    "no number": '<ROOT><QRY Card="1" Restaurant="9999.5" UnitNo="2"/></ROOT>',
    "huge number": f'<ROOT><QRY Card="1" Restaurant="{"9" * 6000}" UnitNo="2"/></ROOT>',
    "other digits": '<ROOT><QRY Card="1" Restaurant="९९९९" UnitNo="2"/></ROOT>',
    "other till": '<ROOT><QRY Card="1" Restaurant="9999" UnitNo="3"/></ROOT>',
    "not XML": '{"card": 1}',
}


@pytest.mark.parametrize("function", ["getcardinfoex", "transactionsex", "findemail"])
@pytest.mark.parametrize("sent", HOSTILE.values(), ids=HOSTILE)
async def test_what_no_till_sends_is_refused_in_r_keepers_words(
    far_cards: FarCards, function: str, sent: str
) -> None:
    answer = await to_thread(far_cards.post_bytes, function, sent.encode())
    assert (answer.status, answer["Result"]) == (200, "1")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-32", "cp866", "utf-7"])
async def test_other_encodings_are_refused(far_cards: FarCards, encoding: str) -> None:
    body = f'<?xml version="1.0" encoding="{encoding}"?><ROOT><QRY Card="1"/></ROOT>'
    answer = await to_thread(far_cards.post_bytes, "getcardinfoex", body.encode(encoding))
    assert answer["Result"] == "1"


@pytest.mark.parametrize(
    ("changed", "to"),
    [
        ('Summa="100000"', 'Summa="1e5"'),
        ('Summa="100000"', f'Summa="{2**70}"'),
        ('RKDate="2026-11-20T00-00-00"', 'RKDate="2026-13-20"'),
        ('RKDate="2026-11-20T00-00-00"', 'RKDate="99999999999"'),
        ('Kind="3"', 'Kind="three"'),
        ('RKCheck="11"', 'RKCheck="twelve"'),
        ("</Transactions>", '<T Card="1" Kind="3" Summa="1" RKCheck="12"/></Transactions>'),
    ],
)
async def test_packet_that_makes_no_sense_moves_nothing(
    house: House, anna: Phone, far_cards: FarCards, changed: str, to: str
) -> None:
    packet = far_cards.packet(await number_of(house, anna), 11, (SPENT, 100_000), day=DAY)
    assert changed in packet
    answer = await to_thread(far_cards.post, "transactionsex", packet.replace(changed, to))
    assert answer["Result"] == "1"
    assert balance(house) == 0


async def test_days_may_be_counted_from_1899(
    house: House, anna: Phone, far_cards: FarCards
) -> None:
    card = await number_of(house, anna)
    packet = far_cards.packet(card, 12, (SPENT, 100_000), day=DAY)
    days = (DAY - date(1899, 12, 30)).days
    counted = packet.replace(f"{DAY}T00-00-00", str(days))
    assert (await to_thread(far_cards.post, "transactionsex", counted))["Result"] == "0"
    assert (await to_thread(far_cards.post, "transactionsex", packet))["Result"] == "0"
    assert balance(house) == 50


@pytest.mark.parametrize(
    "day",
    ["2026-11-20", "2026-11-20 23:59:59", "20261120", "20.11.2026 10:00", "46346", "46346,9583"],
)
def test_day_is_read_in_the_forms_of_windows(day: str) -> None:
    packet = FarCards("").packet(8, 12, (SPENT, 100_000), day=DAY).replace(f"{DAY}T00-00-00", day)
    assert check_in(packet.encode()).day == DAY


@pytest.mark.parametrize("end", ["", "\0", "\r\n\0\0"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1251"])
def test_document_is_read_as_programs_of_windows_write_it(encoding: str, end: str) -> None:
    declared = "windows-1251" if encoding == "windows-1251" else encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?><ROOT><QRY Card="Ёж &quot;7&quot;" UnitNo="2"/></ROOT>'
    asked = card_asked((text + end).encode(encoding), "card")
    assert (asked.card, asked.unit) == ('Ёж "7"', 2)


async def test_card_of_nobody_does_not_exist(far_cards: FarCards) -> None:
    assert (await to_thread(far_cards.card, 8002))["Result"] == "1"


async def test_server_that_is_away_is_said_to_the_cashier(
    house: House, anna: Phone, line: Line, far_cards: FarCards
) -> None:
    card = await number_of(house, anna)
    line.silent = "/"
    shown = await to_thread(far_cards.card, card)
    assert (shown["Locked"], shown["WhyLock"]) == ("1", "Сервер лояльности не отвечает")
    settled = await to_thread(far_cards.settle, card, 13, (SPENT, 100_000), day=DAY)
    assert (settled["Result"], settled["err_text"]) == ("1", "Сервер лояльности не отвечает")


async def test_lost_answers_change_nothing(
    house: House, anna: Phone, line: Line, far_cards: FarCards
) -> None:
    card = await number_of(house, anna)
    line.loses_first = True
    settled = await to_thread(far_cards.settle, card, 14, (SPENT, 100_000), day=DAY)
    assert settled["Result"] == "0"
    assert balance(house) == 50
    back = await to_thread(far_cards.settle, card, 14, (SPENT, -40_000), day=DAY)
    assert back["Result"] == "0"
    assert balance(house) == 30


@pytest.mark.parametrize("silent", ["purchases", "complete"])
async def test_check_whose_end_nobody_knows_is_settled_once_when_it_is_sent_again(
    house: House, anna: Phone, line: Line, far_cards: FarCards, silent: str
) -> None:
    card = await number_of(house, anna)
    line.silent = silent
    open_end = await to_thread(far_cards.settle, card, 15, (SPENT, 100_000), day=DAY)
    assert (open_end["Result"], open_end["err_text"]) == ("1", "Сервер лояльности не отвечает")
    line.silent = ""
    house.clock.forward(minutes=6)
    again = await to_thread(far_cards.settle, card, 15, (SPENT, 100_000), day=DAY)
    assert again["Result"] == "0"
    assert balance(house) == 50


async def test_path_without_the_secret_and_large_bodies_are_turned_away(
    far_cards: FarCards,
) -> None:
    elsewhere = far_cards.url.rsplit("/", 1)[0]
    for path in ("", "/getcardinfoex", "/a1b2c3d4e5f6a7b8c9d1/getcardinfoex"):
        answer = await to_thread(httpx.post, elsewhere + path, content=b"<ROOT/>")
        assert (answer.status_code, answer.content) == (404, b"")
    assert (await to_thread(far_cards.post_bytes, "licenseinfo", b"<ROOT/>")).status == 404
    assert (
        await to_thread(far_cards.post_bytes, "getcardinfoex", b" " * (512 * 1024 + 1))
    ).status == 413
