"""The key of notifications is made by a command, and a server says what is wrong with it."""

import argparse
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from kopilka_cli.main import main
from kopilka_cli.options.pushes import add_push_options, pusher_of

CONTACT = ("--push-contact", "mailto:it@shop.example")


def chosen(*given: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_push_options(parser)
    return parser.parse_args(given)


def test_key_that_was_made_is_used_and_is_nobody_elses_to_read(tmp_path: Path) -> None:
    file = tmp_path / "push.pem"
    assert main(["keys", "push", str(file)]) == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    own = ("--push-key", str(file), *CONTACT)
    pusher, again = pusher_of(chosen(*own)), pusher_of(chosen(*own))
    assert pusher
    assert again
    assert pusher.key.public == again.key.public
    assert len(pusher.key.public) == 87
    assert not pusher.services.may_call("http://127.0.0.1:9000/push")
    named = pusher_of(chosen(*own, "--push-service", "http://127.0.0.1:9000"))
    assert named
    assert named.services.may_call("http://127.0.0.1:9000/push")


def test_key_that_is_there_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "push.pem"
    main(["keys", "push", str(file)])
    before = file.read_bytes()
    assert main(["keys", "push", str(file)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert file.read_bytes() == before


def test_server_without_a_key_notifies_nobody() -> None:
    assert pusher_of(chosen()) is None


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    file, other = tmp_path / "push.pem", tmp_path / "rsa.pem"
    main(["keys", "push", str(file)])
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    other.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    nothing = tmp_path / "nothing.pem"
    nothing.write_text("no key")
    for given, words in (
        (("--push-key", str(file)), "a contact"),
        (("--push-key", str(file), "--push-contact", "it@shop.example"), "a contact"),
        (("--push-key", str(other), *CONTACT), "another kind of key"),
        (("--push-key", str(nothing), *CONTACT), "holds no key"),
        (("--push-key", str(tmp_path / "none.pem"), *CONTACT), "No such file"),
    ):
        with pytest.raises(SystemExit, match=words):
            pusher_of(chosen(*given))


@pytest.mark.parametrize("text", ["push.example", "https://push.example/", "ftp://x"])
def test_origin_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentError, match="no origin"):
        chosen("--push-service", text)
