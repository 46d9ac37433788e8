"""GW1 against the vectors of `docs/passes.md`, against another TOTP, and what scanners do to it."""

import base64

import pyotp
import pytest

from loyalty_api.card_code import CodeType, MalformedCode, make_code, new_kid
from loyalty_api.passes import (
    PassCode,
    is_pass_authentic,
    is_pass_code,
    parse_pass_code,
    pass_digits,
    pass_pattern,
)
from tests.papers.pages import page

SEED = bytes(range(20))
KID = new_kid(0x0123456789ABCDE)
VECTORS = [
    (int(row.cells[0]), row.cells[1].strip("`"))
    for row in page("docs/passes.md").rows
    if row.cells[0].isdigit()
]
CODE = VECTORS[2][1]
RUSSIAN_KEY_OF_QWERTY = str.maketrans("QWERTYUIOPASDFGHJKLZXCVBNM", "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ")


def test_page_has_its_vectors() -> None:
    assert len(VECTORS) == 5


@pytest.mark.parametrize(("moment", "code"), VECTORS)
def test_published_code_is_read_and_authentic(moment: int, code: str) -> None:
    read = parse_pass_code(code)
    assert (read.kid, read.made_at, read.step) == (KID, moment, moment // 30)
    assert is_pass_authentic(read, SEED)
    assert not is_pass_authentic(read, SEED[::-1])


@pytest.mark.parametrize(("moment", "code"), VECTORS)
def test_another_totp_makes_the_same_code_from_the_pattern(moment: int, code: str) -> None:
    value = pyotp.TOTP(base64.b32encode(SEED).decode(), digits=8).at(moment)
    seconds = f"{moment:010d}"
    made = pass_pattern(KID).replace("{totp_timestamp_seconds}", seconds)
    assert made.replace("{totp_value_0}", value) == code


def test_digits_are_those_of_rfc_6238() -> None:
    """Appendix B, SHA-1."""
    told = {59: "94287082", 1111111109: "07081804", 1234567890: "89005924", 2000000000: "69279037"}
    for moment, digits in told.items():
        assert pass_digits(b"12345678901234567890", moment // 30) == digits


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        f"]Q1{CODE}\r\n",
        f"  {CODE[:3]}-{CODE[3:]} ",
        CODE.translate(RUSSIAN_KEY_OF_QWERTY),
        CODE[:3] + CODE[3:].replace("0", "O").replace("1", "I"),
    ],
)
def test_code_is_read_however_a_scanner_types_it(typed: str) -> None:
    assert is_pass_code(typed)
    assert parse_pass_code(typed) == PassCode(KID, 1795305600, "69360189")


@pytest.mark.parametrize("typed", ["GW1", CODE[:-1], CODE + "1", CODE.replace("M", "U"), ""])
def test_what_is_no_pass_code_is_malformed(typed: str) -> None:
    with pytest.raises(MalformedCode):
        parse_pass_code(typed)


@pytest.mark.parametrize("typed", ["CLUBGW1-0042", "CLUBGW1", "A" + CODE[:-1], "A" + CODE + "1"])
def test_number_that_holds_the_prefix_is_no_pass_code(typed: str) -> None:
    assert not is_pass_code(typed)


@pytest.mark.parametrize("typed", [CODE[:-1], "GW1-0042", f"X{CODE}", f"2793469784144 {CODE}"])
def test_torn_code_is_one_from_its_prefix_and_a_whole_one_behind_anything(typed: str) -> None:
    assert is_pass_code(typed)


def test_rotating_code_of_the_app_is_no_pass_code_whatever_it_holds() -> None:
    code = make_code(bytes(32), "GW1GW1GW1GW1", 5, CodeType.PAY)
    assert not is_pass_code(code)
    assert not is_pass_code("2793469784144")
