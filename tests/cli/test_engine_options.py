"""`--engine`: what is named is found, and what cannot be right is said before the server starts."""

import argparse
from pathlib import Path

import pytest

from kopilka_cli.engine_options import add_engine_options, engine_of
from loyalty_server.engines.port import Can


def chosen(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_engine_options(parser)
    return argparse.Namespace(passes=None, **vars(parser.parse_args(words)))


def test_file_of_balances_is_an_engine(tmp_path: Path) -> None:
    file = tmp_path / "balances.csv"
    file.write_text("card,phone,email,at,points,reason\n", "utf-8")
    behind = engine_of(chosen("--engine", "csv", "--engine-file", str(file)))
    assert behind is not None
    assert behind.can(Can.HISTORY)
    assert engine_of(chosen()) is None


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["csv"], "needs --engine-file"),
        (["csv", "--engine-file", "nowhere.csv"], "No such file"),
        (["csv", "--engine-file", __file__], "no column at, card"),
        (["no.such.module"], "there are: csv"),
        (["kopilka_cli.terminal"], "no function engine"),
    ],
)
def test_engine_that_cannot_be_made_is_told_in_words(words: list[str], told: str) -> None:
    with pytest.raises(SystemExit, match=told):
        engine_of(chosen("--engine", *words))


def test_passes_and_another_engine_do_not_go_together() -> None:
    passes = argparse.Namespace(**vars(chosen("--engine", "csv")) | {"passes": Path("p.toml")})
    with pytest.raises(SystemExit, match="leave --passes out"):
        engine_of(passes)
