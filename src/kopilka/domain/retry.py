"""How long to wait before asking again."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from kopilka.domain.errors import Refused, Unreachable

FIRST_SECONDS: Final = 0.5
LONGEST_SECONDS: Final = 60.0
LONGEST_ASKED: Final = 900.0
"""Seconds; a server that asks to wait longer is asked again after this."""


def wait_before_retry(
    failures: int, retry_after: float | None, chance: Callable[[], float]
) -> float:
    """Seconds to wait after so many failures in a row (at least one): full jitter, doubling.

    What the server asked for wins, up to `LONGEST_ASKED`. Full jitter spreads the members who lost the network together
    (AWS Architecture Blog, "Exponential Backoff and Jitter").
    """
    if retry_after is not None:
        return min(retry_after, LONGEST_ASKED)
    doubled = FIRST_SECONDS * (1 << min(failures - 1, 16))
    return chance() * min(LONGEST_SECONDS, doubled)


def as_refused(put_off: Unreachable) -> Refused | None:
    """What puts an action off for longer than the wallet waits between two tries is as good as a no.

    The member is told, or the sixth claim of a day would hold up for a day what was done after it.
    """
    code, wait = put_off.code, put_off.retry_after
    if code is None or wait is None or wait <= LONGEST_SECONDS:
        return None
    return Refused(code, HTTPStatus.TOO_MANY_REQUESTS, wait)
