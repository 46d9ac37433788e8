"""Where and when a browser is: the page asks for the place, `Intl` knows the clocks of all zones."""

import json
from datetime import datetime
from typing import Final

import js
from pyodide.ffi import to_js

from kopilka.browser.asking import asked
from loyalty_api.programme import Place

WHEREABOUTS: Final = "whereabouts"
_WRITES_ISO: Final = "sv"


async def place_of_this() -> Place | None:
    """By the browser's leave; None without it."""
    said = await asked(WHEREABOUTS, "here")
    return Place(*json.loads(str(said))) if said else None


def zone_of_this() -> str | None:
    """Where its clock is set to, like Europe/Moscow; None where it does not say."""
    zone = js.Intl.DateTimeFormat.new().resolvedOptions().timeZone
    return str(zone) if zone else None


def time_in(zone: str, moment: datetime) -> datetime:
    """What the clocks of this zone (IANA) show then, naive; Python's own list of zones is not packed."""
    options = {"timeZone": zone, "dateStyle": "short", "timeStyle": "medium"}
    told = to_js(options, dict_converter=js.Object.fromEntries)
    written = js.Intl.DateTimeFormat.new(_WRITES_ISO, told)
    return datetime.fromisoformat(written.format(js.Date.new(moment.timestamp() * 1000)))
