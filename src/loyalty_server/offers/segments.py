"""The retailer's own groups that a member is in on a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from loyalty_server.tables import MemberRow


def segments_of(member: MemberRow, day: date) -> frozenset[str]:
    """By name; the last day of each counts."""
    return frozenset(one["id"] for one in member.segments if _holds(one, day.isoformat()))


def _holds(one: Mapping[str, Any], day: str) -> bool:
    return (one["since"] or day) <= day <= (one["until"] or day)
