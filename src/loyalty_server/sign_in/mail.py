"""One-time codes by e-mail (SMTP, RFC 5321), over TLS everywhere but on loopback."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr
from typing import Final
from urllib.parse import unquote, urlsplit

from loyalty_server.languages import Language
from loyalty_server.sign_in.addresses import Address, Channel, envelope_recipient
from loyalty_server.sign_in.code_texts import code_text
from loyalty_server.sign_in.sender import Undelivered

LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
SUBMISSION, SUBMISSIONS = 587, 465  # RFC 8314


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in; `is_tls` from the first byte, otherwise by STARTTLS."""

    host: str
    port: int
    is_tls: bool
    user: str = ""
    password: str = field(default="", repr=False)


def mail_server(url: str) -> MailServer:
    """From `smtps://user:password@host:465` or `smtp://…:587`. Raises `ValueError`."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("a mail server is written smtps://USER:PASSWORD@HOST[:PORT]")
    is_tls = parts.scheme == "smtps"
    return MailServer(
        parts.hostname,
        parts.port or (SUBMISSIONS if is_tls else SUBMISSION),
        is_tls,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


@dataclass(frozen=True)
class MailSender:
    """Sends codes from this address through this server."""

    server: MailServer
    sent_from: str
    patience_seconds: float = 10.0

    def reaches(self, channel: Channel) -> bool:
        return channel is Channel.EMAIL

    def send_code(self, address: Address, code: str, language: Language, message_id: str) -> None:
        try:
            with self._connected() as smtp:
                recipient = envelope_recipient(address)
                message = self._message(recipient, code, language, message_id)
                smtp.sendmail(
                    parseaddr(self.sent_from)[1], [recipient], message.as_bytes(policy=SMTP)
                )
        except OSError as error:
            raise Undelivered(type(error).__name__) from error

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        server, trusted = self.server, ssl.create_default_context()
        with self._reached(trusted) as smtp:
            if not server.is_tls and server.host not in LOOPBACK:
                smtp.starttls(context=trusted)
            if server.user:
                smtp.login(server.user, server.password)
            yield smtp

    def _reached(self, trusted: ssl.SSLContext) -> smtplib.SMTP:
        host, port, patience = self.server.host, self.server.port, self.patience_seconds
        if self.server.is_tls:
            return smtplib.SMTP_SSL(host, port, timeout=patience, context=trusted)
        return smtplib.SMTP(host, port, timeout=patience)

    def _message(
        self, recipient: str, code: str, language: Language, message_id: str
    ) -> EmailMessage:
        words, message = code_text(code, language), EmailMessage()
        message["From"], message["To"] = self.sent_from, Mailbox(addr_spec=recipient)
        message["Subject"] = words.subject
        message["Date"] = formatdate()
        domain = parseaddr(self.sent_from)[1].rpartition("@")[2]
        message["Message-ID"] = f"<{message_id}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834
        message.set_content(words.text)
        return message
