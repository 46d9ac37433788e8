"""Every word a member reads, in Russian and English."""

from kopilka.ui.look.texts.catalogue import catalogue, language_of
from kopilka.ui.look.texts.shape import Texts

__all__ = ["Texts", "catalogue", "language_of"]
