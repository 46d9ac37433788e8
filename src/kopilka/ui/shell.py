"""The frame around the places: a bar at the foot of a phone, a rail beside a wide window."""

import flet as ft

from kopilka.ui.challenges.done import ChallengeDone
from kopilka.ui.hooks.guard import guarded, view_component
from kopilka.ui.hooks.scene import Scene, go, use_scene
from kopilka.ui.hooks.title import use_title
from kopilka.ui.hooks.urls import MESSAGES
from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import TOUCH
from kopilka.ui.parts.blocks import brand_mark, heading
from kopilka.ui.parts.buttons import round_button
from kopilka.ui.parts.unread import unread_badge
from kopilka.ui.places import Place, place_at, places_of, title_at

MARK = 40.0


@view_component
def Shell() -> ft.View:
    """One view for all places, so that going between them moves nothing but the content."""
    scene = use_scene()
    look = scene.look
    places = places_of(scene.view.wallet)
    path = ft.use_view_path()
    current = place_at(places, path)
    outlet = ft.use_route_outlet()
    beside = title_at(look.say, scene.view.wallet, path) if look.window.wide else ""
    use_title(beside or places[current].name(look.say.places), look.name)
    if look.window.wide:
        frame = ft.Row(
            [_rail(scene, places, current), ft.Container(outlet, expand=True)],
            spacing=0,
            expand=True,
            vertical_alignment=ft.CrossAxisAlignment.STRETCH,
        )
        return _view(look, _under_news(frame, places[current]), None)
    body = _under_news(ft.Container(outlet, expand=True), places[current])
    return _view(look, body, _bar(scene, places, current))


def _under_news(frame: ft.Control, place: Place) -> ft.Control:
    news = ChallengeDone(at_card=place.route == "/")
    return ft.Stack([frame, news], expand=True, fit=ft.StackFit.EXPAND)


def _view(look: Look, body: ft.Control, bar: ft.NavigationBar | None) -> ft.View:
    return ft.View(
        route="/",
        can_pop=False,
        bgcolor=look.palette.background,
        padding=0,
        controls=[ft.SafeArea(body, expand=True)],
        navigation_bar=bar,
    )


def _bar(scene: Scene, places: tuple[Place, ...], current: int) -> ft.NavigationBar:
    look = scene.look

    def open_place(event: ft.Event[ft.NavigationBar]) -> None:
        go(places[event.control.selected_index].route)

    return ft.NavigationBar(
        [
            ft.NavigationBarDestination(
                icon=_icon(scene, place, look.palette.muted),
                selected_icon=_icon(scene, place, look.palette.on_container),
                label=place.name(look.say.places),
            )
            for place in places
        ],
        selected_index=current,
        on_change=guarded(open_place),
        border=ft.Border(top=ft.BorderSide(1, look.palette.line)),
    )


def _icon(scene: Scene, place: Place, color: str) -> ft.Icon:
    badge = unread_badge(scene.look, _unread_in(scene, place))
    return ft.Icon(place.icon, color=color, size=23, badge=badge)


def _unread_in(scene: Scene, place: Place) -> int:
    wallet = scene.view.wallet
    return wallet.unread if wallet and MESSAGES.startswith(place.route + "/") else 0


def _rail(scene: Scene, places: tuple[Place, ...], current: int) -> ft.Control:
    look = scene.look
    items = [_rail_item(scene, place, at == current) for at, place in enumerate(places)]
    side = 18 if look.frame.named else 7
    rail = ft.Container(
        ft.Column(
            [_brand(look), *items], spacing=4, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
        ),
        width=look.frame.rail,
        bgcolor=look.palette.bar,
        border=ft.Border(right=ft.BorderSide(1, look.palette.line)),
        padding=ft.Padding(side, 32, side, 16),
    )
    return ft.Semantics(container=True, identifier="navigation", content=rail)


def _brand(look: Look) -> ft.Control:
    if look.frame.named:
        return ft.Container(heading(look, look.name, 21), padding=ft.Padding(12, 0, 12, 20))
    mark = ft.Semantics(label=look.name, image=True, content=brand_mark(look, MARK))
    return ft.Container(mark, padding=ft.Padding.only(bottom=20), alignment=ft.Alignment.CENTER)


def _rail_item(scene: Scene, place: Place, is_current: bool) -> ft.Control:
    look, palette = scene.look, scene.look.palette
    color = palette.on_container if is_current else palette.muted
    if not look.frame.named:
        return _rail_icon(scene, place, is_current)
    return ft.Semantics(
        selected=is_current,
        content=ft.TextButton(
            place.name(look.say.places),
            icon=_icon(scene, place, color),
            height=max(TOUCH, 24 + 20 * look.scale),
            on_click=guarded(lambda: go(place.route)),
            style=ft.ButtonStyle(
                color=color,
                icon_color=color,
                icon_size=22,
                bgcolor=palette.container if is_current else palette.bar,
                alignment=ft.Alignment.CENTER_LEFT,
                text_style=look.font(15, 700),
                padding=ft.Padding.symmetric(horizontal=16),
                shape=ft.RoundedRectangleBorder(radius=14),
                side=look.side(strong=True) if is_current else None,
            ),
        ),
    )


def _rail_icon(scene: Scene, place: Place, is_current: bool) -> ft.Control:
    look, palette = scene.look, scene.look.palette
    button = round_button(
        look,
        place.icon,
        place.name(look.say.places),
        lambda: go(place.route),
        color=palette.container if is_current else palette.bar,
        on=palette.on_container if is_current else palette.muted,
        badge=unread_badge(look, _unread_in(scene, place)),
        selected=is_current,
    )
    return ft.Row([button], alignment=ft.MainAxisAlignment.CENTER)
