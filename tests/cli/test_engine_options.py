"""`--engine`: what is named is found, and what cannot be right is said before the server starts."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kopilka_cli.options.engine import add_engine_options, engine_of
from kopilka_cli.terminal import visible
from loyalty_server.engines.calling import Behind
from loyalty_server.engines.few_verbs import FewVerbs
from loyalty_server.engines.port import Can, Changes, EngineAway, Person, Standing
from loyalty_server.languages import Language


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


@pytest.mark.parametrize(
    "line",
    [
        "1,+79000000001,,yesterday,5,x",
        "1,+79000000001,,2026-11-01,+79000000001.,x",
        "1,+79000000001,,+79000000001,5,x",
        "1,+79000000001,,0001-01-01T00:00:00+03:00,5,x",
        "1,+79000000001,,9999-12-31T23:59:00-03:00,5,x",
        f"1,+79000000001,,2026-11-01,{'9' * 400},x",
        "1,+79000000001",
        '1,+79000000001,,2026-11-01,5,"x"y',
        "1,+79000000001,,2026-11-01,5,x\0\ud83d",
    ],
)
def test_file_of_balances_that_makes_no_sense_is_refused_without_whom_it_names(
    tmp_path: Path, line: str
) -> None:
    file = tmp_path / "balances.csv"
    text = f"card,phone,email,at,points,reason\n{line}\n"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(SystemExit, match=r"balances\.csv:(\d+:)? ") as told:
        engine_of(chosen("--engine", "csv", "--engine-file", str(file)))
    assert "9000000001" not in str(told.value)


class LoudEngine(FewVerbs):
    """Says in its errors whom it was asked about, and things that a terminal obeys."""

    can = frozenset({Can.CHANGED})

    def identify(self, person: Person) -> str | None:
        raise KeyError(f"nobody has {person.phone}")

    def standing(self, ref: str, now: datetime, language: Language) -> Standing:
        raise EngineAway("\x1b]52;c;ZXZpbA==\x07\n12:00 ERROR forged\u202e")

    def changed(self, cursor: str | None) -> Changes:
        raise NotImplementedError


def test_log_of_an_engine_holds_nobody_and_gives_no_orders(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now, anna = datetime(2026, 11, 20, tzinfo=UTC), Person("m", "+79000000001", None, "", "")
    behind = Behind("loud", LoudEngine())
    with pytest.raises(EngineAway):
        behind.ask(now, lambda engine: engine.identify(anna))
    with pytest.raises(EngineAway):
        behind.ask(now, lambda engine: engine.standing("1", now, Language.EN))
    broke, away = (record.getMessage() for record in caplog.records)
    assert broke.startswith("the engine loud broke: KeyError")
    assert "in identify" in broke
    assert "9000000001" not in caplog.text
    assert away == visible(away)
