"""What is different between two groups of members, and where that lies in 95 cases of 100."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import sqrt
from statistics import NormalDist
from typing import Final

ENOUGH: Final = 30
"""So many in each group, or their difference says nothing yet."""
TWO_SIDED: Final = 0.975
SIGMAS: Final = NormalDist().inv_cdf(TWO_SIDED)


@dataclass(frozen=True)
class Difference:
    """How much more the first group has, and the interval it lies in."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether no difference at all lies outside the interval."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Sample:
    """Some figure of so many members: its mean, and its variance as a sample has it (of n - 1)."""

    size: int
    mean: float = 0.0
    variance: float = 0.0

    @classmethod
    def of_sums(cls, size: int, total: float, squares: float) -> "Sample":
        """Of the sum of the figures and of that of their squares, as a database adds them up."""
        if not size:
            return cls(0)
        mean = total / size
        spread = max(0.0, squares - total * mean)
        return cls(size, mean, spread / (size - 1) if size > 1 else 0.0)

    @property
    def error(self) -> float:
        """The variance of the mean."""
        return self.variance / self.size


@dataclass(frozen=True)
class Share:
    """Of so many members so many."""

    members: int
    of_them: int

    @property
    def value(self) -> float:
        return self.of_them / self.members if self.members else 0.0


def hundredth_of(what: str, member_id: str) -> int:
    """In which hundredth of all members one is, from 0; for each thing that is compared another, and always the same."""
    return int.from_bytes(sha256(f"{what} {member_id}".encode()).digest()[:4]) % 100


def of_means(one: Sample, other: Sample) -> Difference | None:
    """Welch's interval, which takes no group for as uneven as the other; None while there are too few."""
    if min(one.size, other.size) < ENOUGH:
        return None
    value, error = one.mean - other.mean, one.error + other.error
    half = _sigmas_of_t(_freedom(one, other)) * sqrt(error) if error else 0.0
    return Difference(value, value - half, value + half)


def of_alike(pairs: Sequence[tuple[Sample, Sample]]) -> Difference | None:
    """The difference of means within places that are alike, each counted as the first group's size there.

    None while there are too few.
    """
    ones, others = (sum(pair[side].size for pair in pairs) for side in (0, 1))
    if min(ones, others) < ENOUGH:
        return None
    value = weighted(pairs, 0) - weighted(pairs, 1)
    error = sum((one.size / ones) ** 2 * (one.error + other.error) for one, other in pairs)
    half = SIGMAS * sqrt(error)
    return Difference(value, value - half, value + half)


def weighted(pairs: Sequence[tuple[Sample, Sample]], side: int) -> float:
    """The mean of one side over all places, each counted as the first group's size there."""
    whole = sum(one.size for one, _ in pairs)
    return sum(pair[0].size * pair[side].mean for pair in pairs) / whole if whole else 0.0


def of_shares(one: Share, other: Share) -> Difference | None:
    """Newcombe's interval of two score intervals (Statistics in Medicine 17, 1998, method 10).

    It does not take what nobody did for certain. None while there are too few.
    """
    if min(one.members, other.members) < ENOUGH:
        return None
    return interval_of_shares(one, other)


def interval_of_shares(one: Share, other: Share) -> Difference:
    """The same of any groups that are not empty."""
    (low, high), (other_low, other_high) = _score_interval(one), _score_interval(other)
    value = one.value - other.value
    below = sqrt((one.value - low) ** 2 + (other_high - other.value) ** 2)
    above = sqrt((high - one.value) ** 2 + (other.value - other_low) ** 2)
    return Difference(value, value - below, value + above)


def _score_interval(share: Share) -> tuple[float, float]:
    """Wilson's interval of one share."""
    size, square = share.members, SIGMAS**2
    centre = share.value + square / (2 * size)
    half = SIGMAS * sqrt(share.value * (1 - share.value) / size + square / (4 * size**2))
    whole = 1 + square / size
    return (centre - half) / whole, (centre + half) / whole


def _freedom(one: Sample, other: Sample) -> float:
    """Satterthwaite's degrees of freedom."""
    parts = sum(side.error**2 / (side.size - 1) for side in (one, other))
    return (one.error + other.error) ** 2 / parts


def _sigmas_of_t(freedom: float) -> float:
    """The quantile of Student's distribution (Abramowitz and Stegun, 26.7.5)."""
    z = SIGMAS
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, 1))
