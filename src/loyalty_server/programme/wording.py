"""The few words the server itself puts into receipts and history, in the programme's language."""

from typing import Final

from loyalty_server.languages import Language, Phrases
from loyalty_server.programme.wording_english import ENGLISH
from loyalty_server.programme.wording_russian import RUSSIAN
from loyalty_server.programme.wording_shape import Words

WORDS: Final = Phrases("programme", {Language.RU: RUSSIAN, Language.EN: ENGLISH})


def words_in(language: Language) -> Words:
    """The words of this language."""
    return WORDS[language]
