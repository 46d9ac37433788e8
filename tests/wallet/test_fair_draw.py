"""The wallet counts a draw over, and says so when it does not come out."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kopilka.domain.fair_draw import is_fair
from loyalty_api.contests import Contest, Draw, Outcome, Prize, Win, seed_hash, wins_of

SEED, OTHER = "5e" * 32, "6e" * 32
NUMBERS = tuple(f"K{place:02d}-1" for place in range(9))
PRIZES = (Prize("Корзина"), Prize("Чай", 2))
WINS = wins_of(SEED, NUMBERS, PRIZES)
DRAW = Draw("supper", PRIZES, seed_hash(SEED), SEED, NUMBERS, WINS)
AT = datetime(2026, 11, 30, tzinfo=UTC)
TOLD = tuple(replace(win, prize=f"{win.prize} in English") for win in WINS)
CONTEST = Contest(
    "supper",
    "Ужин",
    "Чек",
    "purchase",
    AT,
    AT,
    PRIZES,
    seed_hash(SEED),
    NUMBERS[3:5],
    Outcome(SEED, len(NUMBERS), TOLD),
)


def test_honest_draw_comes_out_in_whatever_language_prizes_are_told() -> None:
    assert is_fair(CONTEST, DRAW)


@pytest.mark.parametrize(
    ("contest", "draw"),
    [
        (replace(CONTEST, seed_hash=seed_hash(OTHER)), DRAW),
        (replace(CONTEST, numbers=("K77-1",)), DRAW),
        (replace(CONTEST, outcome=Outcome(SEED, 9, (Win(NUMBERS[0], "Корзина"),))), DRAW),
        (replace(CONTEST, outcome=None), DRAW),
        (CONTEST, replace(DRAW, wins=WINS[::-1])),
        (CONTEST, replace(DRAW, numbers=NUMBERS[:-1])),
        (CONTEST, replace(DRAW, seed=OTHER)),
    ],
    ids=["seed", "own number", "winners", "not drawn", "order", "list", "opened"],
)
def test_draw_that_is_another_than_was_promised_does_not(contest: Contest, draw: Draw) -> None:
    assert not is_fair(contest, draw)
