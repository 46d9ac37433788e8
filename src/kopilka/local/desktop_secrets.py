"""The desktop's secret store: the system's keyring, or a file where there is none."""

import asyncio
import json
import os
import tempfile
from pathlib import Path

import keyring
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringError, PasswordDeleteError

from kopilka.domain import NotKept
from kopilka.local.secrets import Secrets


def desktop_secrets(service: str, beside: Path) -> Secrets:
    """The keyring under the name `service`.

    Without a keyring (a headless Linux) a file in the folder `beside`, readable by its owner alone
    (0600) and **not encrypted**: whoever reads the member's files can take the card.
    """
    if isinstance(keyring.get_keyring(), NoKeyring):
        return FileSecrets(beside / "secrets.json")
    return KeyringSecrets(service)


class KeyringSecrets:
    """Keychain, Credential Locker or Secret Service. See `Secrets`."""

    def __init__(self, service: str) -> None:
        self._service = service

    async def get(self, name: str) -> str | None:
        try:
            return await asyncio.to_thread(keyring.get_password, self._service, name)
        except KeyringError as error:
            raise NotKept("the keyring gave nothing") from error

    async def put(self, name: str, text: str) -> None:
        try:
            await asyncio.to_thread(keyring.set_password, self._service, name, text)
        except KeyringError as error:
            raise NotKept("the keyring took nothing") from error

    async def drop(self, name: str) -> None:
        try:
            await asyncio.to_thread(keyring.delete_password, self._service, name)
        except PasswordDeleteError:
            return
        except KeyringError as error:
            raise NotKept("the keyring forgot nothing") from error


class FileSecrets:
    """One JSON file with mode 0600, replaced as a whole. See `Secrets` and `desktop_secrets`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def get(self, name: str) -> str | None:
        return self._read().get(name)

    async def put(self, name: str, text: str) -> None:
        self._replace({**self._read(), name: text})

    async def drop(self, name: str) -> None:
        kept = self._read()
        if name in kept:
            self._replace({other: text for other, text in kept.items() if other != name})

    def _read(self) -> dict[str, str]:
        try:
            kept = json.loads(self._path.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        except OSError as error:
            raise NotKept("the file of secrets cannot be read") from error
        texts = kept.items() if isinstance(kept, dict) else ()
        return {name: text for name, text in texts if isinstance(text, str)}

    def _replace(self, kept: dict[str, str]) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self._path.parent)
            try:
                with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                    json.dump(kept, file)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(self._path)
            finally:
                Path(name).unlink(missing_ok=True)
        except OSError as error:
            raise NotKept("the file of secrets cannot be written") from error
