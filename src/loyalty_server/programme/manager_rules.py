"""Who of the retailer's people looks after which members."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field

from loyalty_api.programme import Manager
from loyalty_server.programme.member_groups import group_faults, is_for_member
from loyalty_server.programme.store_rules import (
    PHONE,
    PHONE_FORM,
    hours_faults,
    special_days_of,
    week_of,
)


@dataclass(frozen=True)
class ManagerRule:
    """Looks after members of these `tiers` and `segments`, of all where neither is named; `hours` and
    `special_days` are written like a store's.
    """

    name: str
    text: str = ""
    phone: str | None = None
    hours: Mapping[str, str] = field(default_factory=dict)
    special_days: Mapping[str, str] = field(default_factory=dict)
    tiers: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()


def manager_of(rules: tuple[ManagerRule, ...], tier: str, segments: Set[str]) -> Manager | None:
    """The first who looks after such a member."""
    theirs = (rule for rule in rules if is_for_member(rule, tier, segments))
    return next(map(_seen, theirs), None)


def manager_faults(
    here: str, rule: ManagerRule, tiers: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """What makes no sense in it, each with its path."""
    if not rule.name.strip():
        yield f"{here}.name", "a name is needed"
    if rule.phone is not None and not PHONE.fullmatch(rule.phone):
        yield f"{here}.phone", PHONE_FORM
    yield from hours_faults(here, rule.hours, rule.special_days)
    yield from group_faults(here, rule, tiers)


def _seen(rule: ManagerRule) -> Manager:
    return Manager(
        rule.name,
        rule.text,
        rule.phone,
        week_of(rule.hours),
        special_days_of(rule.special_days),
    )
