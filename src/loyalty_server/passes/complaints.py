"""What devices say of their passes, told in the log no oftener than somebody could read it."""

import logging
from collections import deque
from datetime import datetime, timedelta
from typing import Final

MOST: Final = 30
WITHIN: Final = timedelta(hours=1)
LETTERS: Final = 200
log = logging.getLogger(__name__)


class Complaints:
    """Anybody may complain, unasked who they are: beyond so many in an hour they are only counted."""

    def __init__(self) -> None:
        self._told: deque[datetime] = deque(maxlen=MOST)
        self._untold = 0

    def hear(self, complaint: str, now: datetime) -> None:
        """Tell it, and how many were not told before it."""
        if len(self._told) == MOST and now - self._told[0] < WITHIN:
            self._untold += 1
            return
        self._told.append(now)
        log.warning("a device could not use its pass: %s", complaint[:LETTERS])
        if self._untold:
            log.warning("complaints of devices that were not told before: %s", self._untold)
            self._untold = 0
