"""The week that `bench week` replays: seeded, whole, and no better with fewer processors."""

from dataclasses import replace

import numpy as np
import pytest

from tests.bench.bench_week import MEASURED
from tests.bench.week import (
    SATURDAY_AT_SIX,
    TUESDAY_AT_TWO,
    Chain,
    Machines,
    asked_in,
    busy_with,
    enough,
    replayed,
)

SMALL = Chain(shops=10, members=50_000)


def test_same_seed_gives_the_same_week() -> None:
    one, same, other = (asked_in(SMALL, seed) for seed in (1, 1, 2))
    assert np.array_equal(one.purchases, same.purchases)
    assert not np.array_equal(one.purchases, other.purchases)


def test_all_visits_are_in_it_and_the_nights_are_quiet() -> None:
    asked = asked_in(SMALL, 1)
    assert asked.purchases.sum() == pytest.approx(50_000 * 2.2, rel=0.02)
    assert asked.purchases[: 6 * 3600].sum() == 0
    assert asked.listening.min() >= 0


def test_all_who_listened_come_back_after_a_restart_and_not_in_one_second() -> None:
    asked = asked_in(SMALL, 1)
    quiet = asked_in(replace(SMALL, listens_seconds=1), 1)
    back = (asked.opened - quiet.opened)[TUESDAY_AT_TWO : TUESDAY_AT_TWO + 60]
    listening = asked.listening[TUESDAY_AT_TWO] - quiet.listening[TUESDAY_AT_TWO]
    assert back.sum() == pytest.approx(listening, abs=1)
    assert back.max() < 0.8 * listening


def test_fewer_processors_wait_longer_and_enough_are_enough() -> None:
    work = busy_with(asked_in(Chain(), 1), Chain(), MEASURED)
    least = enough(work)
    assert replayed(work, least).worst() <= 0.2
    busiest = np.quantile(replayed(work, replace(least, lost=0)).busy["servers"], 0.999)
    assert 0.5 < busiest <= 0.7
    fewer = replayed(work, Machines(least.servers // 2, least.database, least.lost))
    assert fewer.worst() > replayed(work, least).worst()
    away = replayed(work, least).busy["servers"][SATURDAY_AT_SIX]
    assert away > replayed(work, replace(least, lost=0)).busy["servers"][SATURDAY_AT_SIX]


def test_what_is_not_done_in_a_second_waits_for_the_next() -> None:
    work = np.zeros(7 * 86_400), np.zeros(7 * 86_400)
    work[0][:2] = 3.0
    waits = replayed(work, Machines(2, 1)).waits["servers"]
    assert list(waits[:4]) == [0.5, 1.0, 0.0, 0.0]
