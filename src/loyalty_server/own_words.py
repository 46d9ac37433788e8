"""What the server says of its own, place by place: what a brand's language file may say in another language."""

from collections.abc import Mapping
from typing import Any, Final

from loyalty_server.dispatches import letters
from loyalty_server.engines.odoo import rows
from loyalty_server.face import cashier_page, letter_words
from loyalty_server.languages import Language, Phrases
from loyalty_server.passes import words as passes
from loyalty_server.programme import wording
from loyalty_server.pushes.words import ANSWERED, UNTITLED
from loyalty_server.sign_in import code_texts

_SAID: Final[tuple[Phrases[Any], ...]] = (
    wording.WORDS,
    code_texts.WORDS,
    ANSWERED,
    UNTITLED,
    letters.WORDS,
    letter_words.WORDS,
    passes.WORDS,
    cashier_page.TILL,
    rows.EARLIER,
)


def own_words(language: Language) -> Mapping[str, Any]:
    """By place, in a language that is whole."""
    return {said.place: said[language] for said in _SAID}
