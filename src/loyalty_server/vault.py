"""The devices' keys at rest: AES-256-GCM under a key that is never in the database."""

import base64
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12


class Vault:
    """Seals and opens short secrets; `context` (a kid) binds each to its row."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"the vault's key has {KEY_BYTES} bytes")
        self._cipher = AESGCM(key)

    def seal(self, secret: bytes, context: str) -> bytes:
        """The secret encrypted, with its nonce in front."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """The secret again. Raises `ValueError` if the key or the row is not the one it was sealed for."""
        try:
            return self._cipher.decrypt(
                sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context.encode()
            )
        except InvalidTag:
            raise ValueError("sealed under another key or for another row") from None


def key_from_text(text: str) -> bytes:
    """A key written as base64url, as an environment variable or a file holds it."""
    return base64.urlsafe_b64decode(text.strip())


def key_from_file(path: Path) -> bytes:
    """The key kept in this file; made and written there, for its owner only, on the first call."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode())
    return key_from_text(path.read_text())
