"""Certificates as Apple gives them, from an authority of the test's own."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from loyalty_server.passes.apple_signer import AppleSigner

PASS_TYPE = "pass.example.loyalty"
TEAM = "ABCDE12345"


@dataclass(frozen=True)
class Authority:
    """A key and its certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate


@dataclass(frozen=True)
class AppleFiles:
    """What a retailer downloads from Apple, and the root that a phone trusts."""

    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    @property
    def intermediate(self) -> Path:
        return self.folder / "wwdr.pem"

    @property
    def signer(self) -> AppleSigner:
        return AppleSigner(self.folder / "pass.pem", self.folder / "pass.key", self.intermediate)


def made(name: str, by: Authority | None, *named: x509.NameAttribute) -> Authority:
    """A certificate of this name; nobody's but its own where nobody made it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name), *named])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(not named, None), critical=True)
        .sign(by.key if by else key, SHA256())
    )
    return Authority(key, certificate)


def apple_files(folder: Path) -> AppleFiles:
    """A whole set in this folder."""
    root = made("Test Root", None)
    wwdr = made("Test WWDR", root)
    own = made(
        f"Pass Type ID: {PASS_TYPE}",
        wwdr,
        x509.NameAttribute(NameOID.USER_ID, PASS_TYPE),
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, TEAM),
    )
    for name, one in (("root", root), ("wwdr", wwdr), ("pass", own)):
        pem = one.certificate.public_bytes(Encoding.PEM)
        (folder / f"{name}.pem").write_bytes(pem)
    write_key(folder / "pass.key", own.key)
    return AppleFiles(folder)


def write_key(file: Path, key: rsa.RSAPrivateKey, password: bytes | None = None) -> None:
    """The key in PEM, encrypted where a password is given."""
    how = BestAvailableEncryption(password) if password else NoEncryption()
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how))
