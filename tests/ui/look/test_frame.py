"""Two panes are there only where both have room, at every width."""

import pytest

from kopilka.ui.look.frame import PAGE, SMALLEST_PANE, WIDE_FROM, WIDEST_PAGE, frame_for


@pytest.mark.parametrize("width", range(int(WIDE_FROM), 2600, 4))
def test_both_panes_have_room_and_all_of_the_window_is_used(width: float) -> None:
    frame = frame_for(width, 1.0)
    assert min(frame.listed, frame.beside) >= SMALLEST_PANE
    assert frame.rail + 2 * frame.margin + frame.room == pytest.approx(width)


def test_names_of_the_places_are_there_as_soon_as_they_fit() -> None:
    assert not frame_for(1024, 1.0).named
    assert frame_for(1280, 1.0).named


def test_larger_text_gives_the_names_a_wider_rail() -> None:
    assert frame_for(1280, 2.0).rail > frame_for(1280, 1.0).rail


def test_list_is_at_ease_where_it_has_all_it_asks_for() -> None:
    assert frame_for(WIDE_FROM, 1.0).ease == 0
    assert 0 < frame_for(900, 1.0).ease < 1
    assert frame_for(1280, 1.0).ease == 1
    assert frame_for(1920, 1.0).ease == 1


def test_page_beside_a_list_uses_more_of_a_very_wide_window() -> None:
    assert frame_for(900, 1.0).page == frame_for(900, 1.0).beside
    assert frame_for(1440, 1.0).page == PAGE
    assert PAGE < frame_for(1920, 1.0).page <= frame_for(2560, 1.0).page == WIDEST_PAGE
