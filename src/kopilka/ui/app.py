"""The whole wallet as one component: follows the view, the window and the device, and routes."""

import time
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass, replace

import flet as ft

from kopilka.domain import View
from kopilka.repository import InStoreDisplay, Repository
from kopilka.ui.hooks.scene import Scene, SceneContext, go
from kopilka.ui.hooks.state import use_value
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.hooks.urls import SIGN_IN
from kopilka.ui.look.brand import Brand
from kopilka.ui.look.device import Device, Traits, Wish
from kopilka.ui.look.look import Look, Window, look_for
from kopilka.ui.look.page import dress
from kopilka.ui.routes import routes_for
from kopilka.ui.till.at_till import use_till_news
from loyalty_api.programme import ProgramKind

HIDDEN = (ft.AppLifecycleState.HIDE, ft.AppLifecycleState.PAUSE, ft.AppLifecycleState.DETACH)


@dataclass(frozen=True)
class Parts:
    """What the wallet is put together from; `api` is where the server is asked, `clock` the device's, in unix seconds."""

    repository: Repository
    display: InStoreDisplay
    device: Device
    brand: Brand
    traits: Traits
    clock: Callable[[], float] = time.time
    api: str = ""


@ft.component
def App(parts: Parts) -> ft.Control:
    """One scene for every screen; all of it is drawn from the view and nothing waits for the network."""
    page = ft.context.page
    view = _use_view(parts.repository)
    window, dark, visible = _use_page(page)
    traits = _use_contrast(parts.device, parts.traits)
    look = look_for(
        parts.brand,
        view.settings,
        traits,
        window,
        dark=dark,
        kind=_kind_of(view),
        api=parts.api,
    )
    scene = Scene(parts.repository, parts.display, view, look, parts.device, visible, parts.clock)
    _use_dress(page, look, view.settings.theme)
    _use_way_in(page, view.signed_in)
    use_till_news(scene)
    _use_badge(scene)
    _use_hiding(scene)
    routes = routes_for(view, window)
    return SceneContext(scene, lambda: ft.Router(routes, manage_views=True))


def first_look(page: ft.Page, parts: Parts) -> None:
    """Dress the page before the first frame, so that nothing flashes."""
    view, window = parts.repository.view, _window(page)
    look = look_for(
        parts.brand,
        view.settings,
        parts.traits,
        window,
        dark=_is_dark(page),
        kind=_kind_of(view),
        api=parts.api,
    )
    page.title = look.name
    dress(page, look, view.settings.theme)


def _kind_of(view: View) -> ProgramKind:
    return view.wallet.program.kind if view.wallet else ProgramKind.POINTS


def _use_view(repository: Repository) -> View:
    view, see = use_value(repository.view)
    ending: ft.MutableRef[Callable[[], None]] = ft.use_ref()

    def listen() -> None:
        # Whoever makes the news, the view changes on this page: Flet looks it up in the context.
        here = copy_context()
        ending.current = repository.subscribe(lambda view: here.run(see, view))
        see(repository.view)

    def stop() -> None:
        if ending.current is not None:
            ending.current()

    ft.use_effect(listen, [], stop)
    return view


def _use_page(page: ft.Page) -> tuple[Window, bool, bool]:
    window, measure = use_value(_window(page))
    dark, darken = use_value(_is_dark(page))
    visible, show = use_value(True)

    def follow() -> None:
        page.on_resize = lambda event: measure(_window(page, event.width, event.height))
        page.on_media_change = lambda _: measure(_window(page))
        page.on_platform_brightness_change = lambda _: darken(_is_dark(page))
        page.on_app_lifecycle_state_change = lambda event: show(event.state not in HIDDEN)
        measure(_window(page))

    ft.use_effect(follow, [])
    return window, dark, visible


def _use_contrast(device: Device, first: Traits) -> Traits:
    """The device's traits, with the contrast that its owner wants now."""
    traits, learn = use_value(first)

    async def follow() -> None:
        known = first.contrast
        while True:
            known = await device.next_contrast(known)
            learn(replace(first, contrast=known))

    use_task(follow, [])
    return traits


def _use_dress(page: ft.Page, look: Look, theme: str) -> None:
    ft.use_effect(
        lambda: dress(page, look, theme),
        [theme, look.scale, look.bar_scale, look.write.language, look.palettes],
    )


def _use_badge(scene: Scene) -> None:
    """What is unread, on the app's icon too."""
    unread = scene.view.wallet.unread if scene.view.wallet else 0

    async def show() -> None:
        await scene.device.badge(unread)

    use_task(show, [unread])


def _use_hiding(scene: Scene) -> None:
    """Screenshots are as the member wants them, on every screen."""
    hidden = scene.view.settings.hidden

    async def hide() -> None:
        await scene.device.wish(Wish.HIDDEN, hidden)

    use_task(hide, [hidden])


def _use_way_in(page: ft.Page, signed_in: bool) -> None:
    def open_card() -> None:
        if signed_in and page.route.startswith(SIGN_IN):
            go("/")

    ft.use_effect(open_card, [signed_in])


def _window(page: ft.Page, width: float | None = None, height: float | None = None) -> Window:
    ratio = page.media.device_pixel_ratio or 1.0
    return Window(width or page.width or 390.0, height or page.height or 844.0, ratio)


def _is_dark(page: ft.Page) -> bool:
    return page.platform_brightness is ft.Brightness.DARK
