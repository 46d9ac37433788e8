"""A cashier's PIN: drawn by the server, shown once, kept as a slow hash under the server's secret."""

import hmac
import secrets
from hashlib import scrypt
from typing import Final

from loyalty_server.keys import ServerKeys

PIN_DIGITS: Final = 6
SALT_BYTES: Final = 16
COST: Final = 2**14
"""scrypt's N, with r = 8 and p = 1: 16 MB and some tens of milliseconds a guess."""


def new_pin() -> str:
    """Any number of 6 digits with the same chance, so that no birthday is tried first."""
    return f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}"


def new_salt() -> str:
    """A salt for one PIN."""
    return secrets.token_hex(SALT_BYTES)


def pin_hash(keys: ServerKeys, pin: str, salt: str) -> str:
    """What is kept of a PIN: whoever has the database and not the secret can try none of a million."""
    return _slow(keys.digest(_PURPOSE, pin), salt)


def is_pin(keys: ServerKeys, pin: str, salt: str, kept: str) -> bool:
    """Whether this is the PIN, also when it was kept under a secret that was replaced since."""
    return any(
        hmac.compare_digest(_slow(digest, salt), kept) for digest in keys.digests(_PURPOSE, pin)
    )


def _slow(digest: str, salt: str) -> str:
    return scrypt(digest.encode(), salt=bytes.fromhex(salt), n=COST, r=8, p=1).hex()


_PURPOSE: Final = "cashier pin"
