"""Words about a member's year."""

from dataclasses import dataclass


@dataclass(frozen=True)
class YearTexts:
    """`open` and `title` take `{year}`, `until` takes `{day}`."""

    open: str
    title: str
    until: str
    chart: str
    busiest: str
    stores: str
    favourite: str
    saved: str
    earned: str
    spent: str
    rewards: str
    counted: str
    lacking: str
    nothing: str
    share: str
    save_picture: str
