"""Who shares whose points, in the plainest form: by each member the account of their own, and the heads."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.server.points_model import PointsModel


@dataclass
class FamiliesModel:
    """The accounts of all who ever were members; who is in a family, in the order of joining, by its head."""

    accounts: dict[str, PointsModel] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)

    def of(self, member: str) -> PointsModel:
        """The account that the member's card uses."""
        return self.accounts[self.heads.get(member, member)]

    def of_purchase(self, purchase_id: str, member: str) -> PointsModel:
        """The account where the points of this purchase are now; the card's where it has none."""
        with_lots = (one for one in self.accounts.values() if one.has_lots_of(purchase_id))
        return next(with_lots, self.of(member))

    def of_reward(self, redemption_id: str) -> PointsModel:
        """The account where the points are now that paid for it."""
        return next(one for one in self.accounts.values() if redemption_id in one.spent)

    def is_in_one(self, member: str) -> bool:
        return member in self.heads or member in self.heads.values()

    def may_join(self, member: str, head: str, now: datetime) -> bool:
        if member == head or head in self.heads or self.is_in_one(member):
            return False
        own = self.accounts[member].settled(now)
        return not own.debt and not own.held_points

    def join(self, member: str, head: str, now: datetime) -> None:
        own, shared = self.accounts[member], self.accounts[head]
        own.settle(now)
        shared.settle(now)
        own.move_to(shared)
        self.heads[member] = head

    def leave(self, member: str) -> None:
        """The points stay with the head, whoever leaves."""
        self.heads = {one: head for one, head in self.heads.items() if member not in (one, head)}

    def erase(self, member: str, now: datetime) -> None:
        """What a head has goes to who is longest in the family, but no debt; nothing else is kept."""
        family = [one for one, head in self.heads.items() if head == member]
        self.leave(member)
        own = self.accounts[member]
        own.settle(now)
        if family:
            self.accounts[family[0]].settle(now)
            own.move_to(self.accounts[family[0]])
        own.lose_all(now)
