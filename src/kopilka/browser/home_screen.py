"""The home screen of the device that a browser is on: the page asks for it, since this worker cannot."""

from typing import Final

import js

from kopilka.browser.asking import asked
from kopilka.ui.look.device import WayHome

HOME_SCREEN: Final = "homeScreen"


class PageHomeScreen:
    """See `kopilka.ui.look.device.HomeScreen` and `assets/web/scripts/home_screen.js`."""

    async def way(self) -> WayHome:
        return WayHome(await asked(HOME_SCREEN, "way"))

    async def add(self) -> bool:
        return bool(await asked(HOME_SCREEN, "add"))


def home_screen() -> PageHomeScreen | None:
    """None where the wallet has been opened from there."""
    return PageHomeScreen() if getattr(js, "inTab", False) else None
