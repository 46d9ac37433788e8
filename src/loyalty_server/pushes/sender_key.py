"""How push services know this server (VAPID, RFC 8292): a key of its own, and whom to write to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from loyalty_server.keys import base64url
from loyalty_server.pushes.encryption import CURVE, point_of

HOLDS_FOR: Final = timedelta(hours=12)
"""Push services take a day at most."""


@dataclass(frozen=True)
class SenderKey:
    """The P-256 key that subscriptions are made for; `contact` is a `mailto:` or `https:` address."""

    private: ec.EllipticCurvePrivateKey
    contact: str

    @cached_property
    def public(self) -> str:
        """What a browser is told when it subscribes (`applicationServerKey`)."""
        return base64url(point_of(self.private.public_key()))

    def authorization(self, endpoint: str, now: datetime) -> str:
        """The header that lets a message in at the service of this endpoint."""
        place = urlsplit(endpoint)
        claims = {
            "aud": f"{place.scheme}://{place.netloc}",
            "exp": int((now + HOLDS_FOR).timestamp()),
            "sub": self.contact,
        }
        token = jwt.encode(claims, self.private, algorithm="ES256")
        return f"vapid t={token}, k={self.public}"


def sender_key_in(file: Path, contact: str) -> SenderKey:
    """The key of this PEM file. Raises `ValueError` in words, and `OSError`."""
    if not contact.startswith(("mailto:", "https://")):
        raise ValueError("a contact like mailto:it@shop.example is needed")
    try:
        key = load_pem_private_key(file.read_bytes(), None)
    except (TypeError, ValueError) as fault:
        raise ValueError(f"{file.name} holds no key: `kopilka keys push` makes one") from fault
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != CURVE.name:
        raise ValueError(f"{file.name} holds another kind of key than P-256")
    return SenderKey(key, contact)


def make_sender_key(file: Path) -> None:
    """A new key in a new file. Raises `FileExistsError`."""
    pem = ec.generate_private_key(CURVE).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("xb") as new:
        file.chmod(0o600)
        new.write(pem)
