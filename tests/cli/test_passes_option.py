"""What `kopilka serve --passes` reads, and what it says of a file that cannot be right."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from kopilka_cli.main import main
from kopilka_cli.options.passes import PASSWORD, issuers_in
from tests.server.passes.certificates import PASS_TYPE, TEAM, AppleFiles, apple_files, write_key
from tests.server.passes.google import account_json

pytestmark = pytest.mark.slow

APPLE = '[apple]\ncertificate = "pass.pem"\nkey = "pass.key"\nintermediate = "wwdr.pem"\n'
GOOGLE = '[google]\nissuer = "3388000000000000000"\nservice_account = "account.json"\n'
HTTPS = "https://loyalty.example"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> AppleFiles:
    return apple_files(tmp_path_factory.mktemp("certificates"))


def written(files: AppleFiles, text: str) -> Path:
    file = files.folder / "passes.toml"
    file.write_text(text, "utf-8")
    return file


def test_both_wallets_are_served_by_what_the_file_names(files: AppleFiles) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (files.folder / "account.json").write_text(account_json(key), "utf-8")
    issuers = issuers_in(written(files, APPLE + GOOGLE), HTTPS)
    assert issuers.capabilities == ("apple_pass", "google_pass")
    assert issuers.apple is not None
    assert (issuers.apple.signer.pass_type, issuers.apple.signer.team) == (PASS_TYPE, TEAM)


def test_encrypted_key_is_opened_by_the_password_in_the_environment(
    files: AppleFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = files.signer._key
    write_key(files.folder / "locked.key", key, b"secret words")
    file = written(files, APPLE.replace("pass.key", "locked.key"))
    with pytest.raises(ValueError, match=r"locked\.key"):
        issuers_in(file, HTTPS)
    monkeypatch.setenv(PASSWORD, "secret words")
    issuers = issuers_in(file, HTTPS)
    assert issuers.apple is not None
    assert issuers.apple.signer.tls().cert_store_stats()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "[apple] or [google]"),
        ("[apple]\ncertificate = 5\n", "passes.toml:2"),
        (APPLE.replace("pass.pem", "root.pem"), "root.pem is no Pass Type ID certificate"),
        (APPLE.replace("wwdr.pem", "root.pem"), "root.pem did not issue pass.pem"),
        (APPLE.replace("pass.key", "absent.key"), "absent.key"),
        (GOOGLE.replace("3388000000000000000", "issuer"), "a number is needed"),
        (GOOGLE.replace("account.json", "passes.toml"), "no key of a Google service account"),
    ],
)
def test_start_stops_in_words_where_a_file_cannot_be_right(
    files: AppleFiles, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    command = ["serve", "--passes", str(written(files, text)), "--public-url", HTTPS]
    database = ["--database-url", f"sqlite:///{tmp_path / 'x.db'}", "--sender", "console"]
    assert main([*command, *database, "--keys", str(tmp_path / "x.key")]) == 1
    assert said in capsys.readouterr().err


def test_key_of_another_certificate_is_found_out(files: AppleFiles) -> None:
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    write_key(files.folder / "other.key", other)
    with pytest.raises(ValueError, match=r"other\.key is not of pass\.pem"):
        issuers_in(written(files, APPLE.replace("pass.key", "other.key")), HTTPS)


def test_wallets_need_https(files: AppleFiles) -> None:
    with pytest.raises(ValueError, match="https"):
        issuers_in(written(files, APPLE), "http://127.0.0.1:8560")
