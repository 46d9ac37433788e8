"""What another does while a round is on its way."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from sqlalchemy.orm import Session

from loyalty_server.database.transactions import Database

T = TypeVar("T")


def before_writing(
    database: Database, monkeypatch: pytest.MonkeyPatch, deed: Callable[[], object]
) -> None:
    """Do this once, before the next thing is written."""
    write = database.write

    def late(work: Callable[[Session], T]) -> T:
        monkeypatch.setattr(database, "write", write)
        deed()
        return write(work)

    monkeypatch.setattr(database, "write", late)
