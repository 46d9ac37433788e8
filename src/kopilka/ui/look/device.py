"""What screens ask of this device: an awake and bright screen, a tap for the hand, a word to a screen reader."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from loyalty_api.programme import Place


@dataclass(frozen=True)
class Contrast:
    """Its owner wants things clearly apart; `forced` are the only colours the device shows: paper, ink and links."""

    forced: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class Traits:
    """What was learned of the device at the start; `language` is a tag like `ru-RU`; `in_app`: its wishes are heard;
    `in_tab`: it is a browser's page, and may come to the home screen; `contrast` may change later."""

    name: str = ""
    language: str | None = None
    reduced_motion: bool = False
    on_web: bool = False
    can_brighten: bool = False
    time_zone: str | None = None
    in_app: bool = False
    in_tab: bool = False
    contrast: Contrast | None = None


class Wish(StrEnum):
    """What an app's window can be asked for; a browser's cannot."""

    HIDDEN = "hidden"
    OVER_LOCK = "overLock"
    QUIET = "quiet"


class WayHome(StrEnum):
    """How the wallet comes to the home screen: the browser offers it, the member does it by iOS's sheet or by the
    browser's menu."""

    OFFERED = "offered"
    BY_HAND = "by_hand"
    BY_MENU = "by_menu"


class HomeScreen(Protocol):
    """The device's home screen, on which the wallet is not yet."""

    async def way(self) -> WayHome:
        """Asked each time: a browser offers when it likes."""

    async def add(self) -> bool:
        """Take up what the browser offers; whether its owner agreed."""


@dataclass(frozen=True)
class Paper:
    """A page for a printer: words above tables of two columns."""

    language: str
    title: str
    lines: tuple[str, ...]
    parts: tuple[tuple[tuple[str, str], ...], ...]


class Device(Protocol):
    """What a screen may ask of the device; none of it ever fails a screen."""

    async def stay_awake(self) -> None:
        """Do not let the screen sleep, until as many have said that it may."""

    async def may_sleep(self) -> None:
        """Whoever kept the screen awake no longer needs it."""

    async def brighten(self) -> None:
        """Raise this app's brightness to the maximum, where the platform has it."""

    async def give_brightness_back(self) -> None:
        """The brightness the member had."""

    async def wish(self, wish: Wish, on: bool) -> None:
        """Have the window so, or no more, where an app shows it."""

    async def next_contrast(self, known: Contrast | None) -> Contrast | None:
        """What its owner wants once it is something else; waited for as long as it is not."""

    async def tap(self) -> None:
        """A light haptic tap, where the platform has it."""

    async def say(self, message: str) -> None:
        """Announce politely to a screen reader."""

    async def badge(self, unread: int) -> None:
        """So many are unread, on the app's icon, where the platform shows it."""

    async def give_file(self, name: str, content: bytes) -> None:
        """Let the member keep a file or open it with another app."""

    async def give_picture(self, name: str, picture: bytes) -> None:
        """Let the member send a PNG with another app; where none takes it, it is kept as a file."""

    async def send_text(self, text: str) -> bool:
        """Let the member send a text with another app, where `can_send`; whether it was not refused."""

    async def copy_text(self, text: str) -> bool:
        """Put it on the clipboard; whether it is there."""

    def print_page(self, paper: Paper) -> None:
        """Let the member print this, where `can_print`."""

    async def open_link(self, url: str) -> None:
        """Leave for another place of the web, or for the app that it belongs to."""

    async def place(self) -> Place | None:
        """Where it is, by its owner's leave; None without it."""

    def time_in(self, zone: str, moment: datetime) -> datetime:
        """What the clocks of this zone (IANA) show then, naive."""

    @property
    def home_screen(self) -> HomeScreen | None:
        """Where the wallet can be put; None where it opens from there already."""

    @property
    def can_locate(self) -> bool:
        """Whether it can be asked where it is."""

    @property
    def has_maps(self) -> bool:
        """Whether it has an app that shows the way."""

    @property
    def can_send(self) -> bool:
        """Whether another app can be asked to send something."""

    @property
    def can_send_pictures(self) -> bool:
        """Whether pictures too."""

    @property
    def can_print(self) -> bool:
        """Whether it has printers to ask for."""

    @property
    def is_apples(self) -> bool:
        """Whether Apple's wallet is on it, and not Google's."""
