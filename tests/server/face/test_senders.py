"""One-time codes on their way: by mail, through a text message gateway, or nowhere."""

import argparse
from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import httpx
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import Envelope

from kopilka_cli.console_sender import ConsoleSender
from kopilka_cli.options.senders import add_sender_options, sender_of
from loyalty_server.keys import keys_of
from loyalty_server.languages import Language
from loyalty_server.mail_server import MailAccount, MailServer, mail_server
from loyalty_server.sign_in.addresses import Channel, email_address, phone_address
from loyalty_server.sign_in.mail import MailSender
from loyalty_server.sign_in.sender import Sender, SenderOfEach, Undelivered
from loyalty_server.sign_in.sms_gateway import GatewaySender
from loyalty_server.webhooks import signed_headers
from tests.server.server_process import free_port

pytestmark = pytest.mark.slow


ANNA = email_address("anna@example.com")
PHONE = phone_address("+79000000001")


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


class Mailbox(Sink):
    """An SMTP server's end: it keeps what came."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[EmailMessage] = []
        self.recipients: list[str] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, _class=EmailMessage, policy=policy.default)
        self.letters.append(letter)
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, MailServer]]:
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield mailbox, MailServer("127.0.0.1", controller.port, is_tls=False)
    controller.stop()


@pytest.mark.parametrize(
    ("language", "words"), [(Language.RU, "код для входа"), (Language.EN, "code to sign in")]
)
def test_mailed_code_is_the_first_word_in_the_members_language(
    mailbox: tuple[Mailbox, MailServer], language: Language, words: str
) -> None:
    box, server = mailbox
    MailSender(server, "card@shop.example").send_code(ANNA, "012345", language, "c1")
    (letter,) = box.letters
    assert (letter["To"], letter["From"]) == ("anna@example.com", "card@shop.example")
    text = letter.get_content()
    assert text.startswith("012345")
    assert words in text


@pytest.mark.parametrize(
    ("written", "recipient"),
    [("anna@почта.рф", "anna@xn--80a1acny.xn--p1ai"), ("o'neil+x@x.test", "o'neil+x@x.test")],
)
def test_letter_goes_to_one_mailbox_whose_domain_any_server_knows(
    mailbox: tuple[Mailbox, MailServer], written: str, recipient: str
) -> None:
    box, server = mailbox
    sender = MailSender(server, "Копилка <card@shop.example>")
    sender.send_code(email_address(written), "012345", Language.RU, "c1")
    assert box.recipients == [recipient]
    assert [letter["To"] for letter in box.letters] == [recipient]


def test_shop_writes_from_a_domain_of_any_alphabet(mailbox: tuple[Mailbox, MailServer]) -> None:
    box, server = mailbox
    sender = MailSender(server, "Лавка <card@лавка.рф>")
    sender.send_code(ANNA, "012345", Language.RU, "c1")
    (letter,) = box.letters
    assert letter["From"] == "Лавка <card@xn--80aaf6ac.xn--p1ai>"
    assert letter["Message-ID"] == "<c1@xn--80aaf6ac.xn--p1ai>"


@pytest.mark.parametrize(
    "own",
    [
        *("карта@shop.example", "shop", "Shop <>", "card@", "card@-.рф", "card@shop..example"),
        *(
            "card@shop.example.",
            "card.@shop.example",
            "the card@shop.example",
            ".card@shop.example",
        ),
    ],
)
def test_mailbox_from_which_no_letter_goes_is_refused_at_the_start(
    own: str, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    add_sender_options(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(["--mail-from", own])
    assert "is no mailbox like" in capsys.readouterr().err


def test_name_with_a_comma_is_asked_to_be_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    add_sender_options(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(["--mail-from", "Shop, Inc <card@shop.example>"])
    assert "a name with a comma needs quotes" in capsys.readouterr().err
    quoted = '"Shop, Inc" <card@shop.example>'
    assert parser.parse_args(["--mail-from", quoted]).mail_from == quoted
    account = MailAccount(MailServer("mail.example", 465, is_tls=True), quoted)
    letter = account.letter("anna@example.com", "Subject", "Text", "m1")
    assert letter["From"].addresses[0].display_name == "Shop, Inc"


def test_mail_server_that_is_not_there_leaves_the_code_undelivered() -> None:
    nobody = MailServer("127.0.0.1", free_port(), is_tls=False)
    with pytest.raises(Undelivered):
        MailSender(nobody, "card@shop.example").send_code(ANNA, "012345", Language.RU, "c1")


def test_mail_server_is_written_as_one_address() -> None:
    assert mail_server("smtps://card:p%40ss@mail.example") == MailServer(
        "mail.example", 465, is_tls=True, user="card", password="p@ss"
    )
    assert mail_server("smtp://mail.example").port == 587
    with pytest.raises(ValueError, match="smtps://"):
        mail_server("mail.example")


def test_gateway_gets_the_number_and_the_words_signed() -> None:
    asked: list[httpx.Request] = []

    def take(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(202)

    sender = GatewaySender("http://gateway.test/sms", bytes(32), httpx.MockTransport(take))
    sender.send_code(PHONE, "012345", Language.RU, "c1")
    (request,) = asked
    body = request.content.decode()
    assert '"to":"+79000000001"' in body
    assert '"text":"012345' in body
    sent_at = int(request.headers["webhook-timestamp"])
    expected = signed_headers((bytes(32),), request.headers["webhook-id"], body, at(sent_at))
    assert request.headers["webhook-signature"] == expected["webhook-signature"]


@pytest.mark.parametrize("status", [302, 401, 500])
def test_gateway_that_does_not_take_it_leaves_the_code_undelivered(status: int) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(status))
    sender = GatewaySender("http://gateway.test/sms", bytes(32), transport)
    with pytest.raises(Undelivered):
        sender.send_code(PHONE, "012345", Language.RU, "c1")


def test_signature_is_that_of_the_standard() -> None:
    """The example of the Standard Webhooks documentation."""
    secret = b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    headers = signed_headers(
        (secret,), "msg_p5jXN8AQM9LWM0D4loKWxJek", '{"test": 2432232314}', at(1614265330)
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_channel_that_is_not_set_up_is_refused() -> None:
    with pytest.raises(Undelivered, match="email"):
        SenderOfEach({Channel.PHONE: GatewaySender("http://gateway.test", b"")}).send_code(
            ANNA, "012345", Language.RU, "c1"
        )


def test_server_that_others_reach_prints_codes_only_where_that_is_asked_for_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def chosen(*arguments: str) -> Sender:
        parser = argparse.ArgumentParser()
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--public-url")
        parser.add_argument("--origin", action="append", default=[], dest="allowed_origin")
        add_sender_options(parser)
        return sender_of(parser.parse_args(arguments), keys_of(bytes(32)))

    assert isinstance(chosen("--sender", "console"), ConsoleSender)
    assert isinstance(chosen(), ConsoleSender), "a developer's own machine"
    for reached in (
        ("--public-url", "https://card.shop.example"),
        ("--origin", "https://card.shop.example"),
        ("--host", "0.0.0.0"),
    ):
        with pytest.raises(SystemExit, match="nothing brings the sign-in codes"):
            chosen(*reached)
    with pytest.raises(SystemExit, match="KOPILKA_MAIL_SERVER"):
        chosen("--mail-from", "card@shop.example")
    monkeypatch.setenv("KOPILKA_MAIL_SERVER", "smtps://mail.example")
    both = chosen("--mail-from", "card@shop.example", "--text-gateway", "https://gateway.test")
    assert isinstance(both, SenderOfEach)
    assert set(both.channels) == set(Channel)
