"""Messages by e-mail: plain text, and one press of the mail program's own button ends them."""

from dataclasses import dataclass
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Final

from loyalty_server.dispatches.carriers import Letter, Never, NotNow
from loyalty_server.mail_server import MailAccount

FOR_GOOD: Final = 500
LOG_IN_FIRST: Final = 530
POLICY: Final = b"5.7."
QUOTA: Final = b"5.4."
"""Of the way, not of where it leads; Gmail says so when its letters of the day are sent."""


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
            return all(_is_about_them(*reply) for reply in error.recipients.values())
        case SMTPDataError(smtp_error=bytes(words)):
            return error.smtp_code >= FOR_GOOD and not words.startswith(QUOTA)
    return False


def _is_about_them(code: int, words: bytes) -> bool:
    """Whether such a mailbox takes nothing; 530, or a status of policy, is about who sends (RFC 4954, RFC 3463)."""
    return code >= FOR_GOOD and code != LOG_IN_FIRST and not words.startswith((POLICY, QUOTA))
