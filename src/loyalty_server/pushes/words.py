"""The titles of notifications whose message has none, or is nobody else's to read."""

from typing import Final

from loyalty_server.languages import Language, Phrases

ANSWERED: Final = Phrases(
    "answered", {Language.RU: "Поддержка ответила", Language.EN: "Support has answered"}
)
UNTITLED: Final = Phrases(
    "untitled", {Language.RU: "Новое сообщение", Language.EN: "A new message"}
)
