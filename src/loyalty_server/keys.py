"""The server's secrets: one file outside the database, and the keys derived from it."""

import hmac
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from loyalty_api.card_code import derive_key

SECRET_BYTES = 32
NONCE_BYTES = 12
FINGERPRINT_DIGITS = 32


@dataclass(frozen=True)
class ServerKeys:
    """What one 32-byte secret gives: sealing (AES-256-GCM), keyed digests and signatures (HMAC-SHA-256).

    `telling` signs what other servers are told (support desk, text messages), which know it too.
    `fingerprint` names the secret and tells nothing of it; the database keeps it. `before` are the
    keys of the secrets that this one replaced, newest first: what they made is still good, and
    nothing new is made with them.

    Whoever has the database and not the secret learns no credential, address, code or token.
    """

    sealing: bytes = field(repr=False)
    digesting: bytes = field(repr=False)
    signing: bytes = field(repr=False)
    telling: bytes = field(repr=False)
    fingerprint: str
    before: tuple["ServerKeys", ...] = field(default=(), repr=False)

    @property
    def replaced_tellings(self) -> tuple[bytes, ...]:
        """`telling` of the secrets before: who is told may know one of those yet."""
        return tuple(keys.telling for keys in self.before)

    def seal(self, plain: bytes, bound_to: str) -> bytes:
        """Encrypted for storage; only `unseal` with the same `bound_to` opens it."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(self.sealing).encrypt(nonce, plain, bound_to.encode())

    def unseal(self, sealed: bytes, bound_to: str) -> bytes:
        """The inverse of `seal`. Raises `cryptography.exceptions.InvalidTag` for anything else."""
        nonce, text = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        for keys in (self, *self.before):
            with suppress(InvalidTag):
                return AESGCM(keys.sealing).decrypt(nonce, text, bound_to.encode())
        raise InvalidTag

    def digest(self, purpose: str, text: str) -> str:
        """A keyed hash in hex: equal texts are found again, and nothing can be guessed from it."""
        return hmac.digest(self.digesting, f"{purpose}\0{text}".encode(), "sha256").hex()

    def digests(self, purpose: str, text: str) -> tuple[str, ...]:
        """What `digest` says now, and what it said before the secret was replaced."""
        return tuple(keys.digest(purpose, text) for keys in (self, *self.before))

    def sign(self, text: str) -> str:
        """The signature of a token's text, in base64url."""
        return base64url(hmac.digest(self.signing, text.encode(), "sha256"))

    def has_signed(self, text: str, signature: str) -> bool:
        """Whether this is the signature of that text, by this secret or one before it."""
        return any(
            hmac.compare_digest(keys.sign(text).encode(), signature.encode())
            for keys in (self, *self.before)
        )


def base64url(plain: bytes) -> str:
    """Base64 for URLs without padding (RFC 4648, section 5)."""
    return urlsafe_b64encode(plain).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    """The inverse of `base64url`. Raises `ValueError` for any other text."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def keys_of(secret: bytes, *replaced: bytes) -> ServerKeys:
    """The keys that this secret stands for, and those of the secrets that it replaced."""
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"the server's secret must have {SECRET_BYTES} bytes")
    return ServerKeys(
        sealing=derive_key(secret, b"server sealing"),
        digesting=derive_key(secret, b"server digests"),
        signing=derive_key(secret, b"server access tokens"),
        telling=derive_key(secret, b"support webhook"),
        fingerprint=derive_key(secret, b"fingerprint").hex()[:FINGERPRINT_DIGITS],
        before=tuple(keys_of(earlier) for earlier in replaced),
    )


def keys_in(file: Path) -> ServerKeys:
    """The keys kept in this file: a secret a line, the one in force first.

    Raises `FileNotFoundError`, and `ValueError` when the file holds something else.
    """
    return keys_of(*_secrets_in(file))


def make_secret(file: Path) -> None:
    """A new secret in a new file, readable by its owner only. Raises `FileExistsError`."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with _draft(file, [secrets.token_bytes(SECRET_BYTES)]) as draft:
        # A link appears whole or not at all, so of two servers starting at once one makes it.
        os.link(draft.name, file)


def replace_secret(file: Path) -> None:
    """A new secret before those that this file holds. Raises what `keys_in` raises."""
    _write(file, [secrets.token_bytes(SECRET_BYTES), *_secrets_in(file)])


def drop_replaced(file: Path) -> None:
    """Leave the secret in force alone in its file. Raises what `keys_in` raises."""
    _write(file, _secrets_in(file)[:1])


def _secrets_in(file: Path) -> list[bytes]:
    try:
        found = [bytes_of(line) for line in file.read_text("ascii").split()]
    except ValueError:
        found = []
    if not found or any(len(secret) != SECRET_BYTES for secret in found):
        raise ValueError(f"{file} does not hold the server's secret")
    return found


def _write(file: Path, kept: Sequence[bytes]) -> None:
    with _draft(file, kept) as draft:
        Path(draft.name).replace(file)


@contextmanager
def _draft(file: Path, kept: Sequence[bytes]) -> Iterator[IO[str]]:
    """A file beside it, whole on the disk; it is gone afterwards unless it was renamed."""
    with NamedTemporaryFile("w", dir=file.parent, prefix=file.name, delete=False) as draft:
        try:
            draft.writelines(base64url(secret) + "\n" for secret in kept)
            draft.flush()
            os.fsync(draft.fileno())
            yield draft
        finally:
            Path(draft.name).unlink(missing_ok=True)
