"""The demo as a newcomer starts it."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

READY_WITHIN_SECONDS = 300


@dataclass(frozen=True)
class Demo:
    """A running demo: the addresses and keys of its ready file."""

    wallet: str
    wallet_signed_in: str
    till: str
    display: str
    api: str
    till_key: str
    phone: str
    log: Path
    desk: str
    desk_keys: dict[str, str]

    @property
    def database(self) -> Path:
        return self.log.with_name("data") / "kopilka.db"

    def first_code_sent_to(self, phone: str) -> str | None:
        """The one-time code of a phone that nobody has asked with before, once it was sent."""
        return next(iter(self._codes_sent_to(phone)), None)

    @contextmanager
    def next_code(self, phone: str) -> Iterator[Callable[[], str | None]]:
        """Around what asks for a code: what tells the code that came of it, once it was sent."""
        before = len(self._codes_sent_to(phone))
        yield lambda: next(iter(self._codes_sent_to(phone)[before:]), None)

    def _codes_sent_to(self, phone: str) -> list[str]:
        return re.findall(rf"sign-in code for {re.escape(phone)}: (\d+)", self.log.read_text())


@contextmanager
def running_demo(folder: Path, *more: str) -> Iterator[Demo]:
    """A demo of its own, with all it keeps in `folder`; `more` goes to `kopilka demo`."""
    ready_file = folder / "ready.json"
    command = [sys.executable, "-m", "kopilka_cli.main", "demo", "--port", "0", "--no-browser"]
    command += ["--data", str(folder / "data"), "--ready-file", str(ready_file), *more]
    with (folder / "log").open("w") as log:
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        try:
            yield _when_ready(process, ready_file, folder / "log")
        finally:
            process.terminate()
            process.wait(timeout=20)


def _when_ready(process: "subprocess.Popen[bytes]", ready_file: Path, log: Path) -> Demo:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while not ready_file.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"the demo did not start:\n{log.read_text()}")
        time.sleep(0.05)
    return Demo(**json.loads(ready_file.read_text()), log=log)
