"""Opening the wallet on a screen that nobody paints, on a device that remembers what it was told."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import httpx

from kopilka.api import DisplayApi
from kopilka.domain import ClockReading
from kopilka.local.desktop_secrets import FileSecrets
from kopilka.repository import InStoreDisplay, Repository
from kopilka.repository.timing import Timing
from kopilka.ui.app import App, Parts, first_look
from kopilka.ui.look.brand import Brand, load_brand
from kopilka.ui.look.device import Contrast, HomeScreen, Paper, Traits, Wish
from kopilka.ui.look.flet_device import time_in
from loyalty_api.programme import Place
from tests.ui.headless import Screen

BRAND = load_brand(Path(__file__).parents[2] / "assets/brand.toml")
STILL = Traits(language="ru-RU", reduced_motion=True)
MOVING = replace(STILL, reduced_motion=False)
Size = tuple[float, float]
PHONE: Size = (390, 844)


@dataclass
class Body:
    """The phone itself: remembers what the wallet asked of it."""

    done: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    given: dict[str, bytes] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)
    takes: set[str] = field(default_factory=lambda: {"sheet", "clipboard"})
    badges: list[int] = field(default_factory=list)
    wishes: list[tuple[Wish, bool]] = field(default_factory=list)
    is_apples: bool = False
    can_send: bool = False
    can_send_pictures: bool = False
    can_print: bool = False
    printed: list[Paper] = field(default_factory=list)
    can_locate: bool = True
    has_maps: bool = True
    stands_at: Place | None = None
    home_screen: HomeScreen | None = None
    contrasts: asyncio.Queue[Contrast | None] = field(default_factory=asyncio.Queue)

    async def stay_awake(self) -> None:
        self.done.append("awake")

    async def may_sleep(self) -> None:
        self.done.append("sleep")

    async def brighten(self) -> None:
        self.done.append("bright")

    async def give_brightness_back(self) -> None:
        self.done.append("dim")

    async def wish(self, wish: Wish, on: bool) -> None:
        self.wishes.append((wish, on))

    async def next_contrast(self, known: Contrast | None) -> Contrast | None:
        return await self.contrasts.get()

    async def tap(self) -> None:
        self.done.append("tap")

    async def badge(self, unread: int) -> None:
        self.badges.append(unread)

    async def say(self, message: str) -> None:
        self.said.append(message)

    async def send_text(self, text: str) -> bool:
        self.sent.append(text)
        return "sheet" in self.takes

    async def copy_text(self, text: str) -> bool:
        taken = "clipboard" in self.takes
        self.copied += [text] * taken
        return taken

    def print_page(self, paper: Paper) -> None:
        self.printed.append(paper)

    async def open_link(self, url: str) -> None:
        self.opened.append(url)

    async def place(self) -> Place | None:
        self.done.append("located")
        return self.stands_at

    def time_in(self, zone: str, moment: datetime) -> datetime:
        return time_in(zone, moment)

    async def give_file(self, name: str, content: bytes) -> None:
        self.given[name] = content

    async def give_picture(self, name: str, picture: bytes) -> None:
        self.given[name] = picture


def unplugged(clock: Callable[[], float]) -> InStoreDisplay:
    """An in-store display that no network reaches."""

    def no_network(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no network", request=request)

    def connect(learn: Callable[[ClockReading], None]) -> DisplayApi:
        client = httpx.AsyncClient(transport=httpx.MockTransport(no_network))
        return DisplayApi(client, learn, clock)

    secrets = FileSecrets(Path("of-no-display.json"))
    return InStoreDisplay(secrets, connect, timing=Timing(clock))


async def shown(
    repository: Repository,
    body: Body,
    clock: Callable[[], float],
    route: str = "/",
    traits: Traits = STILL,
    size: Size = PHONE,
    display: InStoreDisplay | None = None,
    brand: Brand = BRAND,
) -> Screen:
    """The wallet, open on this page of it."""
    screen = Screen(route, *size)
    parts = Parts(
        repository,
        display or unplugged(clock),
        body,
        brand,
        traits,
        clock,
        api="https://api.example",
    )
    first_look(screen.page, parts)
    screen.page.render_views(App, parts)
    await screen.until(lambda: screen.page.on_route_change and screen.page.on_resize)
    return screen
