"""A shared promo code is what somebody reads on a poster and types, in whatever alphabet that is."""

from contextlib import closing
from itertools import product

import pytest

from loyalty_api.card_code import ALPHABET
from loyalty_api.problems import ProblemCode
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.promo_rules import as_compared, ways_scanned, ways_typed
from loyalty_server.toml_file import FileRefused
from tests.server.conftest import in_memory
from tests.server.offers.test_promo_uses import typed
from tests.server.shop import PROGRAM_FILE, Shop

PROMO = """
[[promo_codes]]
id = "{id}"
title = "Привет"
ends_on = "never"
code = "{code}"
points = 10
"""


def programme(*codes: str) -> str:
    promos = (PROMO.format(id=f"p{place}", code=code) for place, code in enumerate(codes))
    return PROGRAM_FILE.read_text("utf-8") + "".join(promos)


@pytest.mark.parametrize(
    ("code", "as_somebody_types_it"),
    [
        ("СКИДКА10", "скидка 10"),
        ("ЙОГУРТ", "и\u0306огурт"),
        ("ფასდაკლება", "ფასდაკლება"),
        ("ფასდაკლება", "ᲤᲐᲡᲓᲐᲙᲚᲔᲑᲐ"),
        ("छूट-१०", "छूट-10"),
        ("ส่วนลด10", "ส่วนลด๑๐"),
        ("تخفیف\u200cویژه", "تخفیفویژه"),
        ("خصم۱۰", "خصم10"),
        ("İNDİRİM", "indirim"),
        ("İNDİRİM", "INDIRIM"),
        ("KIRMIZI", "kırmızı"),
        ("STRASSE", "straße"),
        ("ΕΚΠΤΩΣΗΣ", "εκπτωσης"),
        ("SALE10", "ＳＡＬＥ１０"),
        ("割引クーポン", "割引ｸｰﾎﾟﾝ"),
        ("ҚАЗАҚША", "қазақша"),
        ("XMAS-25", "xmas\u201325"),
        ("XMAS-25", "xmas\u201125"),
        ("XMAS-25", "xmas\u221225"),
        ("XMAS-25", "\ufeffxmas-25\u200b"),
        ("XMAS-25", "«xmas-25».\n"),
        ("XMAS-25", "xm\u00adas-25"),
        ("MAX-25", "мах-25"),
        ("КОФЕ", "KOФE"),
        ("ΑΥΤΟ", "АУТО"),
        ("ЁЛКА", "елка"),
        ("ΛΟΓΟΣ", "λόγος"),
        ("CAFÉ", "cafe"),
        ("تخفیف۱۰", "تخفيف10"),
        ("کد۱۰", "كد10"),
        ("أهلا", "اهلا"),
        ("سلام", "سَلامـ"),
        ("שלום", "שָׁלוֹם"),
    ],
)
def test_code_is_taken_as_it_is_typed(code: str, as_somebody_types_it: str) -> None:
    assert given_for(code, as_somebody_types_it) == (10, 10)


def given_for(code: str, as_somebody_types_it: str) -> tuple[object, int]:
    """What a new member hears who types this where the code is published, and has then."""
    with closing(in_memory()) as database:
        shop = Shop(database, program_text=programme("SUMMER", code))
        member = shop.join_programme().member_id
        return typed(shop, member, as_somebody_types_it), shop.points_of(member).balance


@pytest.mark.parametrize(
    ("code", "under_another_layout"),
    [
        ("AUTUMN-25", "ФГЕГЬТ25"),
        ("AUTUMN-25", "фгегьт-25"),
        ("AUTUMN-25", "ΑΘΤΘΜΝ25"),
        ("AUTUMN-25", "שואוצמ25"),
        ("СКИДКА10", "crblrf10"),
        ("БОНУС-26", ",jyec26"),
        ("ЁЛКА", "`krf"),
        ("ЁЛКА", "~KRF"),
        ("ЁЛКА", "tkrf"),
        ("ЕЛКА", "`KRF"),
        ("ХЛЕБ-10", "{KT<10"),
        ("ХЛЕБ-10", "[kt,10"),
    ],
)
def test_code_is_taken_when_another_alphabet_was_on(code: str, under_another_layout: str) -> None:
    assert given_for(code, under_another_layout) == (10, 10)


def test_code_is_itself_before_it_is_another_one_under_another_layout() -> None:
    text = programme("SUMMER", "CRBLRF10") + PROMO.format(id="p9", code="СКИДКА10").replace(
        "points = 10", "points = 20"
    )
    shop = Shop(in_memory(), program_text=text)
    try:
        member = shop.join_programme().member_id
        assert typed(shop, member, "скидка10") == 20
        assert typed(shop, member, "crblrf10") == 10
    finally:
        shop.database.close()


@pytest.mark.parametrize("code", ["AUTUMM-25", "QUTUMN-25", "ФГЕГЬ25", "ЫГЬЬУКЫ"])
def test_other_codes_are_wrong_under_any_layout(code: str) -> None:
    shop = Shop(in_memory(), program_text=programme("SUMMER", "AUTUMN-25"))
    try:
        wrong = typed(shop, shop.join_programme().member_id, code)
        assert wrong is ProblemCode.PROMO_CODE_WRONG
    finally:
        shop.database.close()


@pytest.mark.parametrize(
    "other", ["winter", "WIN", "----", "W" * 33, "WINTER!", "WIN TER", "straße"]
)
def test_what_is_no_code_is_refused_with_its_line(other: str) -> None:
    with pytest.raises(FileRefused, match=r"promo_codes\[1\]\.code: 4 to 32"):
        parse_program(programme("SUMMER", other), "p.toml")


@pytest.mark.parametrize(
    ("one", "other"), [("INDIRIM", "İNDİRİM"), ("خصم۱۰", "خصم10"), ("COPE10", "СОРЕ10")]
)
def test_two_codes_that_are_typed_alike_are_one(one: str, other: str) -> None:
    with pytest.raises(FileRefused, match=r"promo_codes\[1\]\.code: '.+' is already used above"):
        parse_program(programme(one, other), "p.toml")


def test_code_may_be_what_a_batch_without_one_is_called() -> None:
    batch = PROMO.format(id="WINTER", code="x").replace('code = "x"\n', "")
    codes = parse_program(programme("WINTER") + batch, "p.toml").promo_codes
    assert [one.code for one in codes] == ["WINTER", None]


def test_hyphens_and_what_can_be_told_apart_make_another_code() -> None:
    alike = {as_compared(code) for code in ("SALE10", "SALE-10", "SALE1O", "САLЯ10", "SAL10")}
    assert len(alike) == 5


def test_of_an_endless_code_the_beginning_is_looked_at() -> None:
    code = "7KQ2MXW4ZD"
    for ways in (ways_typed, ways_scanned):
        assert ways(code + " " * 20_000)[0] == code
        assert max(map(len, ways("а" * 20_000))) == 64


def test_guess_at_a_made_code_is_read_in_four_ways_at_most() -> None:
    assert set(ways_typed("зе")) >= {"PT", "PE", "YE", "ZE"}
    cyrillic = "абвгдежзийклмнопрстуфхцчшщъыьэюяђјљњћџѓќѕіїєў"
    for one in product(cyrillic, repeat=2):
        read = {way for way in ways_typed("".join(one)) if {*way} <= {*ALPHABET}}
        assert len(read) <= 4
