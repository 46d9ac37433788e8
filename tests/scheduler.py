"""Which worker of pytest-xdist gets which test."""

import re
from typing import Final

from xdist.scheduler import LoadScopeScheduling

SHARING: Final = {
    "tests/browser/": "demo",
    "tests/screens/": "screens",
    "tests/demo/": "demo's house",
    "tests/engines/": "engines",
    "tests/web/": "site",
}
"""Rooms whose tests share a running demo, site or browser, which takes seconds to start."""
_ENGINE: Final = re.compile(r"[\[-](chromium|webkit|firefox)[\]-]")


class ByRoom(LoadScopeScheduling):
    """Rooms that share stay with one worker, in each browser with another; every other test goes
    where there is time for it.
    """

    def _split_scope(self, nodeid: str) -> str:
        shared = (what for room, what in SHARING.items() if nodeid.startswith(room))
        what = next(shared, nodeid)
        engine = _ENGINE.search(nodeid)
        return f"{what} {engine[1]}" if engine else what
