"""Handing mail in (SMTP, RFC 5321), over TLS everywhere but on loopback."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr
from functools import cached_property
from typing import Final
from urllib.parse import unquote, urlsplit

from email_validator import validate_email

LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
SUBMISSION, SUBMISSIONS = 587, 465  # RFC 8314
PATIENCE_SECONDS: Final = 10.0


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in; `is_tls` from the first byte, otherwise by STARTTLS."""

    host: str
    port: int
    is_tls: bool
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class MailAccount:
    """Who sends, through which server."""

    server: MailServer
    sent_from: str
    patience_seconds: float = PATIENCE_SECONDS

    def letter(self, to: str, subject: str, text: str, message_id: str) -> EmailMessage:
        """Plain text to one mailbox; a repeat has the same `message_id`."""
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = Mailbox(addr_spec=in_envelope(to))
        message["Subject"] = subject
        message["Date"] = formatdate()
        message["Message-ID"] = f"<{message_id}@{self._sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834
        message.set_content(text)
        return message

    def send(self, to: str, message: EmailMessage) -> None:
        """Hand it in. Raises `OSError`, which those of `smtplib` are."""
        with self._connected() as smtp:
            smtp.sendmail(self._sender.addr_spec, [in_envelope(to)], message.as_bytes(policy=SMTP))

    @cached_property
    def _sender(self) -> Mailbox:
        return sender_named(self.sent_from)

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


def sender_named(text: str) -> Mailbox:
    """A mailbox, with a name before it or not, as SMTP is told it. Raises `ValueError`."""
    name, own = parseaddr(text)
    local, _, domain = own.rpartition("@")
    if not (local and domain and local.isascii()):
        raise ValueError("no mailbox with Latin letters before the @")
    try:
        return Mailbox(name, addr_spec=own if own.isascii() else in_envelope(own))
    except (MessageError, IndexError) as fault:
        raise ValueError(str(fault)) from fault


def in_envelope(mailbox: str) -> str:
    """A kept mailbox as SMTP is told it, its domain in IDNA (RFC 5891)."""
    local, _, _ = mailbox.rpartition("@")
    known = validate_email(mailbox, check_deliverability=False, test_environment=True, strict=True)
    return f"{local}@{known.ascii_domain}"
