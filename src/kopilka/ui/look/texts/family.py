"""Words about a family and its account."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FamilyTexts:
    """`head_of`, `limited` and the questions take `{name}` or `{points}`, as they say; `places` takes `{count}`,
    `until` `{moment}`, `by` `{name}`."""

    title: str
    hint: str
    about: str
    places: str
    invite: str
    invite_again: str
    send: str
    copy: str
    copied: str
    until: str
    link_hint: str
    offline: str
    nameless: str
    me: str
    head: str
    limited: str
    limit: str
    limit_of: str
    no_limit: str
    remove: str
    remove_of: str
    remove_ask: str
    removed_means: str
    leave: str
    leave_ask: str
    leave_means: str
    end: str
    end_ask: str
    end_means: str
    balance: str
    by: str
    by_somebody: str
    offer: str
    offer_nameless: str
    offer_brings: str
    offer_brings_none: str
    offer_means: str
    join: str
    joined: str
