"""What a member did offline, before something ended, and the server is told of only now."""

from datetime import datetime, timedelta
from typing import Final

ON_ITS_WAY_AT_MOST: Final = timedelta(days=7)
"""How long what was done in time may travel: the device's word for when is believed no longer."""


def is_too_late(done_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Whether it was done after the end, or travelled for too long."""
    return done_at >= ends_at or now >= ends_at + ON_ITS_WAY_AT_MOST
