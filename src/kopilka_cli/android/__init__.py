"""The Android app, signed, as an APK and a store's bundle, out of the site and the brand file."""

import argparse
import re
from pathlib import Path
from urllib.parse import urlsplit

from kopilka_cli.terminal import complain, say

NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
MOST_VERSION_CODE = 2_100_000_000
"""The highest that Google Play takes."""


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka android`."""
    parser = verbs.add_parser("android", help="make the Android app from the site")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--api",
        type=host_of,
        required=True,
        metavar="https://HOST",
        dest="host",
        help="the server that answers /v1",
    )
    parser.add_argument("--site", type=Path, default=Path("dist/web"), metavar="DIR")
    parser.add_argument(
        "--keystore",
        type=Path,
        metavar="FILE",
        help="sign with the key in here, whose password is in KOPILKA_KEYSTORE_PASSWORD"
        " (else with DIR/wallet.p12, which is made when it is not there)",
    )
    parser.add_argument("--key-alias", default="wallet", metavar="NAME")
    parser.add_argument(
        "--application-id",
        type=application_id,
        metavar="NAME",
        help="the app's name for Android and the stores, for ever (else the host's backwards)",
    )
    parser.add_argument("--version-code", type=version_code, default=1, metavar="NUMBER")
    parser.set_defaults(run=_run)


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
    if not NAME.fullmatch(name):
        raise argparse.ArgumentTypeError(f"{name!r} is no name like example.shop.wallet")
    return name


def backwards(host: str) -> str:
    """The name that a host gives an app: `example.shop.card` of `card.shop.example`."""
    return ".".join(re.sub(r"\W", "_", word) for word in reversed(host.split(".")))


def version_code(text: str) -> int:
    """A number that the stores take. Raises `ArgumentTypeError`."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_VERSION_CODE:
        raise argparse.ArgumentTypeError(f"a number from 1 to {MOST_VERSION_CODE} is needed")
    return int(text)


def _run(chosen: argparse.Namespace) -> int:
    from kopilka.ui.look.brand import BrokenBrand
    from kopilka_cli.android.app import Order, make_app  # needs what only the `web` group installs
    from kopilka_cli.android.tools import CannotMake

    try:
        order = Order(
            host=chosen.host,
            application=chosen.application_id or application_id(backwards(chosen.host)),
            version_code=chosen.version_code,
            site=chosen.site.resolve(),
            out=chosen.out.resolve(),
            keystore=chosen.keystore,
            alias=chosen.key_alias,
        )
        made = make_app(order)
    except argparse.ArgumentTypeError as fault:
        complain(f"{fault}; give one with --application-id")
        return 1
    except (CannotMake, BrokenBrand, OSError) as fault:
        complain(fault)
        return 1
    say(*(f"{file}  {file.stat().st_size:,} bytes" for file in made))
    return 0
