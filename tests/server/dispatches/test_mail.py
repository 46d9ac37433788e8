"""What mail servers answer: what is said of a mailbox ends a letter, what is said of the sender lets it wait."""

from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import Envelope

from loyalty_server.dispatches.carriers import Letter, Never, NotNow
from loyalty_server.dispatches.mail import Mail
from loyalty_server.mail_server import MailAccount, MailServer
from tests.server.server_process import free_port

pytestmark = pytest.mark.slow

LETTER = Letter("m1", "anna@shop.example", "Скидка", "На всё")


class Answering(Sink):
    """Says one thing of the sender, of the mailbox, or of the letter."""

    def __init__(self) -> None:
        super().__init__()
        self.says: dict[str, str] = {}

    async def handle_MAIL(  # noqa: N802
        self, _server: object, _session: object, envelope: Envelope, address: str, _options: object
    ) -> str:
        envelope.mail_from = address
        return self.says.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, _server: object, _session: object, envelope: Envelope, address: str, _options: object
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.says.get("RCPT", "250 OK")

    async def handle_DATA(self, _server: object, _session: object, _envelope: Envelope) -> str:  # noqa: N802
        return self.says.get("DATA", "250 OK")


@pytest.fixture
def server() -> Iterator[tuple[Answering, Mail]]:
    answering = Answering()
    controller = Controller(answering, hostname="127.0.0.1", port=free_port())
    controller.start()
    own = MailServer("127.0.0.1", controller.port, is_tls=False)
    yield answering, Mail(MailAccount(own, "Лавка <card@shop.example>"))
    controller.stop()


@pytest.mark.parametrize(
    ("verb", "reply"),
    [
        ("RCPT", "550 5.1.1 No such user here"),
        ("RCPT", "552 5.2.2 Mailbox full"),
        ("DATA", "554 5.6.0 Message content rejected"),
        ("DATA", "554 5.7.1 Looks like spam"),
        ("DATA", "550 5.7.1 This message breaks the policy of shop.example"),
        ("DATA", "554 5.7.1 Virus found"),
        ("RCPT", "550 5.4.1 Recipient address rejected: Access denied"),
        ("DATA", "550 5.1.1 No such user here"),
        ("DATA", "552 5.3.4 Message too big"),
        ("DATA", "550 not here"),
    ],
)
def test_what_is_wrong_with_mailbox_or_letter_is_not_tried_again(
    server: tuple[Answering, Mail], verb: str, reply: str
) -> None:
    answering, mail = server
    answering.says[verb] = reply
    with pytest.raises(Never):
        mail.carry(LETTER)


@pytest.mark.parametrize(
    ("verb", "reply"),
    [
        ("RCPT", "450 4.2.0 Greylisted, see you in 300 seconds"),
        ("RCPT", "452 4.5.3 Too many recipients this hour"),
        ("RCPT", "530 5.7.0 Must issue a STARTTLS command first"),
        ("RCPT", "554 5.7.1 Relay access denied"),
        ("MAIL", "553 5.7.1 Sender address rejected: not owned by user"),
        ("MAIL", "530 5.7.0 Authentication required"),
        ("MAIL", "451 4.7.1 Come back later"),
        ("RCPT", "550 5.4.5 Daily user sending limit exceeded"),
        ("RCPT", "553 5.1.8 Sender address rejected: Domain not found"),
        ("RCPT", "550 5.1.90 Daily limit of recipients reached"),
        ("RCPT", "550 5.4.1 No answer from host"),
        ("DATA", "550 5.4.5 Daily user sending limit exceeded"),
        ("DATA", "550 5.7.1 Client does not have permissions to send as this sender"),
        ("DATA", "550 5.7.1 Message refused: the sender is not the user who logged in"),
        ("DATA", "550 5.7.1 Unusual rate of spam from your IP address"),
        ("DATA", "550 5.7.1 Daily limit of messages exceeded"),
        ("DATA", "550 5.7.1 Отказано"),
        ("DATA", "550 5.7.60 Client does not have permissions to send as this sender"),
        ("DATA", "554 5.2.252 SendAsDenied; card@shop.example not allowed to send"),
        ("DATA", "550 5.7.26 This mail is not authenticated"),
        ("DATA", "550 5.1.7 Sender address invalid"),
        ("DATA", "451 4.3.0 Try again later"),
        ("DATA", "421 4.7.0 Too many letters, closing"),
    ],
)
def test_what_passes_or_the_shop_can_mend_lets_the_letter_wait(
    server: tuple[Answering, Mail], verb: str, reply: str
) -> None:
    answering, mail = server
    answering.says[verb] = reply
    with pytest.raises(NotNow):
        mail.carry(LETTER)
    answering.says.clear()
    mail.carry(LETTER)


def test_server_without_tls_gets_no_letter_beyond_this_machine() -> None:
    answering = Answering()
    controller = Controller(answering, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        elsewhere = MailServer("127.0.0.1.", controller.port, is_tls=False)
        with pytest.raises(NotNow):
            Mail(MailAccount(elsewhere, "card@shop.example")).carry(LETTER)
    finally:
        controller.stop()
