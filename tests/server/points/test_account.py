"""Points of a member are moved by whoever has that member's account, and nobody else."""

import re
from pathlib import Path

import loyalty_server

SERVER = Path(loyalty_server.__file__).parent


def makers_of(kind: str) -> set[str]:
    made = re.compile(rf"\b{kind}\(")
    return {
        file.relative_to(SERVER).as_posix()
        for file in SERVER.rglob("*.py")
        if made.search(file.read_text("utf-8"))
    }


def test_only_locking_yields_an_account() -> None:
    assert makers_of("LockedAccount") == {"points/account.py"}


def test_only_settling_yields_a_settled_account() -> None:
    assert makers_of("SettledAccount") == {"points/lots.py"}
