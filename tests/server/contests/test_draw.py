"""The draw as a rule: the same for everybody who computes it, and nobody's to choose."""

import hmac
import json
import subprocess
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty_api.contests import Draw, Prize, faults_of, seed_hash, wins_of

NUMBERS = tuple(f"K{place:04d}-1" for place in range(40))
PRIZES = (Prize("Корзина"), Prize("Кофе", 3))
SEED = "5e" * 32
numbers = st.lists(st.from_regex(r"\A[A-Z]{2}-[1-3]\Z"), unique=True, max_size=30)


def honest(seed: str = SEED) -> Draw:
    wins = wins_of(seed, NUMBERS, PRIZES)
    return Draw("autumn", PRIZES, seed_hash(seed), seed, NUMBERS, wins)


@given(numbers, st.randoms(use_true_random=False))
def test_order_of_the_list_changes_nothing(listed: list[str], random) -> None:  # type: ignore[no-untyped-def]
    shuffled = random.sample(listed, len(listed))
    assert wins_of(SEED, listed, PRIZES) == wins_of(SEED, shuffled, PRIZES)


@given(numbers)
def test_nobody_wins_twice_and_all_prizes_go_while_there_is_anybody(listed: list[str]) -> None:
    wins = wins_of(SEED, listed, PRIZES)
    owners = [win.number.partition("-")[0] for win in wins]
    assert len(set(owners)) == len(owners) == min(4, len({one[:2] for one in listed}))
    assert [win.prize for win in wins] == ["Корзина", "Кофе", "Кофе", "Кофе"][: len(wins)]


def test_each_number_wins_about_as_often() -> None:
    listed = [f"K{place}-1" for place in range(5)]
    first = Counter(wins_of(f"seed {one}", listed, PRIZES)[0].number for one in range(5000))
    assert all(870 < first[number] < 1130 for number in listed), first


def test_one_more_number_may_change_who_wins() -> None:
    """So the list has to be whole before the seed is known."""
    drawn = [wins_of(SEED, NUMBERS[:count], PRIZES)[0] for count in range(20, 40)]
    assert any(one != other for one, other in pairwise(drawn))


def test_honest_draw_has_no_faults() -> None:
    assert list(faults_of(honest())) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"seed": "6e" * 32}, "the seed is not the one"),
        ({"numbers": NUMBERS[1:]}, "other numbers win"),
        ({"numbers": (*NUMBERS, NUMBERS[0])}, "a number is listed twice"),
        ({"wins": honest().wins[::-1]}, "other numbers win"),
        ({"prizes": (Prize("Кофе", 4),)}, "other numbers win"),
    ],
)
def test_whatever_is_changed_after_the_draw_is_found(change: dict[str, object], fault: str) -> None:
    faults = list(faults_of(replace(honest(), **change)))  # type: ignore[arg-type]
    assert any(one.startswith(fault) for one in faults), faults


def test_node_draws_the_same() -> None:
    """By a program of its own that shares nothing with ours: the words of the docs are enough."""
    script = """
    const {createHash} = require("crypto")
    const hash = (text) => createHash("sha256").update(text).digest("hex")
    const {seed, numbers} = JSON.parse(process.argv[1])
    const key = hash([seed, ...[...numbers].sort()].join("\\n"))
    const place = (number) => hash(key + "\\n" + number)
    const order = numbers.sort((a, b) => (place(a) < place(b) ? -1 : 1))
    const seen = new Set(), won = []
    for (const one of order) {
      const whose = one.split("-")[0]
      if (!seen.has(whose)) won.push(one)
      seen.add(whose)
    }
    console.log(JSON.stringify(won.slice(0, 4)))
    """
    told = json.dumps({"seed": SEED, "numbers": list(NUMBERS)})
    said = subprocess.run(["node", "-e", script, told], capture_output=True, check=True)
    assert json.loads(said.stdout) == [win.number for win in honest().wins]


def test_hash_of_the_seed_is_plain_sha256() -> None:
    assert hmac.compare_digest(seed_hash(SEED), sha256(SEED.encode()).hexdigest())
