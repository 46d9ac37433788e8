"""What every app for phones is told: its server, its name for the stores, and the number of its version."""

import argparse
import re
from typing import Final
from urllib.parse import urlsplit

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
MOST_VERSION_CODE: Final = 2_100_000_000
"""The highest that Google Play takes."""


def add_phone_app_options(parser: argparse.ArgumentParser, *, brand_says_api: bool = False) -> None:
    """Add `--api`, which may be left out where the brand file says it, and the two of the stores."""
    otherwise = " (else api in the brand file)" if brand_says_api else ""
    parser.add_argument(
        "--api",
        type=host_of,
        required=not brand_says_api,
        metavar="https://HOST",
        dest="host",
        help=f"the server that answers /v1{otherwise}",
    )
    parser.add_argument(
        "--application-id",
        type=application_id,
        metavar="NAME",
        help="the app's name for the stores, for ever (else the host's backwards)",
    )
    parser.add_argument("--version-code", type=version_code, default=1, metavar="NUMBER")


def application_of(chosen: argparse.Namespace, host: str) -> str:
    """The app's name for the stores. Raises `ArgumentTypeError` where the host makes none."""
    named: str | None = chosen.application_id
    return named or application_id(backwards(host))


def host_of(address: str) -> str:
    """The host of `https://HOST`; app links know no ports. Raises `ArgumentTypeError`."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if address.lower().rstrip("/") != f"https://{host}" or "." not in host:
        raise argparse.ArgumentTypeError(
            f"{address!r} is no address like https://card.shop.example"
        )
    return host


def application_id(name: str) -> str:
    """As Android asks: two or more words with dots between. Raises `ArgumentTypeError`."""
    if not _NAME.fullmatch(name):
        raise argparse.ArgumentTypeError(f"{name!r} is no name like example.shop.wallet")
    return name


def version_code(text: str) -> int:
    """A number that the stores take. Raises `ArgumentTypeError`."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_VERSION_CODE:
        raise argparse.ArgumentTypeError(f"a number from 1 to {MOST_VERSION_CODE} is needed")
    return int(text)


def backwards(host: str) -> str:
    """The name that a host gives an app: `example.shop.card` of `card.shop.example`."""
    return ".".join(re.sub(r"\W", "_", word) for word in reversed(host.split(".")))
