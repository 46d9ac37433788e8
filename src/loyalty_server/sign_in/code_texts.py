"""The words a one-time code travels in."""

from collections.abc import Mapping
from dataclasses import dataclass

from loyalty_server.languages import Language


@dataclass(frozen=True)
class Letter:
    """A subject for mail, and a text that begins with the code, so that a lock screen shows it."""

    subject: str
    text: str


_FORMS: Mapping[Language, Letter] = {
    Language.RU: Letter(
        "Код для входа",
        "{code} — код для входа в карту. Он действует 5 минут. Никому его не говорите.",
    ),
    Language.EN: Letter(
        "Your sign-in code",
        "{code} is the code to sign in to your card. It works for 5 minutes. Tell it to nobody.",
    ),
}


def letter_with(code: str, language: Language) -> Letter:
    """The letter that brings this code."""
    form = _FORMS[language]
    return Letter(form.subject, form.text.format(code=code))
