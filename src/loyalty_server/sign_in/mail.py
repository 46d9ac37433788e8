"""One-time codes by e-mail."""

from dataclasses import dataclass
from functools import cached_property

from loyalty_server.languages import Language
from loyalty_server.mail_server import PATIENCE_SECONDS, MailAccount, MailServer
from loyalty_server.sign_in.addresses import Address, Channel
from loyalty_server.sign_in.code_texts import code_text
from loyalty_server.sign_in.sender import Undelivered


@dataclass(frozen=True)
class MailSender:
    """Sends codes from this address through this server."""

    server: MailServer
    sent_from: str
    patience_seconds: float = PATIENCE_SECONDS

    def reaches(self, channel: Channel) -> bool:
        return channel is Channel.EMAIL

    def send_code(self, address: Address, code: str, language: Language, message_id: str) -> None:
        words = code_text(code, language)
        message = self._account.letter(address.value, words.subject, words.text, message_id)
        try:
            self._account.send(address.value, message)
        except OSError as error:
            raise Undelivered(type(error).__name__) from error

    @cached_property
    def _account(self) -> MailAccount:
        return MailAccount(self.server, self.sent_from, self.patience_seconds)
