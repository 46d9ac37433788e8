"""The first thing after a start from memory: what was imported by the build becomes this browser's own."""

import random
import sys
from collections.abc import Callable, Sequence
from importlib import invalidate_caches
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

from pyodide.ffi import JsException


def wake(fetch_late: Callable[[], object]) -> None:
    """Every start draws random numbers of its own.

    `fetch_late` puts the modules that were not imported in place, when one of them is first asked for.
    """
    random.seed()
    sys.meta_path.append(_LateModules(fetch_late))


class _LateModules:
    """Asked after every other finder; gives up its place when it has fetched."""

    def __init__(self, fetch: Callable[[], object]) -> None:
        self._fetch = fetch

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        try:
            self._fetch()
        except JsException:
            return None
        sys.meta_path.remove(self)
        invalidate_caches()
        return PathFinder.find_spec(name, path, target)
