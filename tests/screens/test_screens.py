"""The contact sheets show what was asked for, as it is on the screen."""

from pathlib import Path

import cv2
import pytest
from playwright.sync_api import Browser

from kopilka.ui.profile.pages import PROFILE_PAGES
from tests.chromium import chromium
from tests.running_demo import Demo
from tests.screens.looking import heard, pictures
from tests.screens.places import ADDRESSES
from tests.screens.sheet import write_index, write_sheet
from tests.screens.views import LANGUAGES, MEMBERS, SIZES, THEMES, Window, windows

__all__ = ["chromium"]

pytestmark = pytest.mark.browser


def test_sheet_holds_each_place_that_was_asked_for(
    chromium: Browser, demo: Demo, tmp_path: Path
) -> None:
    window = Window("phone", "light", "ru", "demo")
    taken = list(pictures(chromium, demo, window, frozenset({"offers", "history"}), tmp_path))
    assert [one.name.split(".")[0] for one in taken] == ["offers", "history"]
    offers, history = (cv2.imread(str(one)) for one in taken)
    assert offers is not None
    assert history is not None
    assert offers.shape[:2] == history.shape[:2] == (844, 390)
    assert (offers != history).any()
    assert len(set(offers.reshape(-1, 3).view("V3").ravel().tolist())) > 50, "an empty page"
    sheet = write_sheet(chromium, tmp_path, window, taken)
    assert cv2.imread(str(sheet)) is not None
    assert sheet.with_suffix("").with_suffix(".html").name in write_index(tmp_path).read_text()


def test_every_page_of_the_profile_is_looked_at() -> None:
    assert {page.route for page in PROFILE_PAGES} <= {*ADDRESSES.values()}


def test_every_window_is_looked_through() -> None:
    looked = list(windows())
    assert len(set(map(str, looked))) == len(SIZES) * len(THEMES) * len(LANGUAGES) * len(MEMBERS)
    assert ADDRESSES["card"] == "/"


def test_what_is_pressed_and_chosen_is_sound_for_axe(chromium: Browser, demo: Demo) -> None:
    window = Window("phone", "light", "ru", "demo")
    places = frozenset({"offers", "offer", "rewards", "coupon", "shops", "sent", "survey"})
    assert heard(chromium, demo, window, places) == []
    window = Window("desktop", "dark", "ru", "new")
    assert (
        heard(chromium, demo, window, frozenset({"survey", "details", "rewards", "till-mode"}))
        == []
    )


def test_member_who_won_nothing_is_told_so(chromium: Browser, demo: Demo) -> None:
    window = Window("whole", "light", "ru", "unlucky")
    assert heard(chromium, demo, window, frozenset({"offers"})) == []
