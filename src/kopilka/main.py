"""The composition root: puts the wallet's parts together for this platform and starts Flet.

Importing it must stay light: in a browser every module costs time before the first paint, and
httpx, the heaviest, is imported with the first call to the server.
"""

import asyncio
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import flet as ft

from kopilka import VERSION
from kopilka.domain import ClockReading
from kopilka.local.device_key import DeviceKey, SecretDeviceKey
from kopilka.local.device_unlock import DeviceUnlock, NoUnlock
from kopilka.local.notices import NoNotices, Notices
from kopilka.local.secrets import KeptSession, Secrets
from kopilka.local.store import Store
from kopilka.repository import Connect, ConnectDisplay, InStoreDisplay, Repository
from kopilka.ui.app import App, Parts, first_look
from kopilka.ui.hooks.guard import watch
from kopilka.ui.look.brand import Brand, load_brand
from kopilka.ui.look.flet_device import Around, FletDevice
from kopilka.ui.look.texts import asked_for, language_of, languages_of
from loyalty_api.card_code import CodeType
from loyalty_api.sign_in import Platform, ThisDevice

if TYPE_CHECKING:
    import httpx

    from kopilka.api import DisplayApi, LoyaltyApi

IN_BROWSER: Final = "pyodide" in sys.modules
SERVICE: Final = "kopilka"
API_FROM_ENVIRONMENT: Final = "KOPILKA_API"


class NoApiAddress(ValueError):
    """The brand file names no API, which only a browser can do without."""


async def main(page: ft.Page) -> None:
    """One window of the wallet: the card from this device first, the network after it."""
    brand = load_brand(_assets() / "brand.toml")
    device = _device(page)
    address = _api_address(brand)
    traits, (store, secrets, device_key) = await asyncio.gather(device.traits(), _places(page))
    this = ThisDevice(traits.name, _platform(page))
    repository = Repository(
        store,
        secrets,
        device_key,
        _connecting(address),
        this,
        shown_before=_shown_before(),
        language=language_of(None, traits.language, languages_of(brand.languages)),
        asked_for=partial(asked_for, brand.languages),
        unlock=_unlock(),
        notices=_notices(),
    )
    await repository.open()
    for code_type in CodeType:
        await repository.card_code(code_type)
    display = InStoreDisplay(secrets, _connecting_display(address))
    parts = Parts(repository, display, device, brand, traits, api=address)
    first_look(page, parts)
    page.render_views(App, parts)
    watch(page)
    page.run_task(_after_first_screen, device, repository)


def run() -> None:
    """Start Flet, which calls `main` for each window."""
    ft.run(main, assets_dir=str(_assets()))


def _shown_before() -> float:
    """For how many seconds the page has shown the card already."""
    if not IN_BROWSER:
        return 0.0
    from kopilka.browser.handover import seconds_of_page

    return seconds_of_page()


async def _after_first_screen(device: FletDevice, repository: Repository) -> None:
    """Nothing takes time from the first screen, with its code on it, before it is there."""
    await device.has_drawn()
    if IN_BROWSER:
        from kopilka.browser.handover import tell_shell

        tell_shell()
    await repository.run()


def _device(page: ft.Page) -> FletDevice:
    if IN_BROWSER:
        from kopilka.browser.contrast import contrast_of_page, next_contrast
        from kopilka.browser.hand import (
            can_send,
            can_send_pictures,
            print_page,
            send,
            send_picture,
            show_unread,
            tap,
        )
        from kopilka.browser.home_screen import home_screen
        from kopilka.browser.phone import phone_around
        from kopilka.browser.whereabouts import place_of_this, time_in, zone_of_this
        from kopilka.ui.look.phone_device import PhoneDevice

        wanted = Around(
            time_in,
            zone=zone_of_this,
            contrast=contrast_of_page(),
            next_contrast=next_contrast,
        )
        if phone := phone_around():
            return PhoneDevice(page, phone, wanted)
        sending = send if can_send() else None
        around = replace(
            wanted,
            place=place_of_this,
            badge=show_unread,
            send=sending,
            send_picture=send_picture if can_send_pictures() else None,
            tap=tap,
            print_page=print_page,
            home_screen=home_screen(),
        )
        return FletDevice(page, around=around)
    return FletDevice(page)


def _unlock() -> DeviceUnlock:
    if not IN_BROWSER:
        return NoUnlock()
    from kopilka.browser.device_unlock import PageUnlock

    return PageUnlock()


def _notices() -> Notices:
    if not IN_BROWSER:
        return NoNotices()
    from kopilka.browser.notices import PageNotices

    return PageNotices()


async def _places(page: ft.Page) -> tuple[Store, Secrets, DeviceKey]:
    if IN_BROWSER:
        from kopilka.browser.places import browser_places

        return await browser_places()
    from kopilka.local.sqlite import SqliteStore

    folder = _folder()
    secrets = _secrets(page, folder)
    return SqliteStore(folder / "wallet.db"), secrets, SecretDeviceKey(secrets)


def _connecting(address: str) -> Connect:
    def connect(session: KeptSession, learn: Callable[[ClockReading], None]) -> "LoyaltyApi":
        from kopilka.api import LoyaltyApi

        return LoyaltyApi(_client(address), session, learn)

    return connect


def _connecting_display(address: str) -> ConnectDisplay:
    def connect(learn: Callable[[ClockReading], None]) -> "DisplayApi":
        from kopilka.api import DisplayApi

        return DisplayApi(_client(address), learn)

    return connect


def _client(address: str) -> "httpx.AsyncClient":
    import httpx

    named = {"App-Version": VERSION}
    return httpx.AsyncClient(base_url=address, transport=_transport(), headers=named)


def _transport() -> "httpx.AsyncBaseTransport | None":
    if not IN_BROWSER:
        return None
    from kopilka.browser.fetch import FetchTransport

    return FetchTransport()


def _secrets(page: ft.Page, folder: Path) -> Secrets:
    if _platform(page) is Platform.DESKTOP:
        from kopilka.local.desktop_secrets import desktop_secrets

        return desktop_secrets(SERVICE, folder)
    from flet_secure_storage import SecureStorage

    from kopilka.local.phone_secrets import PhoneSecrets

    return PhoneSecrets(SecureStorage())


def _platform(page: ft.Page) -> Platform:
    if IN_BROWSER:
        return Platform.WEB
    match page.platform:
        case ft.PagePlatform.ANDROID | ft.PagePlatform.ANDROID_TV:
            return Platform.ANDROID
        case ft.PagePlatform.IOS:
            return Platform.IOS
        case _:
            return Platform.DESKTOP


def _api_address(brand: Brand) -> str:
    address = os.environ.get(API_FROM_ENVIRONMENT) or brand.api
    if not address and IN_BROWSER:
        from js import location

        return str(location.origin)
    if not address:
        raise NoApiAddress("brand.toml: api: an address is needed outside of a browser")
    return address


def _folder() -> Path:
    """Where Flet keeps an app's data, and on a bare desktop the user's own place for it."""
    kept = os.environ.get("FLET_APP_STORAGE_DATA")
    return Path(kept) if kept else Path.home() / ".local/share/kopilka"


def _assets() -> Path:
    """Beside the packages in a build, beside `src` in a checkout."""
    packages = Path(__file__).parents[1]
    packed = packages / "assets"
    return packed if packed.is_dir() else packages.parent / "assets"


if __name__ == "__main__":
    run()
