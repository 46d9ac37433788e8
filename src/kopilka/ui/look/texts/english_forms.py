"""English plural forms: one and the rest."""

from kopilka.ui.look.formats import Plural


def either(one: str, many: str) -> Plural:
    """A phrase for one, and one for any other number."""
    return Plural(one, many, many)


def same(phrase: str) -> Plural:
    """A phrase that no number changes."""
    return Plural(phrase, phrase, phrase)
