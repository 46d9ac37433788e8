"""Snapshots for the pure rules."""

from collections.abc import Iterable
from datetime import UTC, datetime

from loyalty_api.card import Card, StaticCode, Symbology
from loyalty_api.models import Consent, Expiring, Member, Points, Survey, Tier, Wallet
from loyalty_api.offers import Activation, Offer
from loyalty_api.programme import Brand, Money, PointsName, Program, ProgramKind

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def points_with(expiring: Iterable[Expiring] = (), balance: int = 1240) -> Points:
    worth = Money(balance * 100, "RUB")
    return Points(balance, 0, 0, balance, worth, tuple(expiring), NOW)


def wallet_with(
    offers: Iterable[str] = (), surveys: Iterable[str] = (), consents: Iterable[str] = ()
) -> Wallet:
    """A wallet with opt-in offers, surveys and consents of these names."""
    name = PointsName("балл", "балла", "баллов")
    number = "2912345678904"
    return Wallet(
        NOW,
        Program("Колос", name, "RUB", Brand("#146B55"), ProgramKind.POINTS, "Europe/Moscow"),
        Member("m-1", "Анна", "+79000000001", None, None, "ANNA"),
        Card(number, StaticCode(Symbology.EAN_13, number)),
        points_with(),
        Tier("Базовый", 5.0),
        offers=tuple(_offer(id_) for id_ in offers),
        surveys=tuple(Survey(id_, id_, "", 20, NOW, {}) for id_ in surveys),
        consents=tuple(Consent(purpose, "1", False, purpose, "") for purpose in consents),
    )


def _offer(offer_id: str) -> Offer:
    return Offer(
        offer_id, offer_id, "", "", "bonus", 20, "", NOW, NOW, activation=Activation.OPT_IN
    )
