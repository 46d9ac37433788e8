"""Words about inviting friends."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FriendsTexts:
    """`about` and `offer_both` take `{mine}`, `{theirs}`, `{money}` and `{days}`, as they say; what names a day takes
    `{day}`, what is given `{points}`; `limit` takes `{count}`."""

    title: str
    hint: str
    about: str
    about_friend_only: str
    paid_later: str
    limit: str
    send: str
    copy: str
    copied: str
    friends: str
    none_yet: str
    joined: str
    waiting: str
    lapsed: str
    bought: str
    given: str
    not_given: str
    mine: str
    mine_done: str
    offer: str
    offer_both: str
    offer_friend_only: str
    offer_counts: str
    offer_told: str
    accept: str
    accepted: str
