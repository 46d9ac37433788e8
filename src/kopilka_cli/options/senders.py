"""How `kopilka serve` sends one-time codes: by mail or text message; printed if asked to."""

import argparse
import logging

from kopilka_cli.console_sender import ConsoleCarrier, ConsoleSender
from kopilka_cli.options.secrets_given import secret_given
from kopilka_cli.secrets_in_words import url_without_password
from loyalty_api.models import Channel as MessageChannel
from loyalty_server.dispatches.carriers import Carrier, Carriers
from loyalty_server.dispatches.deliveries import OUTSIDE
from loyalty_server.dispatches.mail import Mail
from loyalty_server.dispatches.texts import Texts
from loyalty_server.keys import ServerKeys
from loyalty_server.mail_server import MailAccount, MailServer, mail_server, sender_named
from loyalty_server.sign_in.addresses import Channel
from loyalty_server.sign_in.mail import MailSender
from loyalty_server.sign_in.sender import Sender, SenderOfEach
from loyalty_server.sign_in.sms_gateway import GatewaySender
from loyalty_server.text_gateway import TextGateway

MAIL_SERVER = "KOPILKA_MAIL_SERVER"
CONSOLE = "console"
LOOPBACK = ("127.0.0.1", "::1", "localhost")

log = logging.getLogger(__name__)


def add_sender_options(parser: argparse.ArgumentParser) -> None:
    """Let this command name what brings the codes."""
    parser.add_argument(
        "--sender",
        choices=[CONSOLE],
        metavar=CONSOLE,
        help="print phones and codes here instead of sending them: for development only",
    )
    parser.add_argument(
        "--text-gateway",
        metavar="URL",
        type=url_without_password,
        help="send codes to phones through this signed webhook (see `kopilka messages secret`)",
    )
    parser.add_argument(
        "--mail-from",
        metavar="ADDRESS",
        type=_mail_from,
        help=f"send codes by mail from here, through {MAIL_SERVER}=smtps://USER:PASSWORD@HOST",
    )
    parser.add_argument(
        "--messages-by",
        action="append",
        default=[],
        choices=[str(channel) for channel in OUTSIDE],
        metavar="CHANNEL",
        help="send messages this way too, to members who turn it on: by --mail-from or --text-gateway",
    )


def _mail_from(text: str) -> str:
    """A mailbox, with a name before it or not; its domain in letters of any alphabet."""
    try:
        sender_named(text)
    except ValueError as fault:
        hint = "; a name with a comma needs quotes" if "," in text else ""
        raise argparse.ArgumentTypeError(
            f"{text!r} is no mailbox like 'Shop <shop@shop.example>', with Latin letters before the @{hint}"
        ) from fault
    return text


def carriers_of(chosen: argparse.Namespace, keys: ServerKeys) -> Carriers:
    """What carries messages outside. Exits in words for a channel that nothing serves."""
    carriers: dict[MessageChannel, Carrier] = {}
    for channel in dict.fromkeys(map(MessageChannel, chosen.messages_by)):
        if chosen.sender == CONSOLE:
            carriers[channel] = ConsoleCarrier()
        elif channel is MessageChannel.EMAIL and chosen.mail_from:
            carriers[channel] = Mail(MailAccount(_mail_server(), chosen.mail_from))
        elif channel is MessageChannel.SMS and chosen.text_gateway:
            gateway = TextGateway(
                chosen.text_gateway, keys.telling, replaced=keys.replaced_tellings
            )
            carriers[channel] = Texts(gateway)
        else:
            raise SystemExit(f"--messages-by {channel}: give --mail-from or --text-gateway for it")
    return carriers


def _mail_server() -> MailServer:
    try:
        return mail_server(secret_given(MAIL_SERVER) or "")
    except ValueError as fault:
        raise SystemExit(f"{MAIL_SERVER}: {fault}") from fault


def sender_of(chosen: argparse.Namespace, keys: ServerKeys) -> Sender:
    """What brings the codes.

    Exits in words when nothing was named for a server that others reach, and when the environment names
    no mail server, which is there because it holds a password.
    """
    if chosen.sender == CONSOLE:
        return ConsoleSender()
    channels: dict[Channel, Sender] = {}
    if chosen.text_gateway:
        channels[Channel.PHONE] = GatewaySender(
            chosen.text_gateway, keys.telling, replaced=keys.replaced_tellings
        )
    if chosen.mail_from:
        channels[Channel.EMAIL] = MailSender(_mail_server(), chosen.mail_from)
    if not channels and _is_of_this_machine(chosen):
        log.warning("nothing was named to bring the sign-in codes: they are printed here")
        return ConsoleSender()
    if not channels:
        raise SystemExit(
            "nothing brings the sign-in codes: give --text-gateway, --mail-from or both, "
            f"or --sender {CONSOLE} to have them printed here"
        )
    return SenderOfEach(channels)


def _is_of_this_machine(chosen: argparse.Namespace) -> bool:
    """Whether only a developer at this machine can come: a deployment names its public address."""
    return not chosen.public_url and not chosen.allowed_origin and chosen.host in LOOPBACK
