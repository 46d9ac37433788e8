"""Every word a member reads, in Russian and English, and in the languages that a brand adds by files."""

from kopilka.ui.look.texts.catalogue import (
    asked_for,
    catalogue,
    language_of,
    languages_of,
    name_of,
    saying,
    spoken_in,
)
from kopilka.ui.look.texts.shape import Texts

__all__ = [
    "Texts",
    "asked_for",
    "catalogue",
    "language_of",
    "languages_of",
    "name_of",
    "saying",
    "spoken_in",
]
