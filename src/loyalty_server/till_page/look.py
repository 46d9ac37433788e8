"""How a retailer's till looks: its name and the colours of its brand file, light and dark."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from loyalty_server.languages import Language

NAMES = {"background": "page"}
"""Where the brand file and the page's style sheet call a colour differently."""


@dataclass(frozen=True)
class PageLook:
    """Names by language and colours by the brand file's words; without any the page is Kopilka's own.

    `words` are those of the languages that the brand adds, shaped as the page's own.
    """

    name: Mapping[Language, str] = field(default_factory=dict)
    light: Mapping[str, str] = field(default_factory=dict)
    dark: Mapping[str, str] = field(default_factory=dict)
    card: tuple[str, ...] = ()
    words: Mapping[str, Any] = field(default_factory=dict)

    def style(self) -> str:
        """What the page's own colours give way to."""
        card = f"--card: radial-gradient(130% 160% at 100% 0, {_stops(self.card)});"
        light = _properties(self.light) + (card if self.card else "")
        dark = f"@media (prefers-color-scheme: dark) {{ :root {{ {_properties(self.dark)} }} }}"
        return f":root {{ {light} }}\n{dark}\n"


def _properties(colours: Mapping[str, str]) -> str:
    return "".join(
        f"--{NAMES.get(name, name).replace('_', '-')}: {colour}; "
        for name, colour in colours.items()
    )


def _stops(card: tuple[str, ...]) -> str:
    stops = ("0", "45%", "100%")
    return ", ".join(f"{colour} {stop}" for colour, stop in zip(card, stops, strict=False))
