"""The device as Flet reaches it, and what the platform around Flet can."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from json import dumps
from typing import Any, Final, TypeVar

import flet as ft

from kopilka.ui.look.device import Contrast, HomeScreen, Paper, Traits, Wish
from kopilka.ui.look.device_info import language_of, name_of
from loyalty_api.programme import Place

T = TypeVar("T")
PATIENCE_SECONDS: Final = 10.0
log = logging.getLogger("kopilka.ui")


def time_in(zone: str, moment: datetime) -> datetime:
    """What the clocks of this zone (IANA) show then, naive; this device's own where it is not known."""
    from zoneinfo import ZoneInfo

    try:
        known = ZoneInfo(zone)
    except (LookupError, ValueError, OSError):
        known = None
    return moment.astimezone(known).replace(tzinfo=None)


@dataclass(frozen=True)
class Around:
    """What the platform around Flet can: the clocks of zones, where this is, the number on the app's icon,
    its sheet for sending, a tap for the hand, the zone of its clock (IANA), its printers, its home screen, the
    contrast that is wanted and how the next is heard of; None where it has none.
    """

    time_in: Callable[[str, datetime], datetime] = time_in
    place: Callable[[], Awaitable[Place | None]] | None = None
    badge: Callable[[int], Awaitable[None]] | None = None
    send: Callable[[str], Awaitable[bool]] | None = None
    send_picture: Callable[[str, bytes], None] | None = None
    tap: Callable[[], None] | None = None
    zone: Callable[[], str | None] | None = None
    print_page: Callable[[str], None] | None = None
    home_screen: HomeScreen | None = None
    contrast: Contrast | None = None
    next_contrast: Callable[[Contrast | None], Awaitable[Contrast | None]] | None = None


class FletDevice:
    """The device through Flet's services, each made only where the platform has it.

    `patience`, in seconds, is how long an answer is waited for that the wallet can do without.
    """

    def __init__(
        self, page: ft.Page, patience: float = PATIENCE_SECONDS, around: Around | None = None
    ) -> None:
        self._around = around or Around()
        mobile = not page.web and page.platform is not None and page.platform.is_mobile()
        self._semantics = ft.SemanticsService()
        # Flet leaves these three without types.
        self._wakelock: Any = ft.Wakelock()
        self._brightness: Any = ft.ScreenBrightness() if mobile else None
        self._haptics: Any = ft.HapticFeedback() if mobile else None
        self._page = page
        self._patience = patience
        self._kept_awake_by = 0

    async def traits(self) -> Traits:
        """Ask the device about its language and its owner's wishes; what it does not say in time is unknown."""
        info, wishes = await asyncio.gather(
            self._said(self._page.get_device_info()),
            self._said(self._semantics.get_accessibility_features()),
        )
        asked = Contrast() if wishes is not None and wishes.high_contrast else None
        return Traits(
            name=name_of(info),
            language=language_of(info),
            reduced_motion=wishes is not None
            and (wishes.reduce_motion or wishes.disable_animations),
            on_web=self._page.web,
            can_brighten=self._brightness is not None,
            time_zone=self._around.zone() if self._around.zone else None,
            in_tab=self._around.home_screen is not None,
            contrast=self._around.contrast if self._page.web else asked,
        )

    async def has_drawn(self) -> None:
        """What is on its way is on the screen: the client answers in the order in which it was asked.

        A client that does not answer in time is not waited for.
        """
        await self._said(self._semantics.get_accessibility_features())

    async def stay_awake(self) -> None:
        self._kept_awake_by += 1
        await _attempt(self._wakelock.enable())

    async def may_sleep(self) -> None:
        self._kept_awake_by -= 1
        if self._kept_awake_by <= 0:
            await _attempt(self._wakelock.disable())

    async def brighten(self) -> None:
        if self._brightness is not None:
            await _attempt(self._brightness.set_auto_reset(True))
            await _attempt(self._brightness.set_application_screen_brightness(1.0))

    async def give_brightness_back(self) -> None:
        if self._brightness is not None:
            await _attempt(self._brightness.reset_application_screen_brightness())

    async def wish(self, wish: Wish, on: bool) -> None:
        """Nothing: a window that Flet opens itself has none of it, and `in_app` says so to screens."""

    async def next_contrast(self, known: Contrast | None) -> Contrast | None:
        if self._around.next_contrast is None:
            await asyncio.Event().wait()
            return known
        return await self._around.next_contrast(known)

    async def tap(self) -> None:
        if self._around.tap is not None:
            self._around.tap()
        elif self._haptics is not None:
            await _attempt(self._haptics.light_impact())

    async def badge(self, unread: int) -> None:
        if self._around.badge is not None:
            await _attempt(self._around.badge(unread))

    async def say(self, message: str) -> None:
        await _attempt(self._semantics.announce_message(message))

    async def give_file(self, name: str, content: bytes) -> None:
        if self._haptics is not None:
            await _attempt(ft.Share().share_files([ft.ShareFile.from_bytes(content, name=name)]))
        else:
            await _attempt(ft.FilePicker().save_file(file_name=name, src_bytes=content))

    async def give_picture(self, name: str, picture: bytes) -> None:
        if self._around.send_picture is not None:
            self._around.send_picture(name, picture)
        else:
            await self.give_file(name, picture)

    async def send_text(self, text: str) -> bool:
        if self._around.send is not None:
            return await self._around.send(text)
        return await _attempt(ft.Share().share_text(text))

    async def copy_text(self, text: str) -> bool:
        return await _attempt(ft.Clipboard().set(text))

    async def place(self) -> Place | None:
        return await _answer(self._around.place()) if self._around.place else None

    def time_in(self, zone: str, moment: datetime) -> datetime:
        return self._around.time_in(zone, moment)

    @property
    def home_screen(self) -> HomeScreen | None:
        return self._around.home_screen

    @property
    def can_locate(self) -> bool:
        return self._around.place is not None

    @property
    def has_maps(self) -> bool:
        return self._page.platform in (
            ft.PagePlatform.ANDROID,
            ft.PagePlatform.IOS,
            ft.PagePlatform.MACOS,
        )

    @property
    def can_send(self) -> bool:
        return self._around.send is not None or self._haptics is not None

    @property
    def can_send_pictures(self) -> bool:
        return self._around.send_picture is not None or self._haptics is not None

    def print_page(self, paper: Paper) -> None:
        if self._around.print_page is not None:
            self._around.print_page(dumps(asdict(paper), ensure_ascii=False))

    @property
    def can_print(self) -> bool:
        return self._around.print_page is not None

    async def open_link(self, url: str) -> None:
        # In the page's own window: a new one after an answer was waited for is a pop-up to browsers.
        await _attempt(ft.UrlLauncher().launch_url(url, web_only_window_name="_self"))

    @property
    def is_apples(self) -> bool:
        return self._page.platform in (ft.PagePlatform.IOS, ft.PagePlatform.MACOS)

    async def _said(self, request: Awaitable[T]) -> T | None:
        return await _answer(asyncio.wait_for(request, self._patience))


async def _attempt(request: Awaitable[object]) -> bool:
    """Whether it could be done."""
    try:
        await request
    except Exception:
        log.exception("the device could not do what a screen asked")
        return False
    return True


async def _answer(request: Awaitable[T]) -> T | None:
    try:
        return await request
    except Exception:
        log.exception("the device could not do what a screen asked")
        return None
