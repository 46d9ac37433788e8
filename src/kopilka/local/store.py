"""The port to whatever keeps records on this device: a file, a browser's database, or memory."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Table(StrEnum):
    """`kept` and `pages` go by name, `outbox` by a number that only grows."""

    KEPT = "kept"
    OUTBOX = "outbox"
    PAGES = "pages"


@dataclass(frozen=True)
class Put:
    """Keep a record under a name, in place of what was there."""

    table: Table
    name: str
    value: object


@dataclass(frozen=True)
class Add:
    """Put a record at the end of the outbox, under the next number."""

    value: object


@dataclass(frozen=True)
class Remove:
    """Forget a record; one that is not there is no fault."""

    table: Table
    key: str | int


@dataclass(frozen=True)
class Empty:
    """Forget every record of a table. Numbers go on from where they were."""

    table: Table


Change = Put | Add | Remove | Empty

Records = Mapping[str | int, object]
"""Records by key, in the order of their keys; values are plain JSON values."""

Condition = Callable[[object | None], bool]
"""Whether a write still makes sense, judged by `kept["wallet"]` inside the same transaction."""


class Store(Protocol):
    """Records of plain JSON values, shared by every tab and process that opened the same store.

    Every method may raise `NotKept`. A record that cannot be read back counts as absent.
    """

    @property
    def lasts(self) -> bool:
        """Whether what was written is still there when the app opens again."""

    async def read(self, table: Table) -> Records:
        """All records of a table, as of one moment."""

    async def get(self, table: Table, name: str) -> object | None:
        """One record, or None."""

    async def write(self, *changes: Change, only_if: Condition | None = None) -> int | None:
        """All of it or nothing, durable when it returns.

        The number of the record that was added last (0 when none was), or None when the condition
        did not hold and nothing was written.
        """

    def turn(self) -> AbstractAsyncContextManager[None]:
        """Held by at most one at a time among all that opened this store; freed when its holder dies."""


def always(_: object | None) -> bool:
    """The condition that holds."""
    return True
