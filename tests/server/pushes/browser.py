"""A browser that subscribes: its keys, and what it reads of a message by another implementation."""

import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec

from kopilka_cli.web.parts import copy_files, kept_folder
from kopilka_cli.web.places import KEPT, NODE, NPM
from kopilka_cli.web.programs import run
from loyalty_server.keys import base64url
from loyalty_server.pushes.encryption import CURVE, Reader, point_of

HERE: Final = Path(__file__).parent / "reader"
LOCK: Final = ("package.json", "package-lock.json", ".npmrc")


@dataclass(frozen=True)
class Browser:
    """One that a push service gave this endpoint."""

    endpoint: str
    own: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(CURVE))
    auth: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def reader(self) -> Reader:
        return Reader(point_of(self.own.public_key()), self.auth)

    def subscription(self, **other: object) -> dict[str, Any]:
        """The body of `PUT /v1/devices/this/push`."""
        return {
            "endpoint": self.endpoint,
            "p256dh": base64url(self.reader.point),
            "auth": base64url(self.auth),
            "time_zone": "Europe/Moscow",
        } | other

    def read(self, body: bytes) -> str:
        """What was sent."""
        folder = kept_folder(KEPT, "push-reader", [HERE / name for name in LOCK], _install)
        private = self.own.private_numbers().private_value.to_bytes(32, "big")
        asked = {"own": base64url(private), "auth": base64url(self.auth), "body": base64url(body)}
        ended = subprocess.run(
            [NODE, HERE / "read.mjs", folder],
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            check=True,
        )
        text: str = json.loads(ended.stdout)
        return text


def _install(folder: Path) -> None:
    copy_files(HERE, folder, *LOCK)
    run(NODE, NPM, "ci", "--no-audit", "--no-fund", "--prefix", folder, folder=folder)
