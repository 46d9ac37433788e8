"""What a server writes is for its own user alone."""

import stat
from pathlib import Path

import pytest

from kopilka_cli.main import main
from tests.server.server_process import serving

pytestmark = pytest.mark.slow


def test_database_its_log_and_the_secret_are_readable_by_nobody_else(tmp_path: Path) -> None:
    folder = tmp_path / "server"
    folder.mkdir()
    with serving(f"sqlite:///{folder / 'kopilka.db'}", folder / "kopilka.key"):
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    assert {"kopilka.db", "kopilka.db-wal", "kopilka.key"} <= modes.keys()
    assert all(mode & 0o077 == 0 for mode in modes.values()), modes


def test_password_is_refused_in_a_command_line_and_taken_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["till", "list", "--database-url", "postgresql+psycopg://shop:pa55word@db/shop"])
    assert "others can read it" in capsys.readouterr().err
    for webhook in ("--text-gateway", "--support-webhook"):
        with pytest.raises(SystemExit):
            main(["serve", webhook, "https://shop:pa55word@desk.example/hook"])
        assert "others can read it" in capsys.readouterr().err
    database = tmp_path / "named.db"
    monkeypatch.setenv("KOPILKA_DATABASE_URL", f"sqlite:///{database}")
    assert main(["till", "list"]) == 0
    assert database.exists()
