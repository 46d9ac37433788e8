"""Codes and numbers as scanners type them under other layouts of the keyboard, by X.Org's data and by what shops report."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from loyalty_api.card_code import CardCode, MalformedCode, canonical, kept, parse_codes
from loyalty_api.passes import is_pass_code, parse_pass_codes

EVERY_SIGN = "LW1P0123456789ABCDEFGHJKMNPQRSTVWXYZ01"
TYPED = {
    "Russian": "ДЦ1З0123456789ФИСВУАПРОЛЬТЗЙКЫЕМЦЧНЯ01",
    "Ukrainian": "ДЦ1З0123456789ФИСВУАПРОЛЬТЗЙКІЕМЦЧНЯ01",
    "Belarusian": "ДЦ1З0123456789ФІСВУАПРОЛЬТЗЙКЫЕМЦЧНЯ01",
    "Kazakh": 'ДЦ"Зқ"әіңғ,.үұФИСВУАПРОЛЬТЗЙКЫЕМЦЧНЯқ"',
    "Bulgarian": "ВУ1З0123456789ѝФЪАЕОЖГТНПХЗыИЯШЭУЙЩЮ01",
    "Serbian": "ЛЊ1П0123456789АБЦДЕФГХЈКМНПЉРСТВЊЏЗЖ01",
    "Macedonian": "ЛЊ1П0123456789АБЦДЕФГХЈКМНПЉРСТВЊЏЅЗ01",
    "Greek, caps lock": "λς1π0123456789αβψδεφγηξκμνπ;ρστωςχυζ01",
    "Hebrew, caps lock": "ך'1פ0123456789שנבגקכעיחלצמפ/רדאה'סטז01",
    "French": "LZ&Pà&é\"'(-è_çQBCDEFGHJK?NPARSTVZXYWà&",
    "French, caps lock": "lz1p0123456789qbcdefghjk,nparstvzxyw01",
    "Belgian": "LZ&Pà&é\"'(§è!çQBCDEFGHJK?NPARSTVZXYWà&",
    "German": "LW1P0123456789ABCDEFGHJKMNPQRSTVWXZY01",
    "Czech": "LW+Pé+ěščřžýáíABCDEFGHJKMNPQRSTVWXZYé+",
    "Czech, QWERTY": "LW+Pé+ěščřžýáíABCDEFGHJKMNPQRSTVWXYZé+",
    "Slovak": "LW+Pé+ľščťžýáíABCDEFGHJKMNPQRSTVWXZYé+",
    "Hungarian": "LW1Pö123456789ABCDEFGHJKMNPQRSTVWXZYö1",
    "Lithuanian": "LWąP“ąčęėįšųū„ABCDEFGHJKMNPQRSTVWXYZ“ą",
    "full width": "ＬＷ１Ｐ０１２３４５６７８９ＡＢＣＤＥＦＧＨＪＫＭＮＰＱＲＳＴＶＷＸＹＺ０１",
    "Persian digits": "LW۱P۰۱۲۳۴۵۶۷۸۹ABCDEFGHJKMNPQRSTVWXYZ۰۱",
}


def written(code: CardCode) -> str:
    return f"{code.signed}{code.mac}"


@pytest.mark.parametrize("layout", TYPED)
def test_code_is_among_what_a_layout_may_have_typed(layout: str) -> None:
    assert EVERY_SIGN in map(written, parse_codes(f"\x02 {TYPED[layout]}\r"))


@pytest.mark.parametrize("layout", sorted({*TYPED} - {"Greek, caps lock", "Bulgarian"}))
def test_caps_lock_changes_nothing(layout: str) -> None:
    """But where Shift types other letters than capitals."""
    assert EVERY_SIGN in map(written, parse_codes(TYPED[layout].swapcase()))


@pytest.mark.parametrize("layout", TYPED)
def test_pass_of_googles_wallet_is_among_it_too(layout: str) -> None:
    code = "GW10ACEGMQWXYZ1179530560069360189"
    keys = dict(zip(EVERY_SIGN, TYPED[layout], strict=True))
    typed = "".join(keys[sign] for sign in code)
    assert is_pass_code(typed)
    assert code[3:15] in {one.kid for one in parse_pass_codes(typed)}


def test_digits_of_a_pass_are_guessed_once_a_reading() -> None:
    """`+` is 1 on a Czech keyboard, `“` is 0 on a Lithuanian one."""
    assert [one.digits for one in parse_pass_codes("GW10ACEGMQWXVT117953056006936018+“")] == [
        "69360181"
    ]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("éèç\"'-çè_'&''", "2793469784144"),
        ("éèç\"'§çè!'&''", "2793469784144"),
        ("'àààààà!!!!àé", "4000000888802"),
        ("ěýíščžíýáč+čč", "2793469784144"),
        ("ľýíščžíýáč+čč", "2793469784144"),
        ("čų„ęėš„ųūėąėė", "2793469784144"),
        ('ә.ұің,ұ.үң"ңң', "2793469784144"),
        ("46ööööööööö15", "4600000000015"),
        ("ö123456789128", "0123456789128"),
        ("'-ààààààààà&(", "4600000000015"),
        ("$Eàéèç\"'-çè_'&''\r\n", "2793469784144"),
        ("ъУ02793469784144", "2793469784144"),
        (")Eéěýíščžíýáč+čč", "2793469784144"),
        ("٢٧٩٣٤٦٩٧٨٤١٤٤", "2793469784144"),
        ("۲۷۹۳۴۶۹۷۸۴۱۴۴", "2793469784144"),
        ("２７９３４６９７８４１４４", "2793469784144"),
        ("\x02]C1\x1d2793469784144\x03", "2793469784144"),
        ("H\u200bL&&é", "HL112"),
        ("ЛД-001.7", "KL0017"),
        ("лд-001.7\t", "KL0017"),
        ("ФИ.1234", "AB1234"),
        ("ЪС112.345", "12345"),
        ("№ 12.34", "1234"),
        ("(12)\u00a034", "1234"),
        ("1234\u00a056-78", "12345678"),
        ("\u200e1234-5678", "12345678"),
        ("B\u00a0-C", "BC"),
    ],
)
def test_number_is_read_from_the_keys_of_its_digits(typed: str, number: str) -> None:
    assert canonical(typed) == number


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("YZ-77", "YZ77"),
        ("AQ-77", "AQ77"),
        ("LZ1-0042", "LZ10042"),
        ("KL&", "KL"),
        ("2912-3456(7890)", "291234567890"),
    ],
)
def test_what_may_be_a_number_as_it_stands_is_left_so(typed: str, read: str) -> None:
    assert canonical(typed) == read


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("ö2793469784144", "2793469784144"),
        ("Ö2793469784144", "2793469784144"),
        ("ö036000291452", "036000291452"),
        ("ö1230", "1230"),
        ("é123456", "123456"),
        ("ů+ěščřž", "123456"),
    ],
)
def test_what_a_stripe_begins_with_is_no_digit(typed: str, number: str) -> None:
    """It is `;`, for which keyboards of many countries type a letter."""
    assert canonical(typed) == number


@pytest.mark.parametrize(
    "typed",
    ["ö123456", "Ö123456", "1öö2345", "KL-ö7", "éé", "QA&é", "&é!\"'", "ΚΛ77", "KŁ7", "ФИ.ЯЧ"],
)
def test_what_may_be_two_numbers_is_none(typed: str) -> None:
    assert canonical(typed) == ""


PRINTED = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ \u00a0-/.", max_size=24)
RUSSIAN_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ/.", "ФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯ.Ю")


@given(printed=PRINTED)
@example(printed="AB/1234")
@example(printed="AB/ZX")
@example(printed="1234\u00a056-78")
def test_no_number_becomes_another_one(printed: str) -> None:
    """Whatever stands between its signs, it is read as itself; behind a Russian keyboard as itself or not at all."""
    assume(kept(printed) and "LW1" not in kept(printed))
    assert canonical(printed) == kept(printed)
    assert canonical(printed.translate(RUSSIAN_KEYS)) in {kept(printed), ""}


def test_what_is_longer_than_any_code_is_nothing() -> None:
    number = "2793469784144"
    assert canonical(number + " " * 200) == number
    assert canonical(number + " " * 20_000) == ""
    with pytest.raises(MalformedCode):
        parse_codes(EVERY_SIGN + " " * 20_000)
    assert not is_pass_code("GW10ACEGMQWXYZ1179530560069360189" + " " * 20_000)


def test_change_of_letters_that_a_german_keyboard_makes_is_only_tried_second() -> None:
    first, second = map(written, parse_codes(EVERY_SIGN))
    assert (first, second) == (EVERY_SIGN, TYPED["German"])
    assert len(parse_codes(EVERY_SIGN.replace("Y", "X").replace("Z", "X"))) == 1


def test_no_layout_makes_a_code_of_a_number() -> None:
    with pytest.raises(MalformedCode):
        parse_codes("LZ1-0042")
    assert not is_pass_code("GZ1-0042")
