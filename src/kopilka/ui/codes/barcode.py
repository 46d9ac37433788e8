"""The card's static number as bars, with the margins they need."""

from typing import Final

from kopilka.ui.codes.picture import Bar, Picture, runs
from loyalty_api.bars import bars_of
from loyalty_api.card import StaticCode, Symbology

EAN_QUIET: Final = 11
CODE_128_QUIET: Final = 10


def static_picture(code: StaticCode) -> Picture:
    """The static code's bars with its quiet zones. Raises `NotThisSymbology`."""
    quiet = EAN_QUIET if code.symbology is Symbology.EAN_13 else CODE_128_QUIET
    modules = bars_of(code)
    dark = (int(module) for module in modules)
    bars = tuple(Bar(quiet + start, 0, width) for start, width in runs(dark))
    return Picture(len(modules) + 2 * quiet, 1, bars)
