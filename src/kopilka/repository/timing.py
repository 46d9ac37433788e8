"""How time passes for the wallet, and how it waits: what a test puts in the place of the device's own."""

import asyncio
import random
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Timing:
    """`clock` is the device's, in unix seconds, and may be set; `monotonic` counts seconds and cannot.

    `sleep` waits so many seconds; `chance`, from 0 to 1, keeps devices from coming back all at once.
    """

    clock: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Coroutine[Any, Any, None]] = asyncio.sleep
    chance: Callable[[], float] = random.random


DEVICE: Final = Timing()
"""The device's own."""
