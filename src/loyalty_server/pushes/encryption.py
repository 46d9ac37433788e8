"""What a browser's push service carries and cannot read (RFC 8291, in the one record of RFC 8188)."""

import os
from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE: Final = ec.SECP256R1()
POINT_BYTES: Final = 65
AUTH_BYTES: Final = 16
SALT_BYTES: Final = 16
RECORD_BYTES: Final = 4096
LONGEST_TEXT: Final = 3000
"""Bytes that every push service takes with what encryption adds to them."""
_LAST_RECORD: Final = b"\x02"


@dataclass(frozen=True)
class Reader:
    """Who alone can read it: the browser's public point, and the secret it gave with it."""

    point: bytes = field(repr=False)
    auth: bytes = field(repr=False)

    @property
    def key(self) -> ec.EllipticCurvePublicKey:
        """Raises `ValueError` for what is no point of the curve."""
        return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, self.point)

    def require_sound(self) -> None:
        """Raises `ValueError` where nothing could be sent."""
        if len(self.auth) != AUTH_BYTES or len(self.point) != POINT_BYTES:
            raise ValueError("a point of 65 bytes and a secret of 16 are needed")
        _ = self.key


def encrypted(
    plain: bytes,
    reader: Reader,
    own: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """A body of `Content-Encoding: aes128gcm`; the key of its own and the salt are new each time."""
    own = own or ec.generate_private_key(CURVE)
    salt = salt or os.urandom(SALT_BYTES)
    point = point_of(own.public_key())
    shared = own.exchange(ec.ECDH(), reader.key)
    told = b"WebPush: info\0" + reader.point + point
    secret = _derived(shared, reader.auth, told, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD_BYTES.to_bytes(4, "big") + bytes([len(point)]) + point
    return head + AESGCM(key).encrypt(nonce, plain + _LAST_RECORD, None)


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """A public key as browsers write it."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
