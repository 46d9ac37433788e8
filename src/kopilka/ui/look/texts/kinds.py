"""What is said differently where the member collects no points: money back, or a lower price."""

from collections.abc import Mapping
from typing import Final

from kopilka.ui.look.formats import Language
from kopilka.ui.look.texts import english_kinds, russian_kinds
from loyalty_api.programme import ProgramKind

Words = Mapping[str, str]


def words_of(kind: ProgramKind, language: Language) -> Words:
    """By `group.word`, as a brand file says them."""
    return _WORDS[kind][language]


_WORDS: Final[Mapping[ProgramKind, Mapping[Language, Words]]] = {
    ProgramKind.POINTS: {Language.EN: {}, Language.RU: {}},
    ProgramKind.CASHBACK: {
        Language.EN: english_kinds.CASHBACK,
        Language.RU: russian_kinds.CASHBACK,
    },
    ProgramKind.DISCOUNT: {
        Language.EN: english_kinds.DISCOUNT,
        Language.RU: russian_kinds.DISCOUNT,
    },
}
