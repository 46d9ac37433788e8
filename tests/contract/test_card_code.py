"""LW1 against the published vectors, and what scanners do to it on the way."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty_api.card_code import (
    ALPHABET,
    MANUAL_INFO,
    QR_INFO,
    CardCode,
    CodeType,
    MalformedCode,
    canonical,
    derive_key,
    is_authentic,
    make_code,
    manual_code,
    new_kid,
    parse_code,
    step_at,
)

DEVICE_KEY = bytes(range(32))
KID = new_kid(0x0123456789ABCDE)
CODE = "LW1P04HMASW9NF6Y1S28Y0PMJNK3QDT5S8CQ2M"
RUSSIAN_KEY_OF_QWERTY = str.maketrans("QWERTYUIOPASDFGHJKLZXCVBNM", "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ")

kids = st.text(ALPHABET, min_size=12, max_size=12)
steps = st.integers(0, 2**30 - 1)
keys = st.binary(min_size=32, max_size=32)
types = st.sampled_from(CodeType)


@pytest.mark.parametrize(
    ("unix_time", "expected"),
    [
        (0, "LW1P04HMASW9NF6Y000000Z6WYD3VMJQJ94T6D"),
        (1111111109, "LW1P04HMASW9NF6Y13A8ZCJCJWQD8X05HBRPEJ"),
        (1795305600, "LW1P04HMASW9NF6Y1S28Y054DFHAGX2B1SYVVN"),
        (1795305629, "LW1P04HMASW9NF6Y1S28Y054DFHAGX2B1SYVVN"),
        (1795305630, "LW1P04HMASW9NF6Y1S28Y1JNTCB91BFC39WCWN"),
    ],
)
def test_code_of_a_given_qr_key_is_the_published_one(unix_time: int, expected: str) -> None:
    assert make_code(DEVICE_KEY, KID, step_at(unix_time), CodeType.PAY) == expected


def test_keys_derived_from_the_device_key_are_the_published_ones() -> None:
    assert derive_key(DEVICE_KEY, QR_INFO).hex() == (
        "0b65f759a8992dc92671f6955c7a84b339743fe61dcbc685847b84edcb8d0230"
    )
    assert derive_key(DEVICE_KEY, MANUAL_INFO).hex() == (
        "c94c0c0aa2b595920a6a29692f66aac76276d7210a2fc009fa0d63a1d9334108"
    )


@pytest.mark.parametrize(
    ("unix_time", "pay", "earn", "manual"),
    [
        (
            0,
            "LW1P04HMASW9NF6Y0000007B1BCGFK66VRPBBH",
            "LW1E04HMASW9NF6Y000000MHSKXVRSWGWEHXYM",
            "37184965",
        ),
        (
            1111111109,
            "LW1P04HMASW9NF6Y13A8ZC35PT69WFBBY30B6J",
            "LW1E04HMASW9NF6Y13A8ZCQ6GCPJ9RVSCW7N45",
            "24815601",
        ),
        (
            1795305600,
            "LW1P04HMASW9NF6Y1S28Y0PMJNK3QDT5S8CQ2M",
            "LW1E04HMASW9NF6Y1S28Y0F33X1N508FRECTZ1",
            "78288540",
        ),
        (
            1795305630,
            "LW1P04HMASW9NF6Y1S28Y1R7E4SGWAR6QYHQ4F",
            "LW1E04HMASW9NF6Y1S28Y1KKVJ9TNBD0X4FWY3",
            "93320685",
        ),
    ],
)
def test_codes_of_a_device_key_are_the_published_ones(
    unix_time: int, pay: str, earn: str, manual: str
) -> None:
    qr_key = derive_key(DEVICE_KEY, QR_INFO)
    step = step_at(unix_time)
    assert make_code(qr_key, KID, step, CodeType.PAY) == pay
    assert make_code(qr_key, KID, step, CodeType.EARN) == earn
    assert manual_code(derive_key(DEVICE_KEY, MANUAL_INFO), step) == manual


@given(keys, kids, steps, types)
def test_code_that_was_made_is_parsed_to_its_parts_and_is_authentic(
    key: bytes, kid: str, step: int, code_type: CodeType
) -> None:
    code = parse_code(make_code(key, kid, step, code_type))
    assert (code.type, code.kid, code.step) == (code_type, kid, step)
    assert is_authentic(code, key)


@given(keys, kids, steps, types, st.integers(0, 37), st.sampled_from(ALPHABET))
def test_code_with_one_character_changed_is_never_authentic(
    key: bytes, kid: str, step: int, code_type: CodeType, place: int, character: str
) -> None:
    text = make_code(key, kid, step, code_type)
    changed = text[:place] + character + text[place + 1 :]
    if changed == text:
        return
    try:
        code = parse_code(changed)
    except MalformedCode:
        return
    assert not is_authentic(code, key)


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        f"  {CODE}\r\n",
        f"]Q1{CODE}",
        f"x7{CODE}",
        "-".join(CODE[start : start + 4] for start in range(0, 38, 4)),
        CODE.translate(RUSSIAN_KEY_OF_QWERTY),
        CODE.lower().translate(
            str.maketrans({chr(k): chr(v).lower() for k, v in RUSSIAN_KEY_OF_QWERTY.items()})
        ),
        "LW1" + CODE[3:].replace("0", "O").replace("1", "I"),
        "LW1" + CODE[3:].replace("1", "l"),
    ],
)
def test_code_survives_what_scanners_and_keyboards_do_to_it(typed: str) -> None:
    assert canonical(typed) == CODE


@given(st.text())
def test_any_text_is_parsed_or_refused_and_nothing_else(text: str) -> None:
    with suppress(MalformedCode):
        assert isinstance(parse_code(text), CardCode)


@pytest.mark.parametrize(
    "text", ["", "LW1", CODE[:-1], CODE + "0", "LW2" + CODE[3:], "LW1X" + CODE[4:], CODE[:-1] + "U"]
)
def test_text_that_is_not_a_code_is_refused_as_malformed(text: str) -> None:
    with pytest.raises(MalformedCode):
        parse_code(text)
