"""History: what was earned month by month, what expires, every entry with its reason."""

from collections.abc import Awaitable, Callable, Mapping
from itertools import groupby
from typing import Final

import flet as ft

from kopilka.ui.history.claim import ClaimScreen
from kopilka.ui.history.deeds import Deed, deeds_of, stores_of
from kopilka.ui.history.entries import deed_row
from kopilka.ui.history.head import history_head
from kopilka.ui.history.ledger_pages import LedgerPages, use_ledger
from kopilka.ui.history.pages import Pages
from kopilka.ui.history.receipt import Receipt
from kopilka.ui.hooks.guard import component, guarded
from kopilka.ui.hooks.scene import Scene, go, use_scene
from kopilka.ui.hooks.state import keyed, use_latest, use_value
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.hooks.urls import CLAIM
from kopilka.ui.parts.blocks import empty, heading, muted, rule
from kopilka.ui.parts.buttons import chips, text_button
from kopilka.ui.parts.fields import text_field
from kopilka.ui.parts.panes import panes
from kopilka.ui.parts.skeletons import skeleton
from kopilka.ui.parts.unread import title_line
from loyalty_api.history import EntryKind
from loyalty_api.models import Feature, Wallet

NEAR_THE_END: Final = 400.0
"""From this many pixels before the end the next page is fetched."""

EVERYWHERE: Final = ""
FEW_STORES: Final = 8
"""Of a larger chain only the stores are offered that what is shown was bought in."""
ENOUGH: Final = 10
"""So many rows are looked for before the member scrolls on."""

KINDS: Final[Mapping[str, EntryKind | None]] = {
    "all": None,
    "earned": EntryKind.ACCRUAL,
    "spent": EntryKind.REDEMPTION,
}


@component
def HistoryScreen() -> ft.Control:
    """On a wide window the receipt opens beside the list, the latest at first."""
    scene = use_scene()
    chosen = ft.use_route_params().get("purchase_id")
    is_claiming = ft.use_view_path() == CLAIM
    kind, choose = use_value("all")
    wallet = scene.view.wallet
    if wallet is None:
        return skeleton(scene.look)
    ledger = keyed(kind, Ledger, wallet, kind, choose, chosen)
    if not scene.look.window.wide:
        return panes(scene.look, ledger, None)
    return panes(scene.look, ledger, _beside(scene, chosen or _latest(scene), is_claiming))


@component
def Ledger(
    wallet: Wallet, kind: str, choose: Callable[[str], None], chosen: str | None
) -> ft.Control:
    """The chart, the filter and the entries; more come while scrolling."""
    scene = use_scene()
    look = scene.look
    ledger = use_ledger(scene, KINDS[kind])

    store, choose_store = use_value(EVERYWHERE)
    sought = use_latest("")
    every = deeds_of(ledger.pages.entries, look.write)
    deeds = _narrowed(every, store, sought.drawn)
    is_narrowed = store != EVERYWHERE or bool(sought.drawn.strip())

    async def scrolled(event: ft.OnScrollEvent) -> None:
        is_near = event.max_scroll_extent - event.pixels < NEAR_THE_END
        if is_near and not ledger.unreachable:
            await ledger.more()

    async def seek(words: str) -> None:
        sought.change(words)

    async def find_enough() -> None:
        if is_narrowed and len(deeds) < ENOUGH and not ledger.unreachable:
            await ledger.more()

    use_task(find_enough, [store, sought.drawn, len(ledger.pages.entries)])
    return ft.ListView(
        [
            ft.Container(
                title_line(scene, look.say.places.history), padding=ft.Padding.only(bottom=12)
            ),
            *history_head(scene, wallet),
            ft.Container(
                chips(look, _filters(scene), kind, choose), padding=ft.Padding.only(bottom=8)
            ),
            *_narrowing(scene, wallet, every, store, choose_store, sought.drawn, seek),
            *_rows(scene, deeds, ledger.pages, chosen, is_narrowed=is_narrowed),
            *_foot(scene, ledger),
        ],
        on_scroll=guarded(scrolled),
        expand=True,
    )


