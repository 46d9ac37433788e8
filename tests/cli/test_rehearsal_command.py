"""The command that tells what a file would have done to the purchases of the last four weeks."""

import argparse
from datetime import timedelta
from pathlib import Path

import pytest

from kopilka_cli import program
from loyalty_server.settings import utc_now
from tests.server.shop import Shop

pytestmark = pytest.mark.slow

MORE = """
[[offers]]
id = "plus-7"
title = "Plus 7"
text = "."
terms = "."
reason = "."
kind = "bonus"
value = 7
starts_on = 2026-01-01
ends_on = 2199-12-31
"""


def test_same_purchases_are_told_by_both_rules(
    shop: Shop, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.clock.now = utc_now() - timedelta(hours=1)
    member = shop.join_programme()
    shop.buy(member)
    shop.buy(member)
    file = tmp_path / "more.toml"
    file.write_text(shop.program_text + MORE, encoding="utf-8")
    parser = argparse.ArgumentParser()
    program.register(parser.add_subparsers())
    chosen = parser.parse_args(["program", "rehearse", str(file), "--database-url", url])
    assert chosen.run(chosen) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    told = {row.split("  ")[0]: row.split()[-2:] for row in rows}
    assert head.startswith("2 of 2 purchases")
    earned, more = map(int, told["points earned"])
    assert more == earned + 14
    (offer,) = (row.split() for row in rows if row.startswith("plus-7"))
    assert offer == ["plus-7", "0", "2", "0", "14", "0.00", "0.00"]
    assert "points paid" in told
