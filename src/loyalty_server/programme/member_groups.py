"""Members of some tiers and of some of the retailer's own groups."""

from collections.abc import Iterator, Set
from typing import Protocol

from loyalty_server.programme.eligibility import SEGMENT_FORM, is_segment


class ForSome(Protocol):
    """What is for members of its tiers or segments, and for all where it names neither."""

    @property
    def tiers(self) -> tuple[str, ...]: ...

    @property
    def segments(self) -> tuple[str, ...]: ...


def is_for_member(rule: ForSome, tier: str, segments: Set[str]) -> bool:
    """Whether it is for a member of this tier, in these segments."""
    is_for_all = not rule.tiers and not rule.segments
    return is_for_all or tier in rule.tiers or not segments.isdisjoint(rule.segments)


def group_faults(here: str, rule: ForSome, tiers: frozenset[str]) -> Iterator[tuple[str, str]]:
    """What it names and nobody knows; `tiers` are those there are."""
    for place, tier in enumerate(rule.tiers):
        if tier not in tiers:
            yield f"{here}.tiers[{place}]", f"no tier {tier!r}"
    for place, segment in enumerate(rule.segments):
        if not is_segment(segment):
            yield f"{here}.segments[{place}]", SEGMENT_FORM
