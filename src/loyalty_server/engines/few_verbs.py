"""What an engine of few verbs need not write."""

from datetime import datetime

from loyalty_api.history import EntryKind, History
from loyalty_api.offers import PromoApplied
from loyalty_api.receipts import Purchase
from loyalty_api.rewards import Redeemed
from loyalty_server.engines.port import Changes, Person
from loyalty_server.languages import Language


class NotOffered(NotImplementedError):
    """A verb that the engine's `can` does not name: this server asks for none."""


class FewVerbs:
    """Inherit from it, write `identify` and `standing`, and name in `can` what you add."""

    def enrol(self, key: str, person: Person) -> str:
        raise NotOffered

    def erase(self, key: str, ref: str) -> None:
        raise NotOffered

    def history(
        self, ref: str, kind: EntryKind | None, cursor: str | None, language: Language
    ) -> History:
        raise NotOffered

    def receipt(self, ref: str, purchase_id: str, language: Language) -> Purchase:
        raise NotOffered

    def activate(self, key: str, ref: str, offer_id: str, at: datetime) -> None:
        raise NotOffered

    def apply_promo(self, key: str, ref: str, code: str) -> PromoApplied:
        raise NotOffered

    def redeem(self, key: str, ref: str, reward_id: str) -> Redeemed:
        raise NotOffered

    def give_back(self, key: str, ref: str, redemption_id: str) -> Redeemed:
        raise NotOffered

    def give(self, key: str, ref: str, points: int, why: str) -> int:
        raise NotOffered

    def changed(self, cursor: str | None) -> Changes:
        raise NotOffered
