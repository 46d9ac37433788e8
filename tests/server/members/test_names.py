"""Names that people have are kept as written, and a till shows their first character whole."""

import pytest

from loyalty_server.members.names import initial_of, is_name, name_kept


@pytest.mark.parametrize(
    ("name", "initial"),
    [
        ("Анна", "А"),
        ("anna", "a"),
        ("O’Neil-D'Arc", "O"),
        ("علی\u200cرضا", "ع"),
        ("ශ\u0dca\u200dරියානි", "ශ\u0dca\u200dර\u0dd2"),
        ("അനില\u200d", "അ"),
        ("\U0001f469\u200d\U0001f467 Мама", "\U0001f469\u200d\U0001f467"),
        ("\U0001f44b\U0001f3fd Оля", "\U0001f44b\U0001f3fd"),
        ("\u2764\ufe0f\u200d\U0001f525 Оля", "\u2764\ufe0f\u200d\U0001f525"),
        ("\U0001f469\U0001f3fd\u200d\U0001f33e", "\U0001f469\U0001f3fd\u200d\U0001f33e"),
        ("ه\u200d.\u200d رضایی", "ه\u200d"),
        ("ه\u200dرضا", "ه\u200d"),
        ("మ\u200dమ", "మ\u200d"),
        ("ක\u0dca\u200dෂමා", "ක\u0dca\u200dෂ"),
        ("ნინო", "ნ"),
        ("ßandra", "ß"),
        ("E\u0301lodie", "E\u0301"),
        ("ırmak", "ı"),
        ("ĳsbrand", "ĳ"),
        ("\U0001f1f0\U0001f1ff Айгуль", "\U0001f1f0\U0001f1ff"),
        ("\U0001f1f0\U0001f1ff\U0001f1f7\U0001f1fa", "\U0001f1f0\U0001f1ff"),
        ("क\u094dषमा", "क\u094dष"),
        ("ত\u09cdর\u09bfশা", "ত\u09cdর\u09bf"),
        ("க\u0bcdஷமா", "க\u0bcd"),
        ("क\u094d Ш", "क\u094d"),
        ("\u1112\u1161\u11ab\u1102\u1161", "\u1112\u1161\u11ab"),
        ("\ud55c나", "\ud55c"),
        ("\ud558\u11ab나", "\ud558\u11ab"),
        ("น\u0e49\u0e33ฝน", "น\u0e49\u0e33"),
        ("", ""),
    ],
)
def test_name_is_kept_and_its_first_character_is_whole(name: str, initial: str) -> None:
    assert name_kept(name) == name
    assert is_name(name)
    assert initial_of(name) == initial


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("\u200eנועה", "נועה"),
        ("Anna\u00adlena", "Annalena"),
        ("  Мария \n Анна ", "Мария Анна"),
        ("\ufeffОля", "Оля"),
        ("\u2068Оля\u2069", "Оля"),
    ],
)
def test_what_a_paste_brought_along_is_left_out(pasted: str, kept: str) -> None:
    assert name_kept(pasted) == kept


@pytest.mark.parametrize("name", ["Ol\x07ga", "\x1b[31m", "\ue000", "\u0378"])
def test_control_characters_and_what_is_no_letter_are_no_name(name: str) -> None:
    assert not is_name(name_kept(name))