def _narrowed(deeds: list[Deed], store: str, words: str) -> list[Deed]:
    def is_there(deed: Deed) -> bool:
        return store in (EVERYWHERE, *(one.store for one in deed.entries))

    return [deed for deed in deeds if is_there(deed) and deed.tells(words)]


def _narrowing(
    scene: Scene,
    wallet: Wallet,
    every: list[Deed],
    store: str,
    choose: Callable[[str], None],
    sought: str,
    seek: Callable[[str], Awaitable[None]],
) -> list[ft.Control]:
    """A field to search in, and the stores where there is more than one."""
    look, say = scene.look, scene.look.say.history
    if not every:
        return []
    field = text_field(look, say.search, sought, seek)
    above = ft.Padding.only(top=8, bottom=8)
    rows: list[ft.Control] = [ft.Container(field, padding=above)]
    stores = [one.name for one in wallet.stores]
    if len(stores) > FEW_STORES:
        stores = stores_of(every)
    if len(stores) > 1:
        choices = [(EVERYWHERE, say.all_stores), *((name, name) for name in stores)]
        row = chips(look, choices, store, choose)
        rows.append(ft.Container(row, padding=ft.Padding.only(bottom=8)))
    return rows


def _rows(
    scene: Scene, deeds: list[Deed], pages: Pages, chosen: str | None, *, is_narrowed: bool
) -> list[ft.Control]:
    look, say = scene.look, scene.look.say.history
    rows: list[ft.Control] = []
    for day, together in groupby(deeds, key=lambda deed: look.write.date_of(deed.first.at)):
        name = heading(look, look.write.named_day(day, scene.today), 15, level=2)
        rows.append(ft.Container(name, padding=ft.Padding.only(top=16, bottom=4)))
        for deed in together:
            rows += [deed_row(scene, deed, chosen, under_its_day=True), rule(look)]
    if rows or pages.has_more:
        return rows
    if is_narrowed:
        return [empty(look, ft.Icons.SEARCH_ROUNDED, say.nothing_found, "")]
    return [empty(look, ft.Icons.RECEIPT_LONG_OUTLINED, say.empty, say.empty_hint)]


def _filters(scene: Scene) -> list[tuple[str, str]]:
    say = scene.look.say
    return [("all", say.common.all), ("earned", say.history.earned), ("spent", say.history.spent)]


def _foot(scene: Scene, ledger: LedgerPages) -> list[ft.Control]:
    look = scene.look
    if ledger.fetching:
        return [skeleton(look)]
    if ledger.unreachable:
        return [
            muted(look, look.say.history.unreachable, 14),
            text_button(look, look.say.common.retry, ledger.more),
        ]
    missing = [text_button(look, look.say.claim.ask, lambda: go(CLAIM))]
    if not (scene.view.wallet and scene.view.wallet.has(Feature.CLAIMS)):
        missing = []
    if ledger.pages.has_more:
        return [text_button(look, look.say.history.more, ledger.more), *missing]
    return [*missing, ft.Container(height=24)]


def _beside(scene: Scene, chosen: str | None, is_claiming: bool) -> ft.Control:
    if is_claiming:
        return ClaimScreen()
    return keyed(chosen, Receipt, chosen) if chosen else _nothing_chosen(scene)


def _latest(scene: Scene) -> str | None:
    history = scene.view.history
    entries = history.entries if history else ()
    return next((entry.purchase_id for entry in entries if entry.purchase_id), None)


def _nothing_chosen(scene: Scene) -> ft.Control:
    look = scene.look
    return empty(
        look, ft.Icons.RECEIPT_LONG_OUTLINED, look.say.history.receipt, look.say.history.choose
    )
