"""History: what was earned month by month, what expires, every entry with its reason."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Final

import flet as ft

from kopilka.ui.history.claim import ClaimScreen
from kopilka.ui.history.deeds import Deed, deeds_of, stores_of
from kopilka.ui.history.entries import deed_row
from kopilka.ui.history.first_receipt import beside_nothing, first_receipt
from kopilka.ui.history.head import history_head
from kopilka.ui.history.ledger_pages import LedgerPages, use_ledger
from kopilka.ui.history.narrowing import EVERYWHERE, Narrowing
from kopilka.ui.history.receipt import Receipt
from kopilka.ui.history.search import use_search
from kopilka.ui.history.year import Year
from kopilka.ui.hooks.guard import component, guarded
from kopilka.ui.hooks.scene import Scene, go, use_scene
from kopilka.ui.hooks.state import Latest, keyed, use_latest, use_value
from kopilka.ui.hooks.urls import CLAIM
from kopilka.ui.parts.blocks import empty, heading, muted, rule
from kopilka.ui.parts.buttons import chips, round_button, text_button
from kopilka.ui.parts.camera import beside_picture
from kopilka.ui.parts.fields import text_field
from kopilka.ui.parts.panes import panes
from kopilka.ui.parts.points import collects
from kopilka.ui.parts.skeletons import skeleton
from kopilka.ui.parts.unread import title_line
from loyalty_api.history import LONGEST_SEARCH, EntryKind
from loyalty_api.models import Feature, Wallet

NEAR_THE_END: Final = 400.0
"""From this many pixels before the end the next page is fetched."""

FEW_STORES: Final = 8
"""Of a larger chain only the stores are offered that what is shown was bought in."""

KINDS: Final[Mapping[str, EntryKind | None]] = {
    "all": None,
    "earned": EntryKind.ACCRUAL,
    "spent": EntryKind.REDEMPTION,
}


@component
def HistoryScreen() -> ft.Control:
    """On a wide window the receipt opens beside the list, the latest at first."""
    scene = use_scene()
    places = ft.use_route_params()
    is_claiming = ft.use_view_path() == CLAIM
    kind, choose = use_value("all")
    narrowing = use_latest(Narrowing())
    wallet = scene.view.wallet
    if wallet is None:
        return skeleton(scene.look)
    chosen, year = places.get("purchase_id"), places.get("year")
    if scene.look.window.wide and not (chosen or year or is_claiming):
        chosen = _latest(scene)
    ledger = keyed(kind, Ledger, wallet, kind, choose, narrowing, chosen)
    if not scene.look.window.wide:
        return panes(scene.look, ledger, None)
    beside = keyed(year, Year, year) if year else _beside(scene, chosen, is_claiming)
    return panes(scene.look, ledger, beside, has_picture=True)


@component
def Ledger(
    wallet: Wallet,
    kind: str,
    choose: Callable[[str], None],
    narrowing: Latest[Narrowing],
    chosen: str | None,
) -> ft.Control:
    """The chart and the entries, or what is looked for among them; more come while scrolling."""
    scene = use_scene()
    look, wanted = scene.look, narrowing.drawn
    whole = use_ledger(scene, KINDS[kind])
    search = use_search(scene, KINDS[kind], wanted.asked)
    ledger = search if wanted.asked else whole
    every = deeds_of(whole.pages.beside(search.pages).entries, look.write)
    is_bare = kind == "all" and not every and not whole.pages.has_more
    lacking = "found" if wanted.asked else kind

    async def scrolled(event: ft.OnScrollEvent) -> None:
        is_near = event.max_scroll_extent - event.pixels < NEAR_THE_END
        if is_near and not ledger.unreachable and not ledger.fetching:
            await ledger.more()

    return ft.ListView(
        [
            ft.Container(
                _title(scene, None if is_bare else narrowing), padding=ft.Padding.only(bottom=12)
            ),
            *([] if wanted.is_open else history_head(scene, wallet)),
            *(_wanted(scene, wallet, every, narrowing) if wanted.is_open else []),
            *([] if is_bare or not collects(wallet) else [_kinds(scene, kind, choose)]),
            *(_rows(scene, wanted.of(every), chosen) or _lacking(scene, ledger, lacking)),
            *_foot(scene, ledger, is_narrowed=bool(wanted.asked)),
        ],
        on_scroll=guarded(scrolled),
        expand=True,
    )


def _title(scene: Scene, narrowing: Latest[Narrowing] | None) -> ft.Control:
    """With the button that begins looking for something, and ends it; where nothing is, without."""
    look, say = scene.look, scene.look.say
    if narrowing is None:
        return title_line(scene, say.places.history)

    def toggle() -> None:
        narrowing.change(Narrowing(is_open=not narrowing.read().is_open))

    is_open = narrowing.drawn.is_open
    icon = ft.Icons.CLOSE_ROUNDED if is_open else ft.Icons.SEARCH_ROUNDED
    name = say.history.search_ends if is_open else say.history.search
    button = round_button(look, icon, name, toggle, closes=is_open)
    return title_line(scene, say.places.history, button)


def _wanted(
    scene: Scene, wallet: Wallet, every: list[Deed], narrowing: Latest[Narrowing]
) -> list[ft.Control]:
    """A field to search in, and the stores where there is more than one."""
    look, say = scene.look, scene.look.say.history
    wanted = narrowing.drawn

    async def seek(words: str) -> None:
        narrowing.change(replace(narrowing.read(), words=words))

    def choose(store: str) -> None:
        narrowing.change(replace(narrowing.read(), store=store))

    field = text_field(look, say.search, wanted.words, seek, focus=True, longest=LONGEST_SEARCH)
    rows: list[ft.Control] = [ft.Container(field, padding=ft.Padding.only(top=4, bottom=12))]
    stores = [one.name for one in wallet.stores]
    if len(stores) > FEW_STORES:
        stores = stores_of(every)
    if len(stores) > 1:
        choices = [(EVERYWHERE, say.all_stores), *((name, name) for name in stores)]
        row = chips(look, choices, wanted.store, choose)
        rows.append(ft.Container(row, padding=ft.Padding.only(bottom=8)))
    return rows


def _rows(scene: Scene, deeds: list[Deed], chosen: str | None) -> list[ft.Control]:
    look = scene.look
    rows: list[ft.Control] = []
    for day, together in groupby(deeds, key=lambda deed: look.write.date_of(deed.first.at)):
        name = heading(look, look.write.named_day(day, scene.today), 15, level=2)
        rows.append(ft.Container(name, padding=ft.Padding.only(top=16, bottom=4)))
        for deed in together:
            rows += [deed_row(scene, deed, chosen, under_its_day=True), rule(look)]
    return rows


def _lacking(scene: Scene, ledger: LedgerPages, what: str) -> list[ft.Control]:
    """What stands where nothing was found, or nothing of this kind is; a phone tells a newcomer what will be.

    What the server could not be asked for may be there all the same; a search says where it looked.
    """
    if ledger.pages.has_more and not (what == "found" and ledger.unreachable):
        return []
    look, say = scene.look, scene.look.say.history
    match what:
        case "found":
            return [empty(look, ft.Icons.SEARCH_ROUNDED, say.nothing_found, "")]
        case "earned":
            return [empty(look, ft.Icons.RECEIPT_LONG_OUTLINED, say.nothing_earned, "")]
        case "spent":
            return [empty(look, ft.Icons.RECEIPT_LONG_OUTLINED, say.nothing_spent, "")]
    if not look.window.wide:
        return [ft.Container(first_receipt(scene), padding=ft.Padding.symmetric(vertical=4))]
    return [empty(look, ft.Icons.RECEIPT_LONG_OUTLINED, say.empty, say.empty_hint)]


def _kinds(scene: Scene, kind: str, choose: Callable[[str], None]) -> ft.Control:
    """Where points come and go."""
    say = scene.look.say
    names = [("all", say.common.all), ("earned", say.history.earned), ("spent", say.history.spent)]
    return ft.Container(chips(scene.look, names, kind, choose), padding=ft.Padding.only(bottom=8))


def _foot(scene: Scene, ledger: LedgerPages, *, is_narrowed: bool) -> list[ft.Control]:
    look, say = scene.look, scene.look.say.history
    if ledger.fetching:
        return [skeleton(look)]
    if ledger.unreachable:
        lacking = say.searched_here if is_narrowed else say.unreachable
        return [
            ft.Semantics(live_region=True, content=muted(look, lacking, 14)),
            text_button(look, look.say.common.retry, ledger.more),
        ]
    missing = [text_button(look, look.say.claim.ask, lambda: go(CLAIM))]
    if not (scene.view.wallet and scene.view.wallet.has(Feature.CLAIMS)):
        missing = []
    if ledger.pages.has_more:
        return [text_button(look, say.more, ledger.more), *missing]
    return [*missing, ft.Container(height=24)]


def _beside(scene: Scene, chosen: str | None, is_claiming: bool) -> ft.Control:
    if is_claiming:
        return beside_picture(ClaimScreen())
    return keyed(chosen, Receipt, chosen) if chosen else beside_picture(beside_nothing(scene))


def _latest(scene: Scene) -> str | None:
    history = scene.view.history
    entries = history.entries if history else ()
    return next((entry.purchase_id for entry in entries if entry.purchase_id), None)
