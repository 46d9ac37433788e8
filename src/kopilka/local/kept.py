"""What the wallet keeps on this device, as typed records. A record that is not understood is absent."""

import asyncio
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeVar
from uuid import uuid4

from kopilka.domain import Refusal, Rest, ServerClock, Settings
from kopilka.local.store import Add, Condition, Empty, Put, Remove, Store, Table
from loyalty_api import codec
from loyalty_api.actions import Action
from loyalty_api.malformed import Malformed

T = TypeVar("T")

WALLET: Final = "wallet"
REFUSALS: Final = "refusals"
SETTINGS: Final = "settings"
HISTORY: Final = "history"
DRAFTS: Final = "drafts"
REST: Final = "rest"
ATTEMPT: Final = "attempt/"


@dataclass(frozen=True)
class WalletRecord:
    """The last snapshot beside the server's clock and the id of the credential of the sign-in.

    That id names the sign-in also when the key has been exchanged since, see `DeviceKey`. `json` is
    the text of `GET /v1/wallet` as the server wrote it: a later version of the wallet may understand
    more of it. `as_of` is by the server's clock; see `ServerClock` for the last three.
    """

    kid: str | None = None
    json: str | None = None
    etag: str | None = None
    as_of: datetime | None = None
    offset: float = 0.0
    margin: float | None = None
    learned_at: float | None = None

    @property
    def clock(self) -> ServerClock | None:
        """The server's clock as it was last known; None when it was not, or not in earnest."""
        if self.margin is None or self.learned_at is None:
            return None
        clock = ServerClock(self.offset, self.margin, self.learned_at)
        return clock if clock.is_plausible else None

    def with_clock(self, clock: ServerClock | None) -> "WalletRecord":
        """The same snapshot beside what is known of the server's clock now."""
        if clock is None:
            return self
        return replace(self, offset=clock.offset, margin=clock.margin, learned_at=clock.learned_at)


@dataclass(frozen=True)
class Page:
    """The text of an answer, and the `etag` of the snapshot it belongs to."""

    json: str
    etag: str | None = None


@dataclass(frozen=True)
class Waiting:
    """An action the server has not confirmed yet, and whose it is."""

    key: int
    member_id: str
    action: Action


@dataclass(frozen=True)
class _Why:
    code: str
    at: datetime
    until: datetime | None = None


