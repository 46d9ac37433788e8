"""The key that signs the app: a member's phone takes an update only from the same one."""

import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kopilka_cli.android.tools import CannotMake, run

PASSWORD: Final = "KOPILKA_KEYSTORE_PASSWORD"  # noqa: S105 - the variable's name
_VALID_DAYS: Final = "10000"
"""Past October 2033, as Google Play asks."""


@dataclass(frozen=True)
class SigningKey:
    """One key of a keystore; the password goes to tools by their environment alone."""

    keystore: Path
    alias: str
    password: str

    def sign_apk(self, unsigned: Path, signed: Path) -> None:
        """By the schemes 2 and 3 (Android 7 and 9 on)."""
        run(
            *("apksigner", "sign", "--ks", self.keystore, "--ks-pass", f"env:{PASSWORD}"),
            *("--ks-key-alias", self.alias, "--min-sdk-version", "26"),
            *("--v4-signing-enabled", "false", "--out", signed, unsigned),
            secrets=self._secrets,
        )

    def sign_bundle(self, bundle: Path) -> None:
        """As a jar, which is what stores ask of bundles."""
        run(
            *("jarsigner", "-keystore", self.keystore, "-storepass:env", PASSWORD),
            *("-digestalg", "SHA-256", bundle, self.alias),
            secrets=self._secrets,
        )

    def fingerprint(self) -> str:
        """SHA-256 of the certificate, as app links write it: `AB:CD:…`."""
        certificate = run(
            *("keytool", "-exportcert", "-keystore", self.keystore, "-alias", self.alias),
            *("-storepass:env", PASSWORD),
            secrets=self._secrets,
        )
        return hashlib.sha256(certificate).digest().hex(":").upper()

    @property
    def _secrets(self) -> dict[str, str]:
        return {PASSWORD: self.password}


def signing_key(keystore: Path | None, alias: str, folder: Path) -> SigningKey:
    """The given key, or the one of `folder`, made when it is not there. Raises `CannotMake`."""
    if keystore is None:
        return _own_key(alias, folder)
    if not keystore.is_file():
        raise CannotMake(f"{keystore}: there is no such keystore")
    if PASSWORD not in os.environ:
        raise CannotMake(f"the keystore's password is needed in {PASSWORD}")
    return SigningKey(keystore, alias, os.environ[PASSWORD])


def asset_links(application: str, fingerprint: str) -> str:
    """What the server answers at `/.well-known/assetlinks.json` (Google's Digital Asset Links)."""
    target = {
        "namespace": "android_app",
        "package_name": application,
        "sha256_cert_fingerprints": [fingerprint],
    }
    relation = ["delegate_permission/common.handle_all_urls"]
    return json.dumps([{"relation": relation, "target": target}], indent=2) + "\n"


def _own_key(alias: str, folder: Path) -> SigningKey:
    keystore, kept = folder / "wallet.p12", folder / "wallet.p12.password"
    if keystore.is_file():
        return SigningKey(keystore, alias, kept.read_text().strip())
    password = secrets.token_urlsafe(24)
    with open(kept, "w", opener=_only_ours) as file:
        file.write(password + "\n")
    run(
        *("keytool", "-genkeypair", "-keystore", keystore, "-storetype", "PKCS12"),
        *("-storepass:env", PASSWORD, "-alias", alias, "-dname", "CN=Wallet"),
        *("-keyalg", "EC", "-groupname", "secp256r1", "-validity", _VALID_DAYS),
        secrets={PASSWORD: password},
    )
    keystore.chmod(0o600)
    return SigningKey(keystore, alias, password)


def _only_ours(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
