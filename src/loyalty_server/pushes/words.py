"""The titles of notifications whose message has none, or is nobody else's to read."""

from collections.abc import Mapping
from typing import Final

from loyalty_server.languages import Language

ANSWERED: Final[Mapping[Language, str]] = {
    Language.RU: "Поддержка ответила",
    Language.EN: "Support has answered",
}
UNTITLED: Final[Mapping[Language, str]] = {
    Language.RU: "Новое сообщение",
    Language.EN: "A new message",
}
