"""What this device remembers, without any network."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import reduce
from typing import TypeVar

from kopilka.domain import NotKept
from kopilka.local.kept import HISTORY, LocalStore, Page, Waiting, WalletRecord
from kopilka.local.secrets import KeptSession
from kopilka.repository.live_view import Known, LiveView, forgotten
from loyalty_api import codec
from loyalty_api.history import History
from loyalty_api.malformed import Malformed
from loyalty_api.models import Wallet

T = TypeVar("T")


async def recall(live: LiveView, local: LocalStore, session: KeptSession) -> None:
    """Know what is kept now, also by another tab; the marks, and what could not be kept, stay as known.

    Storage that gives nothing leaves everything as known: the card shows for as long as the app runs.
    """
    before = live.known
    with suppress(NotKept):
        kept = await _read(local, session)
        live.change(lambda known: _recalled(known, before, kept))


async def recall_at_start(live: LiveView, local: LocalStore, session: KeptSession) -> None:
    """Know what the first paint is made of; drawn once, when all of it is read."""
    before, changes = live.known, list[Callable[[Known], Known]]()
    with suppress(NotKept):
        kept = await _read(local, session)
        changes.append(lambda known: _recalled(known, before, kept))
        settings, refusals = await local.settings(), await local.refusals()
        changes.append(lambda known: replace(known, settings=settings, refusals=refusals))
        drafts = await local.drafts()
        changes.append(lambda known: replace(known, drafts=drafts))
        page = await local.page(HISTORY)
        if page and (history := read_page(History, page)):
            etag = page.etag
            changes.append(lambda known: replace(known, history=history, history_etag=etag))
    live.change(lambda known: reduce(lambda so_far, change: change(so_far), changes, known))


def read_page(kind: type[T], page: Page) -> T | None:
    """A kept page as this kind; None when it is not understood."""
    try:
        return codec.loads(kind, page.json)
    except Malformed:
        return None


@dataclass(frozen=True)
class _Kept:
    record: WalletRecord
    waiting: tuple[Waiting, ...]
    has_session: bool


async def _read(local: LocalStore, session: KeptSession) -> _Kept:
    return _Kept(await local.wallet(), await local.outbox(), await session.token() is not None)


def _recalled(known: Known, before: Known, kept: _Kept) -> Known:
    """What was done while it was read is newer: it stays. Who signed in or out meanwhile keeps all."""
    if known.kid != before.kid:
        return known
    ended = before.has_session and not known.has_session
    waiting = _merged(kept.waiting, known.waiting, before.waiting)
    if kept.record.kid != known.kid:
        known = forgotten(known)
        waiting = kept.waiting
    return replace(
        _with_record(known, kept.record),
        waiting=waiting,
        has_session=kept.has_session and not ended,
        clock=known.clock or kept.record.clock,
    )


def _merged(
    kept: tuple[Waiting, ...], known: tuple[Waiting, ...], before: tuple[Waiting, ...]
) -> tuple[Waiting, ...]:
    """What is kept, then what was added since, then what could not be kept (numbered below 0)."""
    there = {item.key for item in (*kept, *before)}
    added = (item for item in known if item.key < 0 or item.key not in there)
    return (*kept, *added)


def _with_record(known: Known, record: WalletRecord) -> Known:
    if record.json == known.record.json and record.kid == known.kid:
        return replace(known, record=record)
    wallet = read_page(Wallet, Page(record.json)) if record.json else None
    return replace(known, record=record, wallet=wallet)
