"""The server's secrets and what is made with them."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from loyalty_server.keys import base64url, bytes_of, keys_in, keys_of, make_secret
from loyalty_server.sign_in.access import Asker, access_token, asker_of

pytestmark = pytest.mark.slow


KEYS = keys_of(bytes(32))
OTHER_KEYS = keys_of(bytes(31) + b"\x01")
ASKER = Asker("member", "device", datetime(2026, 11, 20, 9, 10, tzinfo=UTC))
BEFORE = datetime(2026, 11, 20, 9, 9, 59, tzinfo=UTC)


def test_secret_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "made" / "server.key"
    make_secret(file)
    made = keys_in(file)
    with pytest.raises(FileExistsError):
        make_secret(file)
    assert keys_in(file) == made
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("content", [b"", b"short", b"\xff\xfe", b"A" * 45, b"A" * 43 + b"\nshort"])
def test_file_that_holds_no_secret_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "server.key"
    file.write_bytes(content)
    with pytest.raises(ValueError, match="secret"):
        keys_in(file)


def test_keys_do_not_show_themselves() -> None:
    assert repr(KEYS) == f"ServerKeys(fingerprint={KEYS.fingerprint!r})"


def test_what_is_sealed_opens_only_with_its_own_name_and_keys() -> None:
    sealed = KEYS.seal(b"device key", "kid1")
    assert KEYS.unseal(sealed, "kid1") == b"device key"
    for keys, name in ((KEYS, "kid2"), (OTHER_KEYS, "kid1")):
        with pytest.raises(InvalidTag):
            keys.unseal(sealed, name)


def test_access_token_names_its_asker_until_it_ends() -> None:
    token = access_token(KEYS, ASKER)
    assert asker_of(KEYS, token, BEFORE) == ASKER
    assert asker_of(KEYS, token, ASKER.until) is None
    assert asker_of(OTHER_KEYS, token, BEFORE) is None


def test_access_token_with_any_letter_changed_names_nobody() -> None:
    token = access_token(KEYS, ASKER)
    for place, letter in enumerate(token):
        changed = token[:place] + ("A" if letter != "A" else "B") + token[place + 1 :]
        assert asker_of(KEYS, changed, BEFORE) is None


@pytest.mark.parametrize("text", ["", ".", "a1", "\u00ff.\u00ff", "a1.m.d.1."])
def test_text_that_is_no_token_names_nobody(text: str) -> None:
    assert asker_of(KEYS, text, BEFORE) is None


def test_base64url_is_read_back() -> None:
    for length in range(5):
        plain = bytes(range(250, 250 + length))
        assert bytes_of(base64url(plain)) == plain
