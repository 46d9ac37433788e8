"""`--passes`: the certificates and accounts by which the card goes into Apple's and Google's wallets."""

import argparse
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from loyalty_api.malformed import Malformed
from loyalty_server.passes.apple_push import ApnsPusher
from loyalty_server.passes.apple_signer import AppleSigner
from loyalty_server.passes.google_issuer import GoogleIssuer, service_account_in
from loyalty_server.passes.issuers import AppleIssuer, Issuers
from loyalty_server.toml_file import FileRefused, parse_toml, read_text

PASSES: Final = "KOPILKA_PASSES"
PASSWORD: Final = "KOPILKA_APPLE_KEY_PASSWORD"  # noqa: S105, the name of where it is


@dataclass(frozen=True)
class AppleFiles:
    """`certificate` (Pass Type ID), its `key` and Apple's `intermediate` (WWDR), all in PEM."""

    certificate: str
    key: str
    intermediate: str


@dataclass(frozen=True)
class GoogleAccount:
    """The `issuer` id of Google's wallet console, and the JSON key of its `service_account`."""

    issuer: str
    service_account: str


@dataclass(frozen=True)
class PassesFile:
    """What the file of `--passes` says; names of files are seen from where it is."""

    apple: AppleFiles | None = None
    google: GoogleAccount | None = None


def add_passes_option(parser: argparse.ArgumentParser) -> None:
    """Let this command be told what signs passes."""
    parser.add_argument(
        "--passes",
        type=Path,
        metavar="FILE",
        help=f"certificates for Apple's and Google's wallets (else {PASSES} in the environment)",
    )


def passes_of(chosen: argparse.Namespace, public_url: str) -> Issuers:
    """What this server can give; nothing where no file is named. Raises `FileRefused`."""
    file = passes_named(chosen)
    if file is None:
        return Issuers()
    try:
        return issuers_in(file, public_url)
    except FileRefused:
        raise
    except (ValueError, OSError) as fault:
        raise FileRefused(f"{file.name}: {fault}") from fault


def passes_named(chosen: argparse.Namespace) -> Path | None:
    """The file that was named, if one was."""
    named = chosen.passes or os.environ.get(PASSES)
    return Path(named) if named else None


def issuers_in(file: Path, public_url: str) -> Issuers:
    """What this file makes. Raises `ValueError` in words, and `OSError`."""
    told = parse_toml(PassesFile, read_text(file), file.name, _require_something)
    if not public_url.startswith("https://"):
        raise ValueError("wallets ask by https alone: give --public-url https://…")
    folder = file.parent
    return Issuers(
        apple=_apple(told.apple, folder) if told.apple else None,
        google=_google(told.google, folder, public_url) if told.google else None,
    )


def _apple(told: AppleFiles, folder: Path) -> AppleIssuer:
    signer = AppleSigner(
        folder / told.certificate,
        folder / told.key,
        folder / told.intermediate,
        os.environ.get(PASSWORD),
    )
    signer.require_sound()
    return AppleIssuer(signer, ApnsPusher(signer.pass_type, signer.tls))


def _google(told: GoogleAccount, folder: Path, public_url: str) -> GoogleIssuer:
    account = service_account_in(read_text(folder / told.service_account))
    return GoogleIssuer(told.issuer, account, public_url.rstrip("/"))


def _require_something(told: PassesFile) -> None:
    if told.apple is None and told.google is None:
        raise Malformed("$", "a table [apple] or [google] is needed")
    if told.google and not (told.google.issuer.isascii() and told.google.issuer.isdigit()):
        raise Malformed("$.google.issuer", "a number is needed, like 3388000000000000000")
