"""Words about stores, and about the member's manager."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StoreTexts:
    """Hours, the way and the phone; `opens_on` takes `{day}` and `{time}`, `call_of` and its like `{store}`."""

    near: str
    near_hint: str
    no_place: str
    metres: str
    kilometres: str
    open_until: str
    always: str
    opens_at: str
    opens_tomorrow: str
    opens_on: str
    closed: str
    hours: str
    hours_of: str
    span: str
    days: str
    call: str
    call_of: str
    route: str
    route_of: str
    copy: str
    copy_of: str
    copied: str


@dataclass(frozen=True)
class ManagerTexts:
    """Who looks after the member, and when they answer; takes what a store's words do."""

    title: str
    open_until: str
    always: str
    opens_at: str
    opens_tomorrow: str
    opens_on: str
    closed: str
