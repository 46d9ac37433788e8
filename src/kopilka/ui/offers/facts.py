"""What there is to know of an offer: when, where, why this member sees it."""

from dataclasses import dataclass
from typing import Final

import flet as ft

from kopilka.ui.hooks.scene import Scene
from kopilka.ui.look.look import Look
from kopilka.ui.look.writing import tied
from kopilka.ui.offers.words import lasts
from kopilka.ui.parts.blocks import muted, text
from loyalty_api.offers import Offer, OfferKind

TAKES_OFF: Final = frozenset(
    {
        OfferKind.PERCENT_OFF,
        OfferKind.AMOUNT_OFF,
        OfferKind.FIXED_PRICE,
        OfferKind.BUY_X_GET_Y,
        OfferKind.BUNDLE,
    }
)
"""Kinds that lower the price; all others give points."""

STEP: Final = 28.0


@dataclass(frozen=True)
class Fact:
    """One thing to know, under its name; `more` is a quiet remark."""

    icon: ft.IconData
    name: str
    said: str
    more: str = ""


def about(scene: Scene, offer: Offer) -> list[Fact]:
    """In the order in which they are asked."""
    say = scene.look.say.offers
    left = lasts(scene, offer)
    dates = _dates(scene, offer)
    facts = [
        Fact(ft.Icons.EVENT_OUTLINED, say.when, dates, "" if left in dates else left),
        Fact(ft.Icons.STOREFRONT_OUTLINED, say.where, _places(scene, offer)),
    ]
    if offer.reason:
        facts.append(Fact(ft.Icons.LIGHTBULB_OUTLINE_ROUNDED, say.why, tied(offer.reason)))
    return facts


def fact_row(look: Look, fact: Fact) -> ft.Control:
    """An icon, the name of the fact, and what it is."""
    words: list[ft.Control] = [muted(look, fact.name), text(look, fact.said, 15, 600)]
    if fact.more:
        words.append(muted(look, fact.more, 14))
    icon = ft.Icon(fact.icon, color=look.palette.primary, size=22 * min(look.scale, 1.4))
    column = ft.Column(words, spacing=2, expand=True)
    row = ft.Row([icon, column], spacing=14, vertical_alignment=ft.CrossAxisAlignment.START)
    return ft.MergeSemantics(row)


def step_row(look: Look, number: int, words: str) -> ft.Control:
    """`1` in a circle, and what is done then."""
    side = STEP * min(look.scale, 1.6)
    circle = ft.Container(
        text(look, str(number), 14, 800, look.palette.on_container),
        width=side,
        height=side,
        border_radius=side / 2,
        bgcolor=look.palette.container,
        foreground_decoration=look.edge(side / 2),
        alignment=ft.Alignment.CENTER,
    )
    step = ft.Row([circle, text(look, words, 15, expand=True)], spacing=12)
    return ft.MergeSemantics(step)


def _dates(scene: Scene, offer: Offer) -> str:
    """`16 ноября — 29 ноября`, `с 16 ноября`, `до 29 ноября`, `бессрочно`."""
    look, today, say = scene.look, scene.today, scene.look.say
    start = offer.starts_at and look.write.long_day(look.write.date_of(offer.starts_at), today)
    end = offer.ends_at and look.write.long_day(look.write.last_day(offer.ends_at), today)
    if start and end:
        return start if start == end else say.offers.dates.format(start=start, end=end)
    if start:
        return say.offers.begins.format(day=start)
    return say.card.by.format(day=end) if end else say.offers.for_good


def _places(scene: Scene, offer: Offer) -> str:
    wallet, say = scene.view.wallet, scene.look.say.offers
    stores = [store for store in (wallet.stores if wallet else ()) if store.id in offer.stores]
    if offer.partner:
        return "\n".join([offer.partner, *(store.address or store.name for store in stores)])
    return "\n".join(store.name for store in stores) or say.everywhere
