"""The words a one-time code travels in."""

from dataclasses import dataclass
from typing import Final

from loyalty_server.languages import Language, Phrases


@dataclass(frozen=True)
class CodeText:
    """A subject for mail, and a text that begins with the code, so that a lock screen shows it."""

    subject: str
    text: str


WORDS: Final = Phrases(
    "code",
    {
        Language.RU: CodeText(
            "Код для входа",
            "{code} — код для входа в карту. Он действует 5 минут. Никому его не говорите.",
        ),
        Language.EN: CodeText(
            "Your sign-in code",
            "{code} is the code to sign in to your card. It works for 5 minutes. Share it with nobody.",
        ),
    },
)


def code_text(code: str, language: Language) -> CodeText:
    """The letter that brings this code."""
    form = WORDS[language]
    return CodeText(form.subject, form.text.format(code=code))
