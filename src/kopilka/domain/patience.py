"""How long to wait before asking again."""

from collections.abc import Callable
from typing import Final

FIRST_SECONDS: Final = 0.5
LONGEST_SECONDS: Final = 60.0


def wait_before_retry(
    failures: int, retry_after: float | None, chance: Callable[[], float]
) -> float:
    """Seconds to wait after so many failures in a row (at least one): full jitter, doubling.

    What the server asked for wins. Full jitter spreads the members who lost the network together
    (AWS Architecture Blog, "Exponential Backoff and Jitter").
    """
    if retry_after is not None:
        return retry_after
    doubled = FIRST_SECONDS * (1 << min(failures - 1, 16))
    return chance() * min(LONGEST_SECONDS, doubled)
