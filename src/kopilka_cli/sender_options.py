"""How `kopilka serve` sends one-time codes: by mail, through a text message gateway, or printed."""

import argparse
import os

from loyalty_server.addresses import Channel
from loyalty_server.keys import ServerKeys
from loyalty_server.sign_in.mail import MailSender, mail_server
from loyalty_server.sign_in.sender import ConsoleSender, Sender, SenderOfEach
from loyalty_server.sign_in.sms_gateway import GatewaySender

MAIL_SERVER = "KOPILKA_MAIL_SERVER"


def add_sender_options(parser: argparse.ArgumentParser) -> None:
    """Let this command name what brings the codes."""
    parser.add_argument(
        "--text-gateway",
        metavar="URL",
        help="send codes to phones through this signed webhook (see `kopilka messages secret`)",
    )
    parser.add_argument(
        "--mail-from",
        metavar="ADDRESS",
        help=f"send codes by mail from here, through {MAIL_SERVER}=smtps://USER:PASSWORD@HOST",
    )


def sender_of(chosen: argparse.Namespace, keys: ServerKeys) -> Sender:
    """What brings the codes; with neither option they are printed, for development.

    Exits when the environment names no mail server, which is there because it holds a password.
    """
    channels: dict[Channel, Sender] = {}
    if chosen.text_gateway:
        channels[Channel.PHONE] = GatewaySender(chosen.text_gateway, keys.telling)
    if chosen.mail_from:
        try:
            server = mail_server(os.environ.get(MAIL_SERVER, ""))
        except ValueError as fault:
            raise SystemExit(f"{MAIL_SERVER}: {fault}") from fault
        channels[Channel.EMAIL] = MailSender(server, chosen.mail_from)
    return SenderOfEach(channels) if channels else ConsoleSender()