class LocalStore:
    """Typed records over a `Store`. Every method may raise `NotKept`.

    Writes that belong to a credential are made only while it is still the one that is kept: another
    tab may have signed out meanwhile. They answer whether they were made.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._drafting = asyncio.Lock()
        self._resting = asyncio.Lock()

    async def wallet(self) -> WalletRecord:
        """The snapshot's record; an empty one when nothing is kept."""
        kept = await self._store.get(Table.KEPT, WALLET)
        return _understood(WalletRecord, kept) or WalletRecord()

    async def outbox(self) -> tuple[Waiting, ...]:
        """What waits to be told to the server, oldest first."""
        records = await self._store.read(Table.OUTBOX)
        waiting = (_waiting(key, value) for key, value in records.items())
        return tuple(item for item in waiting if item)

    async def begin(self, kid: str) -> None:
        """A session was opened: a new credential, and no page of whoever was here before."""
        await self._store.write(
            Put(Table.KEPT, WALLET, codec.encode(WalletRecord(kid=kid))),
            Remove(Table.KEPT, REFUSALS),
            Empty(Table.PAGES),
        )

    async def settle(self, record: WalletRecord, told: Collection[int]) -> bool:
        """Keep the snapshot and forget what it already holds, in one write."""
        written = await self._store.write(
            Put(Table.KEPT, WALLET, codec.encode(record)),
            *(Remove(Table.OUTBOX, key) for key in told),
            only_if=_still(record.kid),
        )
        return written is not None

    async def add(
        self, kid: str | None, member_id: str, action: Action, draft: str | None = None
    ) -> int | None:
        """Put an action at the end of the outbox, in one write with forgetting what it was drafted as.

        Its number, or None when the credential changed.
        """
        add = Add({"member": member_id, "action": codec.encode_action(action)})
        if draft is None:
            return await self._store.write(add, only_if=_still(kid))
        async with self._drafting:
            left = await self._drafts_with(draft, None)
            return await self._store.write(add, left, only_if=_still(kid))

    async def forget(self, keys: Collection[int]) -> None:
        """Take actions out of the outbox that will never be sent."""
        await self._store.write(*(Remove(Table.OUTBOX, key) for key in keys))

    async def refuse(self, kid: str | None, key: int, refusal: Refusal) -> None:
        """Take an action out of the outbox and keep why, until the member has read it."""
        await self._store.write(
            Put(Table.KEPT, REFUSALS, [*await self._refused(), _refused(refusal)]),
            Remove(Table.OUTBOX, key),
            only_if=_still(kid),
        )

    async def refusals(self) -> tuple[Refusal, ...]:
        """What was refused and the member has not read yet, oldest first."""
        refusals = map(_refusal, await self._refused())
        return tuple(refusal for refusal in refusals if refusal)

    async def forget_refusals(self, read: Collection[Refusal]) -> None:
        """The member has read these; another window may have kept more."""
        left = [kept for kept in await self._refused() if _refusal(kept) not in read]
        await self._store.write(Put(Table.KEPT, REFUSALS, left))

    async def page(self, name: str) -> Page | None:
        """A page that was seen before."""
        return _understood(Page, await self._store.get(Table.PAGES, name))

    async def keep_page(self, kid: str | None, name: str, page: Page) -> bool:
        """Keep a page for when there is no network."""
        put = Put(Table.PAGES, name, codec.encode(page))
        return await self._store.write(put, only_if=_still(kid)) is not None

    async def rest(self) -> Rest:
        """What was fetched beside a snapshot."""
        return _understood(Rest, await self._store.get(Table.PAGES, REST)) or Rest()

    async def change_rest(self, kid: str | None, changed: Callable[[Rest], Rest]) -> None:
        """Keep what follows from it, for when there is no network."""
        async with self._resting:
            before = await self.rest()
            if (after := changed(before)) != before:
                put = Put(Table.PAGES, REST, codec.encode(after))
                await self._store.write(put, only_if=_still(kid))

    async def drafts(self) -> dict[str, object]:
        """What the member began to write and did not send, by name."""
        kept = await self._store.get(Table.PAGES, DRAFTS)
        return kept if isinstance(kept, dict) else {}

    async def keep_draft(self, kid: str | None, name: str, draft: object | None) -> None:
        """Keep it as it is by now, beside what another window keeps; None forgets it."""
        async with self._drafting:
            await self._store.write(await self._drafts_with(name, draft), only_if=_still(kid))

    async def attempt(self, kid: str | None, what: str) -> str:
        """The Idempotency-Key of doing this, the same one until it is `attempted`."""
        name = f"{ATTEMPT}{what}"
        kept = await self._store.get(Table.PAGES, name)
        if isinstance(kept, str):
            return kept
        key = str(uuid4())
        await self._store.write(Put(Table.PAGES, name, key), only_if=_still(kid))
        return key

    async def attempted(self, what: str) -> None:
        """The server has answered: doing it again is another attempt."""
        await self._store.write(Remove(Table.PAGES, f"{ATTEMPT}{what}"))

    async def settings(self) -> Settings:
        """What the member chose on this device."""
        kept = await self._store.get(Table.KEPT, SETTINGS)
        return _understood(Settings, kept) or Settings()

    async def keep_settings(self, settings: Settings) -> None:
        """Settings outlive a sign-out."""
        await self._store.write(Put(Table.KEPT, SETTINGS, codec.encode(settings)))

    async def wipe(self) -> None:
        """Forget everything about the member, in one write."""
        await self._store.write(
            Remove(Table.KEPT, WALLET),
            Remove(Table.KEPT, REFUSALS),
            Empty(Table.OUTBOX),
            Empty(Table.PAGES),
        )

    async def _refused(self) -> list[object]:
        kept = await self._store.get(Table.KEPT, REFUSALS)
        return kept if isinstance(kept, list) else []

    async def _drafts_with(self, name: str, draft: object | None) -> Put:
        return Put(Table.PAGES, DRAFTS, with_draft(await self.drafts(), name, draft))

    def turn(self) -> AbstractAsyncContextManager[None]:
        """See `Store.turn`."""
        return self._store.turn()


def with_draft(drafts: Mapping[str, object], name: str, draft: object | None) -> dict[str, object]:
    """The drafts with this one in the place of what went by its name; None leaves none."""
    others = {other: kept for other, kept in drafts.items() if other != name}
    return others if draft is None else {**others, name: draft}


def _still(kid: str | None) -> Condition:
    def holds(kept: object | None) -> bool:
        record = _understood(WalletRecord, kept)
        return record is not None and record.kid == kid

    return holds


def _waiting(key: str | int, value: object) -> Waiting | None:
    match key, value:
        case int(), {"member": str(member_id), "action": kept}:
            action = _action(kept)
            return Waiting(key, member_id, action) if action else None
    return None


def _refused(refusal: Refusal) -> dict[str, object]:
    why = codec.encode(_Why(refusal.code, refusal.at, refusal.until))
    return {"action": codec.encode_action(refusal.action), **why}


def _refusal(value: object) -> Refusal | None:
    why = _understood(_Why, value)
    if why is None or not isinstance(value, dict):
        return None
    action = _action(value.get("action"))
    return Refusal(action, why.code, why.at, why.until) if action else None


def _action(value: object) -> Action | None:
    try:
        return codec.decode_action(value)
    except Malformed:
        return None


def _understood(kind: type[T], value: object | None) -> T | None:
    try:
        return None if value is None else codec.decode(kind, value)
    except Malformed:
        return None
