"""Who signs passes for Apple's wallet: the retailer's Pass Type ID certificate and Apple's intermediate."""

import ssl
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    pkcs7,
)
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class AppleSigner:
    """The three files in PEM; `password` opens the key, if it is encrypted."""

    certificate_file: Path
    key_file: Path
    intermediate_file: Path
    password: str | None = field(default=None, repr=False)

    @cached_property
    def certificate(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self.certificate_file.read_bytes())

    @cached_property
    def intermediate(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self.intermediate_file.read_bytes())

    @cached_property
    def _key(self) -> rsa.RSAPrivateKey:
        password = self.password.encode() if self.password else None
        match load_pem_private_key(self.key_file.read_bytes(), password):
            case rsa.RSAPrivateKey() as key:
                return key
            case _:
                raise ValueError(f"{self.key_file.name}: an RSA key is needed")

    @property
    def pass_type(self) -> str:
        """The pass type identifier, which the certificate names as its user id."""
        return self._named(NameOID.USER_ID)

    @property
    def team(self) -> str:
        """The team identifier, its organisational unit."""
        return self._named(NameOID.ORGANIZATIONAL_UNIT_NAME)

    def require_sound(self) -> None:
        """Raises `ValueError` in words where passes would be refused by every phone, and `OSError`."""
        try:
            key, certificate = self._key, self.certificate
            self.intermediate.public_key()
        except TypeError as fault:
            raise ValueError(f"{self.key_file.name}: {fault}") from fault
        if not self.pass_type.startswith("pass.") or not self.team:
            raise ValueError(f"{self.certificate_file.name} is no Pass Type ID certificate")
        if _bytes_of(key.public_key()) != _bytes_of(certificate.public_key()):
            raise ValueError(f"{self.key_file.name} is not of {self.certificate_file.name}")
        try:
            certificate.verify_directly_issued_by(self.intermediate)
        except (InvalidSignature, ValueError, TypeError) as fault:
            raise ValueError(
                f"{self.intermediate_file.name} did not issue {self.certificate_file.name}"
            ) from fault

    def signature(self, manifest: bytes) -> bytes:
        """Detached, PKCS#7 in DER, with the certificates and the time (Apple, Building a Pass)."""
        return (
            pkcs7.PKCS7SignatureBuilder()
            .set_data(manifest)
            .add_signer(self.certificate, self._key, SHA256())
            .add_certificate(self.intermediate)
            .sign(Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])
        )

    def tls(self) -> ssl.SSLContext:
        """How Apple's push service knows us: by the same certificate."""
        context = ssl.create_default_context()
        context.load_cert_chain(self.certificate_file, self.key_file, self.password)
        return context

    def _named(self, oid: x509.ObjectIdentifier) -> str:
        found = self.certificate.subject.get_attributes_for_oid(oid)
        return str(found[0].value) if found else ""


def _bytes_of(key: object) -> bytes:
    if not isinstance(key, rsa.RSAPublicKey):
        return b""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
