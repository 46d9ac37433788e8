"""Which worker of pytest-xdist gets which test."""

import re
from typing import Final

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

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

    def remove_node(self, node: WorkerController) -> str | None:
        """A test that took its worker along has failed; unlike the rest of its room it is not tried again."""
        started = self.assigned_work[node].values()
        lost = next(
            ((work, test) for work in started for test, done in work.items() if not done), None
        )
        if lost is None:
            return super().remove_node(node)
        work, test = lost
        work[test] = True
        super().remove_node(node)
        return test

    def _reschedule(self, node: WorkerController) -> None:
        """A worker begins a test when it knows the one after it, and one that came in another's place knows none."""
        super()._reschedule(node)
        if not node.shutting_down and self._pending_of(self.assigned_work[node]) < 2:
            super()._reschedule(node)
