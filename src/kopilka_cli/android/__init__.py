"""The Android app, signed, as an APK and a store's bundle, out of the site and the brand file."""

import argparse
from pathlib import Path

from kopilka_cli.options.phone_app import add_phone_app_options, application_of
from kopilka_cli.terminal import complain, say


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka android`."""
    parser = verbs.add_parser("android", help="make the Android app from the site")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    add_phone_app_options(parser)
    parser.add_argument("--site", type=Path, default=Path("dist/web"), metavar="DIR")
    parser.add_argument(
        "--keystore",
        type=Path,
        metavar="FILE",
        help="sign with the key in here, whose password is in KOPILKA_KEYSTORE_PASSWORD"
        " (else with DIR/wallet.p12, which is made when it is not there)",
    )
    parser.add_argument("--key-alias", default="wallet", metavar="NAME")
    parser.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    from kopilka.ui.look.brand import BrokenBrand
    from kopilka_cli.android.app import Order, make_app  # needs what only the `web` group installs
    from kopilka_cli.android.tools import CannotMake

    try:
        order = Order(
            host=chosen.host,
            application=application_of(chosen, chosen.host),
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
