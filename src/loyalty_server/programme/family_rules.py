"""Families of a programme: whether there are any, how many are in one, how often somebody joins."""

from collections.abc import Iterator
from dataclasses import dataclass

from loyalty_server.programme.bounds import number_faults

MOST_MEMBERS = 20


@dataclass(frozen=True)
class FamilyRules:
    """Up to `members_at_most` members, the head among them, share one account. One member joins a family
    `joins_a_year` times in 365 days at most, and so many join the same one.
    """

    members_at_most: int
    joins_a_year: int


def family_faults(path: str, family: FamilyRules) -> Iterator[tuple[str, str]]:
    """What makes no sense in it, each with its place."""
    bounds = {
        ".members_at_most": (family.members_at_most, 2, MOST_MEMBERS),
        ".joins_a_year": (family.joins_a_year, 1, MOST_MEMBERS),
    }
    yield from number_faults(path, bounds)
