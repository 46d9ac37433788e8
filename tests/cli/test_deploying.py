"""A server that changes no schema, a schema brought forward apart from it, and the units that run both."""

import re
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

from kopilka_cli.main import main
from tests.server.server_process import serving

pytestmark = pytest.mark.slow

UNITS = Path(__file__).parents[2] / "assets/operations"


def test_server_that_may_not_migrate_starts_only_on_the_schema_it_knows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "server.toml"
    settings.write_text(f'database_url = "sqlite:///{tmp_path / "shop.db"}"\nno_migrate = true\n')
    assert main(["serve", "--config", str(settings)]) == 1
    assert "the schema is missing" in capsys.readouterr().err
    assert main(["migrate", "--config", str(settings)]) == 0
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("<script>1</script>")
    options = ("--sender", "console", "--no-migrate", "--site", str(site))
    database = f"sqlite:///{tmp_path / 'shop.db'}"
    with serving(database, tmp_path / "server.key", sender=options) as server:
        page = httpx.get(f"{server.address}/history")
        assert httpx.get(f"{server.address}/v1/nothing").status_code == 404
    assert page.text == "<script>1</script>"
    assert "sha256-" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("command", [["migrate"], ["serve"], ["serve", "--no-migrate"]])
@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("postgresql+psycopg://kopilka@127.0.0.1:1/kopilka", "Connection refused"),
        ("sqlite:////no/such/folder/kopilka.db", "unable to open database file"),
    ],
)
def test_database_that_does_not_answer_is_said_in_a_line(
    command: list[str], url: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--database-url", url]) == 1
    said = capsys.readouterr().err
    assert said.startswith("the database does not answer: ")
    assert why in said
    assert said.count("\n") == 1


def test_units_go_on_trying_until_the_database_is_there() -> None:
    server, schema = (
        (UNITS / f"{name}.service").read_text("utf-8") for name in ("kopilka", "kopilka-migrate")
    )
    for unit in (server, schema):
        assert "Restart=on-failure\n" in unit
        assert "StartLimitIntervalSec=0\n" in unit
    assert "Requires=" not in server, "what failed once would keep the server from its next try"


def test_site_that_is_none_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["serve", "--site", str(tmp_path)])
    assert "holds no browser app" in capsys.readouterr().err


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not there")
def test_units_are_what_systemd_understands(tmp_path: Path) -> None:
    for unit in UNITS.glob("*.service"):
        # Only the program is not there.
        text = re.sub(r"/opt/kopilka/bin/kopilka", "/bin/true", unit.read_text("utf-8"))
        (tmp_path / unit.name).write_text(text, "utf-8")
    units = sorted(tmp_path.glob("*.service"))
    assert len(units) == 2
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stderr) == (0, "")
