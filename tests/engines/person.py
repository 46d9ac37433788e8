"""Somebody who uses a page: looks until it is there, presses what has a name, types into a field."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from tests.browser.decoders import READERS, picture_of
from tests.engines.view import Gone, View

T = TypeVar("T")

PATIENCE_SECONDS: Final = 120.0
LOOKS_EVERY_SECONDS: Final = 0.1
RESTS_AFTER_A_LOOK: Final = 3
"""Times as long as the look itself took: a picture of the window costs what the page needs to come."""

RESTS_AT_MOST_SECONDS: Final = 1.0
HEARD_WITHIN_SECONDS: Final = 5.0
_LISTEN: Final = (
    "() => { window.heard = false;"
    " addEventListener('pointerdown', () => { window.heard = true; }, { capture: true, once: true }); }"
)
_IS_HEARD: Final = "() => window.heard !== false"
"""Another document never listened: what was pressed led to it."""
_WORDS: Final = """() => {
  const said = [...document.querySelectorAll("[aria-label]")].map((one) => one.ariaLabel);
  return [location.href, document.body.innerText, ...said].join(" | ").replaceAll(/\\s+/g, " ");
}"""
_NAMED: Final = Path(__file__).with_name("named.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Person:
    """In front of a window; every wait ends with what was awaited, or says what never came."""

    view: View

    def code(self, reader: str = "zxing-cpp") -> str:
        """The code that this reader sees on the screen."""
        return self.eventually(
            lambda: READERS[reader](picture_of(self.view.screenshot())), "a code"
        )

    def sees(self, words: str) -> None:
        """Wait until these words are on the screen, as text or as a name."""
        self._named(words, "words")

    def press(self, name: str) -> None:
        """Press what has this name; once more where the browser's driver has lost the press."""
        self._reach(name, "press")

    def write(self, name: str, text: str) -> None:
        """Type this into the field of this name, once it takes keys."""
        self._reach(name, "write")
        self.eventually(lambda: self._looked(name, "focus"), f"the focus in {name}")
        self.view.type(text)

    def tick(self, name: str) -> None:
        """Tick every box whose name has these words, until none is left."""
        while place := self._looked(name, "box"):
            if self._is_heard(place):
                self.eventually(
                    lambda was=place: self._looked(name, "box") != was or None, "a tick"
                )

    def comes_to(self, path: str) -> None:
        """Wait until the address ends like this."""
        self.eventually(lambda: self.view.address.endswith(path) or None, path)

    def eventually(self, look: Callable[[], T | None], what: str) -> T:
        """What `look` finds, once it finds something; between two documents it finds nothing."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            began = time.monotonic()
            found = _unless_gone(look)
            if found is not None:
                return found
            if time.monotonic() > deadline:
                raise AssertionError(f"{what} never came; there is {self._words()}")
            time.sleep(rest_after(time.monotonic() - began))

    def with_names(self) -> "Person":
        """Wait for the screen reader's tree of the app, which is there without being asked for."""
        self.eventually(lambda: self._looked("", "semantics"), "the names")
        return self

    def _words(self) -> str:
        """The address, and all that stands there: whoever reads a failure has no window before them."""
        return str(_unless_gone(lambda: self.view.evaluate(_WORDS)) or "no document")

    def _reach(self, name: str, how: str) -> None:
        self.eventually(
            lambda: self._is_heard(self._named(name, how)) or None, f"a press on “{name}”"
        )

    def _is_heard(self, place: tuple[float, float]) -> bool:
        """Whether the document has heard the press there."""
        self.view.evaluate(_LISTEN)
        self.view.click(*place)
        deadline = time.monotonic() + HEARD_WITHIN_SECONDS
        while time.monotonic() < deadline:
            if _unless_gone(lambda: self.view.evaluate(_IS_HEARD)) is not False:
                return True
            time.sleep(LOOKS_EVERY_SECONDS)
        return False

    def _named(self, name: str, how: str) -> tuple[float, float]:
        """Where it is, once it is there and stays there."""
        seen: list[Any] = [None]

        def settled() -> Any:
            seen.append(self._looked(name, how))
            return seen[-1] if seen[-1] == seen[-2] else None

        x, y = self.eventually(settled, f"“{name}” to {how}")
        return x, y

    def _looked(self, name: str, how: str) -> Any:
        return self.view.evaluate(_NAMED, {"name": name, "how": how})


def rest_after(look_seconds: float) -> float:
    """How many seconds to wait before the next look, when one took so many."""
    return max(LOOKS_EVERY_SECONDS, min(RESTS_AFTER_A_LOOK * look_seconds, RESTS_AT_MOST_SECONDS))


def _unless_gone(look: Callable[[], T | None]) -> T | None:
    try:
        return look()
    except Gone:
        return None
