"""How what was bought counts less as time goes by."""

from datetime import timedelta

HALF_LIFE = timedelta(weeks=6)


def faded(passed: timedelta) -> float:
    """What is left of a weight after this time; nothing fades backwards."""
    return float(0.5 ** (max(passed, timedelta()) / HALF_LIFE))
