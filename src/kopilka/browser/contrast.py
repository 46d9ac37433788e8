"""How clearly the browser's owner wants things apart: the page sees it, since this worker cannot."""

import js

from kopilka.browser.asking import asked
from kopilka.ui.look.device import Contrast

WHOM = "contrast"
MORE = "more"


def contrast_of_page() -> Contrast | None:
    """When the worker began."""
    return _read(getattr(js, WHOM, ""))


async def next_contrast(known: Contrast | None) -> Contrast | None:
    """See `kopilka.ui.look.device.Device`."""
    return _read(str(await asked(WHOM, _written(known))))


def _read(told: str) -> Contrast | None:
    """Nothing, `more`, or the colours that are forced."""
    if told in ("", MORE):
        return Contrast() if told else None
    paper, ink, link = told.split()
    return Contrast((paper, ink, link))


def _written(contrast: Contrast | None) -> str:
    if contrast is None:
        return ""
    return " ".join(contrast.forced) if contrast.forced else MORE
