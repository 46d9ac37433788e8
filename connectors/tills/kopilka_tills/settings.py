"""One TOML file for the connector; secrets lie in files beside it."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from kopilka_tills.kopilka import KopilkaTill
from kopilka_tills.onec import OneC
from kopilka_tills.rkeeper import RKeeper
from kopilka_tills.words import LANGUAGES

SECONDS: Final = 3.0
SHORTEST_SECRET: Final = 20


class Wrong(Exception):
    """What the file has that cannot be."""


@dataclass(frozen=True)
class Settings:
    """Where the connector listens, behind which path, and what answers there."""

    address: tuple[str, int]
    secret: str
    till_system: RKeeper | OneC


def settings_in(file: Path) -> Settings:
    """The file read. Raises `Wrong`."""
    try:
        told = tomllib.loads(file.read_text("utf-8"))
        return _settings(told, file.parent)
    except (OSError, KeyError, TypeError, ValueError) as fault:
        raise Wrong(f"{file}: {fault}") from None


def _settings(told: dict[str, Any], folder: Path) -> Settings:
    api = urlsplit(told["api"])
    if api.scheme != "https" and api.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise ValueError("api: https is needed beyond this machine")
    host, _, port = told["listen"].rpartition(":")
    if not host or not port.isdigit():
        raise ValueError(f"listen: no host and port in {told['listen']}")
    secret = _secret(folder / told["secret_file"])
    if len(secret) < SHORTEST_SECRET or not secret.isalnum():
        raise ValueError(f"secret_file: {SHORTEST_SECRET} letters and digits at least")
    language = told.get("language", "ru")
    http = httpx.Client(
        base_url=told["api"].rstrip("/"), timeout=SECONDS, headers={"Accept-Language": language}
    )
    worth = Fraction(str(told["point"]))
    if worth <= 0:
        raise ValueError("point: more than 0")
    words = LANGUAGES[language]
    keys = [(one, KopilkaTill(http, _secret(folder / one["key_file"]))) for one in told["tills"]]
    system: RKeeper | OneC
    if told.get("system", "r_keeper") == "1c":
        stores = {str(one.get("store", "")): till for one, till in keys}
        own, discounts = str(told["currency"]), told.get("discounts", False)
        if not isinstance(discounts, bool):
            raise ValueError("discounts: true or false")
        system = OneC(stores, worth, int(told["share"]), own, words, _now, discounts)
    else:
        places = {(int(one["restaurant"]), int(one.get("unit", 0))): till for one, till in keys}
        system = RKeeper(places, worth, words, _now)
    return Settings((host, int(port)), secret, system)


def _now() -> datetime:
    return datetime.now(UTC)


def _secret(file: Path) -> str:
    return file.read_text("ascii").strip()
