"""How `kopilka serve` notifies browsers (web push): with which key, and through which services."""

import argparse
from pathlib import Path
from urllib.parse import urlsplit

from loyalty_server.pushes.pusher import WebPusher
from loyalty_server.pushes.sender_key import sender_key_in
from loyalty_server.pushes.services import PushServices


def add_push_options(parser: argparse.ArgumentParser) -> None:
    """Let this command be told how browsers are notified."""
    parser.add_argument(
        "--push-key",
        type=Path,
        metavar="FILE",
        help="notify browsers of messages with the key that `kopilka keys push` made",
    )
    parser.add_argument(
        "--push-contact",
        metavar="ADDRESS",
        help="whom push services may write to, like mailto:it@shop.example",
    )
    parser.add_argument(
        "--push-service",
        action="append",
        default=[],
        type=_origin,
        metavar="ORIGIN",
        help="one more push service than those of the browsers' makers, like https://push.example",
    )


def pusher_of(chosen: argparse.Namespace) -> WebPusher | None:
    """What notifies browsers; None where no key was named. Exits in words for what is wrong."""
    if chosen.push_key is None:
        return None
    try:
        key = sender_key_in(chosen.push_key, chosen.push_contact or "")
    except (ValueError, OSError) as fault:
        raise SystemExit(f"--push-key: {fault}") from fault
    return WebPusher(key, PushServices(tuple(chosen.push_service)))


def _origin(text: str) -> str:
    place = urlsplit(text)
    if place.scheme not in ("http", "https") or text != f"{place.scheme}://{place.netloc}":
        raise argparse.ArgumentTypeError(f"{text!r} is no origin like https://push.example")
    return text
