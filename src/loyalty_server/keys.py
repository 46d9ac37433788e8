"""The server's secrets: one file outside the database, and the keys derived from it."""

import hmac
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from loyalty_api.card_code import derive_key

SECRET_BYTES = 32
NONCE_BYTES = 12


@dataclass(frozen=True)
class ServerKeys:
    """What one 32-byte secret gives: sealing (AES-256-GCM), keyed digests and signatures (HMAC-SHA-256).

    `telling` signs what other servers are told (support desk, text messages), which know it too.

    Whoever has the database and not the secret learns no credential, address, code or token.
    """

    sealing: bytes = field(repr=False)
    digesting: bytes = field(repr=False)
    signing: bytes = field(repr=False)
    telling: bytes = field(repr=False)

    def seal(self, plain: bytes, bound_to: str) -> bytes:
        """Encrypted for storage; only `unseal` with the same `bound_to` opens it."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(self.sealing).encrypt(nonce, plain, bound_to.encode())

    def unseal(self, sealed: bytes, bound_to: str) -> bytes:
        """The inverse of `seal`. Raises `cryptography.exceptions.InvalidTag` for anything else."""
        nonce, text = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        return AESGCM(self.sealing).decrypt(nonce, text, bound_to.encode())

    def digest(self, purpose: str, text: str) -> str:
        """A keyed hash in hex: equal texts are found again, and nothing can be guessed from it."""
        return hmac.digest(self.digesting, f"{purpose}\0{text}".encode(), "sha256").hex()

    def sign(self, text: str) -> str:
        """The signature of a token's text, in base64url."""
        return base64url(hmac.digest(self.signing, text.encode(), "sha256"))


def base64url(plain: bytes) -> str:
    """Base64 for URLs without padding (RFC 4648, section 5)."""
    return urlsafe_b64encode(plain).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    """The inverse of `base64url`. Raises `ValueError` for any other text."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def keys_of(secret: bytes) -> ServerKeys:
    """The keys that this secret stands for."""
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"the server's secret must have {SECRET_BYTES} bytes")
    return ServerKeys(
        sealing=derive_key(secret, b"server sealing"),
        digesting=derive_key(secret, b"server digests"),
        signing=derive_key(secret, b"server access tokens"),
        telling=derive_key(secret, b"support webhook"),
    )


def keys_in(file: Path) -> ServerKeys:
    """The keys kept in this file; the first call makes it, readable by its owner only.

    Raises `ValueError` when the file holds something else.
    """
    if not file.exists():
        _write_new_secret(file)
    try:
        secret = bytes_of(file.read_text("ascii").strip())
    except ValueError as error:
        raise ValueError(f"{file} does not hold the server's secret") from error
    return keys_of(secret)


def _write_new_secret(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=file.parent, prefix=file.name) as draft:
        draft.write(base64url(secrets.token_bytes(SECRET_BYTES)) + "\n")
        draft.flush()
        os.fsync(draft.fileno())
        try:
            # A link appears whole or not at all, so two servers starting at once agree.
            os.link(draft.name, file)
        except FileExistsError:
            return
