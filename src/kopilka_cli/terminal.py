"""How commands speak: the one place that prints. Whatever members wrote is shown, and never obeyed.

A terminal takes control characters for orders (move, erase, write to the clipboard), and characters
that turn the direction of writing make a line say something else than it holds.
"""

import sys
import unicodedata
from typing import TextIO

NOT_TEXT = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
"""General categories of Unicode that are no text by themselves: controls, formats, foreign lines."""
JOINERS = {"\u200c", "\u200d"}
"""Zero width joiners, which emoji and Persian are written with; they move and turn nothing."""
SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def say(*lines: object) -> None:
    """Print what the command was asked for, each of them on a line of its own."""
    _print(sys.stdout, lines)


def complain(*lines: object) -> None:
    """Print why it could not be done."""
    _print(sys.stderr, lines)


def visible(text: str) -> str:
    """The same text with nothing in it that a terminal obeys: `\\n` for a new line, `<U+202E>`."""
    return "".join(map(_visible, text))


def _print(stream: TextIO, lines: tuple[object, ...]) -> None:
    for line in lines:
        print(visible(str(line)), file=stream)
    stream.flush()


def _visible(character: str) -> str:
    if unicodedata.category(character) not in NOT_TEXT or character in JOINERS:
        return character
    return SHORT.get(character, f"<U+{ord(character):04X}>")
