"""A family: members whose cards use one account of points, that of its head."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Relative:
    """One of a family, by first name; `id` is that of the membership, empty for the head, who owns the account.

    `points_a_day` is the most that the head lets this one spend in 24 hours, None without such a limit.
    """

    id: str
    first_name: str
    is_head: bool = False
    is_me: bool = False
    joined_at: datetime | None = None
    points_a_day: int | None = None


@dataclass(frozen=True)
class Family:
    """Who shares the account, the head first; nobody while the member is in no family.

    `members_at_most` counts the head. One member joins a family `joins_a_year` times in 365 days at most,
    and so many join the same one.
    """

    members_at_most: int
    joins_a_year: int
    members: tuple[Relative, ...] = ()

    @property
    def is_mine(self) -> bool:
        """Whether the member is its head."""
        return any(one.is_head and one.is_me for one in self.members)


@dataclass(frozen=True)
class FamilyInvitation:
    """Answer of `POST /v1/family/invitations`: a link with which one person joins."""

    url: str
    code: str
    expires_at: datetime


@dataclass(frozen=True)
class FamilyOffer:
    """Answer of `GET /v1/family/invitations/{code}`: whose family it is, how many are in it, the head
    included, and how many points the member would bring along.
    """

    head: str
    members: int
    brings: int
    expires_at: datetime


@dataclass(frozen=True)
class RelativeLimit:
    """Body of `PUT /v1/family/members/{id}/limit`: points in 24 hours, or null for no limit."""

    points_a_day: int | None = None
