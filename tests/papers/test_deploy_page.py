"""`docs/deploy.md` tells every option of `kopilka serve` and every command there is."""

import argparse

from tests.papers.commands import commands, options
from tests.papers.pages import page

PAGE = page("docs/deploy.md")


def test_page_tells_every_option_of_the_server_with_its_default() -> None:
    told = {row.cells[0]: row.cells[1] for row in PAGE.rows if row.heading == "kopilka serve"}
    told = {name: default for name, default in told.items() if name.startswith("`--")}
    there = {_written(one): _default(one) for one in options(commands()["kopilka serve"])}
    for name, default in there.items():
        row = f"| {name} | {default} | WHAT IT MEANS |"
        assert told.get(name) == default, f"{PAGE.name} needs under `kopilka serve` the row\n{row}"
    assert not told.keys() - there.keys(), "`kopilka serve` has no such options"


def test_page_tells_every_command() -> None:
    told = {row.cells[0] for row in PAGE.rows if row.heading == "Other commands"}
    assert told == {f"`{name}`" for name in commands()}


def _written(option: argparse.Action) -> str:
    """With the name of its value: `--port PORT`."""
    value = "" if option.nargs == 0 else f" {option.metavar or option.dest.upper()}"
    return f"`{option.option_strings[-1]}{value}`"


def _default(option: argparse.Action) -> str:
    return f"`{option.default}`" if option.default else "none"
