"""Messages by e-mail: plain text, and one press of the mail program's own button ends them."""

from dataclasses import dataclass
from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused, SMTPResponseException
from typing import Final

from loyalty_server.dispatches.carriers import Letter, Never, NotNow
from loyalty_server.mail_server import MailAccount

FOR_GOOD: Final = 500


@dataclass(frozen=True)
class Mail:
    """Sends from this account."""

    account: MailAccount

    def carry(self, letter: Letter, /) -> None:
        message = self.account.letter(letter.to, letter.subject, letter.text, letter.id)
        if letter.unsubscribe:
            message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        try:
            self.account.send(letter.to, message)
        except OSError as error:
            kind = Never if _is_for_good(error) else NotNow
            raise kind(type(error).__name__) from error


def _is_for_good(error: OSError) -> bool:
    """Of the letter or its address; who may not send at all is to be mended, and then it may go."""
    match error:
        case SMTPRecipientsRefused():
            return all(code >= FOR_GOOD for code, _ in error.recipients.values())
        case SMTPResponseException() if not isinstance(error, SMTPAuthenticationError):
            return error.smtp_code >= FOR_GOOD
    return False
