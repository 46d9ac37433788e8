"""The card's step by the server's clock, on phones whose clock is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopilka.domain import ClockReading, ServerClock, is_wrong, learned, step_ends_at, step_now

SERVER = 1_795_305_600.0
HOUR = 3600.0


def heard(
    device: float, *, server: float = SERVER, trip: float = 0.2, resolution: float = 0.001
) -> ClockReading:
    """An answer made at the server's time, which reached the device when its clock said so."""
    return ClockReading(server, resolution, device - trip / 2, device + trip / 2)


def offset_of(clock: ServerClock | None) -> float:
    assert clock
    return clock.offset


@pytest.mark.parametrize("off_by", [0.0, 3 * 60.0, -3 * 60.0, 5 * HOUR, -26 * HOUR])
def test_phone_with_a_wrong_clock_learns_the_right_step(off_by: float) -> None:
    clock = learned(None, heard(SERVER + off_by))
    offset = offset_of(clock)
    assert offset == pytest.approx(-off_by, abs=0.01)
    assert step_now(SERVER + off_by, offset) == int(SERVER // 30)
    assert is_wrong(offset) == (abs(off_by) > 30)


def test_half_the_round_trip_is_taken_off() -> None:
    clock = learned(None, ClockReading(SERVER + 2.0, 0.0, SERVER, SERVER + 4.0))
    assert clock == ServerClock(0.0, 2.0, SERVER + 4.0)


def test_date_in_whole_seconds_counts_as_the_middle_of_its_second() -> None:
    clock = learned(None, heard(SERVER + 0.5, resolution=1.0))
    assert offset_of(clock) == pytest.approx(0.0)


def test_smallest_round_trip_wins() -> None:
    clock = learned(None, heard(SERVER, trip=0.1))
    better = learned(clock, heard(SERVER + 0.02, trip=0.05))
    worse = learned(better, heard(SERVER + 0.5, trip=2.0))
    assert offset_of(better) == pytest.approx(-0.02, abs=0.001)
    assert worse == better


def test_old_reading_ages_out() -> None:
    clock = learned(None, heard(SERVER, trip=0.1))
    day = 24 * HOUR
    younger = learned(clock, heard(SERVER + day + 1.0, server=SERVER + day, trip=1.0))
    assert offset_of(younger) == pytest.approx(-1.0, abs=0.01)


def test_clock_that_was_set_is_noticed_at_the_next_answer() -> None:
    clock = learned(None, heard(SERVER, trip=0.05))
    stepped = learned(clock, heard(SERVER + HOUR, server=SERVER + 1, trip=3.0))
    assert offset_of(stepped) == pytest.approx(1 - HOUR, abs=0.01)


def test_clock_set_back_during_an_answer_says_nothing() -> None:
    clock = learned(None, heard(SERVER))
    assert learned(clock, ClockReading(SERVER, 0.0, SERVER + 10, SERVER - 50)) == clock


@pytest.mark.parametrize("nonsense", [0.0, -1e18, 1e18, 253_402_300_799.0])
def test_server_out_of_its_mind_does_not_move_the_clock(nonsense: float) -> None:
    clock = learned(None, heard(SERVER))
    assert learned(clock, heard(SERVER, server=nonsense)) == clock


def test_next_step_begins_by_the_devices_own_clock() -> None:
    offset = -100.0
    device = SERVER + 100.0 + 12.0
    step = step_now(device, offset)
    assert step_ends_at(step, offset) == device + 18.0
    assert step_now(step_ends_at(step, offset), offset) == step + 1


@given(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12))
def test_step_always_fits_the_code(device: float, offset: float) -> None:
    assert 0 <= step_now(device, offset) < 2**30


@given(
    st.floats(-1e6, 1e6),
    st.lists(st.tuples(st.floats(0.0, 5.0), st.floats(0.0, 1.0)), min_size=1, max_size=20),
)
def test_what_is_learned_is_never_further_off_than_its_margin(
    off_by: float, answers: list[tuple[float, float]]
) -> None:
    """Each answer takes some time, of which any share was spent on the way there."""
    clock: ServerClock | None = None
    device = SERVER + off_by
    for trip, share in answers:
        server = device - off_by + trip * share
        clock = learned(clock, ClockReading(server, 0.0, device, device + trip))
        device += trip + 60.0
    assert clock
    assert abs(clock.offset + off_by) <= clock.margin + 1e-5
