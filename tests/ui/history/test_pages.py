"""The history as it grows at both ends."""

from dataclasses import replace

from kopilka.ui.history.pages import kept_pages
from loyalty_api.history import EntryKind, History
from tests.ui.member import HISTORY

FIRST, SECOND = HISTORY.entries
OLDER = tuple(replace(FIRST, id=f"o{number}") for number in range(3))
NEWER = replace(FIRST, id="n1")


def test_more_entries_follow_the_first_page() -> None:
    pages = kept_pages(replace(HISTORY, next="c1"), None)
    assert pages.has_more
    pages = pages.followed_by(History(OLDER, None))
    assert pages.entries == (FIRST, SECOND, *OLDER)
    assert not pages.has_more


def test_new_purchase_comes_to_the_top_and_nothing_seen_is_lost() -> None:
    scrolled = kept_pages(replace(HISTORY, next="c1"), None).followed_by(History(OLDER, "c2"))
    moved = kept_pages(History((NEWER, FIRST), next="c1"), None)
    now = scrolled.refreshed(moved)
    assert now.entries == (NEWER, FIRST, SECOND, *OLDER)
    assert now.next == "c2"


def test_filter_shows_what_is_kept_until_the_server_answers() -> None:
    pages = kept_pages(HISTORY, EntryKind.REDEMPTION)
    assert pages.entries == (SECOND,)
    assert pages.has_more
    answered = pages.followed_by(History((SECOND, *OLDER[:1]), None))
    assert answered.entries == (SECOND, OLDER[0])
    assert not answered.has_more


def test_nothing_kept_is_an_empty_beginning() -> None:
    pages = kept_pages(None, None)
    assert pages.entries == ()
    assert pages.has_more
