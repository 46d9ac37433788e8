"""`python -m tests.fuzz SECONDS`: throws torn examples at every reader in turn, until time is over.

Prints for each how many examples it got. A fault is printed with the example that shows it, and ends
the run with 1; Hypothesis has made the example as small as it could.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable
from random import SystemRandom

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.fuzz.readers import READERS

AT_ONCE = 2000


def main(seconds: float) -> int:
    """The exit status."""
    until, tried = time.monotonic() + seconds, Counter[str]()
    while time.monotonic() < until:
        for name, (read, examples) in READERS.items():
            _round(name, read, examples, tried)
    for name, count in tried.items():
        print(f"{count:>12}  {name}")
    return 0


def _round(
    name: str, read: Callable[..., None], examples: st.SearchStrategy[object], tried: Counter[str]
) -> None:
    @seed(SystemRandom().getrandbits(64))
    @settings(
        max_examples=AT_ONCE,
        deadline=None,
        database=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(examples)
    def once(example: object) -> None:
        tried[name] += 1
        read(example)

    once()


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
