"""A server's settings: the command line, then the environment, then the file, each understood alike."""

import argparse
from pathlib import Path

import pytest

from kopilka_cli.configuration import configured, settings_in
from kopilka_cli.main import main
from kopilka_cli.options.secrets_given import secret_given
from kopilka_cli.serve import add_settings
from loyalty_server.toml_file import FileRefused

SHOP = """
port = 8570
public_url = "https://card.shop.example"
allowed_origin = ["https://a.example", "https://b.example"]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "server.toml"
    file.write_text(SHOP, "utf-8")
    return file


def test_file_says_what_nothing_else_says(file: Path) -> None:
    chosen = configured(add_settings, ["--config", str(file)])
    assert (chosen.port, chosen.host) == (8570, "127.0.0.1")
    assert chosen.allowed_origin == ["https://a.example", "https://b.example"]


def test_environment_goes_before_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOPILKA_CONFIG", str(file))
    monkeypatch.setenv("KOPILKA_PORT", "8571")
    monkeypatch.setenv("KOPILKA_ALLOWED_ORIGIN", "https://c.example https://d.example")
    chosen = configured(add_settings, [])
    assert (chosen.port, chosen.public_url) == (8571, "https://card.shop.example")
    assert chosen.allowed_origin == ["https://c.example", "https://d.example"]


def test_command_line_goes_before_all(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOPILKA_PORT", "8571")
    given = ["--port", "8572", "--allowed-origin", "https://e.example", "--config", str(file)]
    chosen = configured(add_settings, given)
    assert (chosen.port, chosen.allowed_origin) == (8572, ["https://e.example"])


def test_yes_and_no_are_settings_too(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("no_migrate = true", "utf-8")
    assert configured(add_settings, ["--config", str(file)]).no_migrate is True
    monkeypatch.setenv("KOPILKA_NO_MIGRATE", "false")
    assert configured(add_settings, ["--config", str(file)]).no_migrate is False


def test_every_setting_can_stand_in_the_file_under_its_options_name() -> None:
    parser = argparse.ArgumentParser()
    add_settings(parser)
    for name in vars(parser.parse_args([])):
        assert f"--{name.replace('_', '-')} " in parser.format_help() + " ", name


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("prt = 1", "server.toml: prt: no such setting; there are: "),
        ('port = "x"', "server.toml: port: 'x' is no number of a port"),
        ("port = 99999", "server.toml: port: '99999' is no number of a port"),
        ("port = [1]", "server.toml: port: one value is needed"),
        ("no_migrate = 1", "server.toml: no_migrate: true or false is needed"),
        ('allowed_origin = "a"', "server.toml: allowed_origin: a list is needed"),
        (
            'database_url = "postgresql://k:s@db/k"',
            "server.toml: database_url: a password does not",
        ),
        ("port =", "server.toml: Invalid value (at end of document)"),
    ],
)
def test_what_makes_no_sense_is_named(text: str, fault: str, file: Path) -> None:
    file.write_text(text, "utf-8")
    with pytest.raises(FileRefused) as refused:
        settings_in(add_settings, file)
    assert str(refused.value).startswith(fault)
    assert main(["config", "check", str(file)]) == 1


def test_a_server_does_not_start_with_settings_it_does_not_understand(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KOPILKA_PORT", "many")
    assert main(["serve"]) == 1
    assert "KOPILKA_PORT: 'many' is no number of a port" in capsys.readouterr().err


def test_checked_file_is_told_as_it_is_understood(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(SHOP + 'metrics = "127.0.0.1:9464"\n', "utf-8")
    assert main(["config", "check", str(file)]) == 0
    said = capsys.readouterr().out
    assert "port = 8570\n" in said
    assert "metrics = 127.0.0.1:9464\n" in said


def test_secret_may_lie_in_a_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("postgresql://k:s@db/k\n", "utf-8")
    monkeypatch.delenv("KOPILKA_DATABASE_URL", raising=False)
    monkeypatch.setenv("KOPILKA_DATABASE_URL_FILE", str(file))
    assert secret_given("KOPILKA_DATABASE_URL") == "postgresql://k:s@db/k"
    monkeypatch.setenv("KOPILKA_DATABASE_URL_FILE", str(file.with_name("lost")))
    with pytest.raises(SystemExit, match="KOPILKA_DATABASE_URL_FILE"):
        secret_given("KOPILKA_DATABASE_URL")
