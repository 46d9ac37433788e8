"""What the server says of its own, by the programme's kind."""

import re

import pytest

from loyalty_api.programme import ProgramKind
from loyalty_server.languages import Language
from loyalty_server.programme.wording import words_in, words_of

OF_POINTS = re.compile(r"\bбалл|(?<!\{)\bpoints?\b", re.IGNORECASE)


@pytest.mark.parametrize("language", list(Language))
def test_cashback_is_never_called_points(language: Language) -> None:
    words = vars(words_of(language, ProgramKind.CASHBACK))
    assert not [name for name, said in words.items() if OF_POINTS.search(str(said))]


@pytest.mark.parametrize("kind", [ProgramKind.POINTS, ProgramKind.DISCOUNT])
def test_other_kinds_say_the_words_as_they_are(kind: ProgramKind) -> None:
    assert words_of(Language.RU, kind) == words_in(Language.RU)
