"""Contests: entries with numbers of their own, drawn by a seed that was fixed before anybody entered.

The hash of the seed is told while the contest is on (a commitment: M. Blum, Coin Flipping by Telephone,
1981), the seed and every number after the draw, so that anybody draws again as RFC 3797 asks of a public
random selection: from inputs that are published, by a rule that is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

BETWEEN: Final = "-"
"""In a number, between whose it is and which of theirs."""


class Entry(StrEnum):
    """What enters a member: a tap in the wallet, a receipt that is kept, or a challenge completed."""

    TAP = "tap"
    PURCHASE = "purchase"
    CHALLENGE = "challenge"


@dataclass(frozen=True)
class Prize:
    """What so many `winners` win each."""

    title: str
    winners: int = 1


@dataclass(frozen=True)
class Win:
    """Which number won which prize."""

    number: str
    prize: str


@dataclass(frozen=True)
class Outcome:
    """How a contest ended: the seed, whose hash was known before, among how many, and who won."""

    seed: str
    entries: int
    wins: tuple[Win, ...]


@dataclass(frozen=True)
class Contest:
    """One contest as a member sees it: entered until `ends_at`, drawn at `draws_at`.

    `numbers` are the member's own. Who has none and may enter by a tap is asked to. A receipt counts
    with at least `minimum_basket` in money.
    """

    id: str
    title: str
    text: str
    entry: str
    ends_at: datetime
    draws_at: datetime
    prizes: tuple[Prize, ...]
    seed_hash: str
    numbers: tuple[str, ...] = ()
    outcome: Outcome | None = None
    minimum_basket: int = 0
    icon: str | None = None


@dataclass(frozen=True)
class Draw:
    """Everything that anybody needs to draw again: published once a contest is drawn."""

    contest: str
    prizes: tuple[Prize, ...]
    seed_hash: str
    seed: str
    numbers: tuple[str, ...]
    wins: tuple[Win, ...]


def seed_hash(seed: str) -> str:
    """What is told before the draw: SHA-256 of the seed's text."""
    return sha256(seed.encode()).hexdigest()


def wins_of(seed: str, numbers: Iterable[str], prizes: Sequence[Prize]) -> tuple[Win, ...]:
    """The draw: all numbers, in order, are hashed with the seed; each number is hashed with that again.

    The smallest hashes win, the first prize first, and nobody wins twice: of numbers that begin alike
    only the first counts. Sorting by such keys is a random permutation (Knuth, TAOCP 2, 3.4.2).
    """
    listed = sorted(set(numbers))
    key = sha256("\n".join((seed, *listed)).encode()).hexdigest()
    order = sorted(listed, key=lambda number: sha256(f"{key}\n{number}".encode()).hexdigest())
    titles = (prize.title for prize in prizes for _ in range(prize.winners))
    return tuple(map(Win, _one_each(order), titles))


def faults_of(draw: Draw) -> Iterator[str]:
    """What is not true of a published draw; nothing, if it was honest."""
    if seed_hash(draw.seed) != draw.seed_hash:
        yield "the seed is not the one whose hash was published"
    if len(set(draw.numbers)) != len(draw.numbers):
        yield "a number is listed twice"
    if wins_of(draw.seed, draw.numbers, draw.prizes) != draw.wins:
        yield "other numbers win by this seed"


def _one_each(order: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for number in order:
        whose = number.partition(BETWEEN)[0]
        if whose not in seen:
            seen.add(whose)
            yield number
