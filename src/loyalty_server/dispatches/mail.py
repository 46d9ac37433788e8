"""Messages by e-mail: plain text, and one press of the mail program's own button ends them."""

import re
from dataclasses import dataclass
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Final

from loyalty_server.dispatches.carriers import Letter, Never, NotNow
from loyalty_server.mail_server import MailAccount

FOR_GOOD: Final = 500
LOG_IN_FIRST: Final = 530
_OF_SENDER: Final = re.compile(rb"5\.(1\.([78]|90)|2\.\d{3}|4\.\d+|7\.\d+)\b")
"""Statuses of who sends, of the way, or of policy (RFC 3463), and what Microsoft 365 and Gmail say beside them:
not allowed to send as this address, all letters of the day are sent."""
_REFUSED_AS_IT_IS: Final = re.compile(
    rb"5\.7\.1\b(?!.*(sender|permi|authori[sz]|authenti|your ip|quota|limit))"
    rb".*(message|spam|virus|content)",
    re.DOTALL | re.IGNORECASE,
)
"""Of a whole letter the only status of policy that may be its own: it looks like spam. As often it is who sends, and
only words tell; what they do not tell waits, since a letter that waits is not lost."""
_UNKNOWN: Final = re.compile(rb"5\.4\.1\b.*recipient address rejected", re.DOTALL | re.IGNORECASE)
"""Exchange Online's words for a mailbox that is not there; by RFC 3463 no host would have answered."""


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
            is_its_own = _REFUSED_AS_IT_IS.match(words) or not _OF_SENDER.match(words)
            return error.smtp_code >= FOR_GOOD and bool(is_its_own)
    return False


def _is_about_them(code: int, words: bytes) -> bool:
    """Whether such a mailbox takes nothing; 530 is about who sends (RFC 4954)."""
    is_theirs = _UNKNOWN.match(words) or not _OF_SENDER.match(words)
    return code >= FOR_GOOD and code != LOG_IN_FIRST and bool(is_theirs)
