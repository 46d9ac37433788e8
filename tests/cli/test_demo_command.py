"""`kopilka demo` says why it cannot go on where an earlier one stood."""

from contextlib import closing
from pathlib import Path

import pytest

from kopilka_cli.main import main
from loyalty_server.database.transactions import Database
from loyalty_server.migrations import migrate
from loyalty_server.settings import utc_now
from loyalty_server.sign_in.server_secret import keys_for
from tests.server.shop import Shop

pytestmark = pytest.mark.slow


def test_demo_of_another_currency_asks_for_another_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, site = tmp_path / "data", tmp_path / "site"
    for folder in (data, site):
        folder.mkdir()
    (site / "index.html").touch()
    with closing(Database(f"sqlite:///{data / 'kopilka.db'}")) as database:
        migrate(database)
        keys_for(database, data / "server.key", utc_now())
        shop = Shop(database)
        shop.buy(shop.join_programme())
    chosen = ["--data", str(data), "--site", str(site), "--port", "0", "--no-browser"]
    assert main(["demo", "--lang", "en", *chosen]) == 1
    told = (
        f"{data} holds a demo in RUB, and this one would be in GBP: take another folder for --data"
    )
    assert capsys.readouterr().err.splitlines() == [told]
