"""Which worker of pytest-xdist gets which test."""

from typing import Final

from xdist.scheduler import LoadScopeScheduling

SHARING: Final = ("tests/browser/", "tests/demo/", "tests/web/")
"""Rooms whose tests share a running demo, site or browser, which takes seconds to start."""


class ByRoom(LoadScopeScheduling):
    """A room that shares stays with one worker; every other test goes where there is time for it."""

    def _split_scope(self, nodeid: str) -> str:
        return next((room for room in SHARING if nodeid.startswith(room)), nodeid)
