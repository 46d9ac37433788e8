"""The few words the server itself puts into receipts and history, in the programme's language."""

from typing import Final

from loyalty_api.programme import ProgramKind
from loyalty_server.languages import Language, Phrases
from loyalty_server.programme.wording_english import ENGLISH
from loyalty_server.programme.wording_russian import RUSSIAN
from loyalty_server.programme.wording_shape import Words

WORDS: Final = Phrases("programme", {Language.RU: RUSSIAN, Language.EN: ENGLISH})


def words_in(language: Language) -> Words:
    """The words of this language."""
    return WORDS[language]


def words_of(language: Language, kind: ProgramKind) -> Words:
    """The words of a programme of this kind."""
    words = words_in(language)
    return words.in_cashback() if kind is ProgramKind.CASHBACK else words
