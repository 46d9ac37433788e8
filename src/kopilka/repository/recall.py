"""What this device remembers, without any network."""

from contextlib import suppress
from dataclasses import replace
from typing import TypeVar

from kopilka.domain import NotKept
from kopilka.local.kept import HISTORY, LocalStore, Page, WalletRecord
from kopilka.local.secrets import KeptSession
from kopilka.repository.live_view import Known
from loyalty_api import codec
from loyalty_api.history import History
from loyalty_api.models import Wallet

T = TypeVar("T")


async def recalled(local: LocalStore, session: KeptSession, known: Known) -> Known:
    """What is kept now, also by another tab; the marks, and what could not be kept, stay as known.

    Storage that gives nothing leaves everything as known: the card shows for as long as the app runs.
    """
    with suppress(NotKept):
        record = await local.wallet()
        if record.kid != known.kid:
            known = Known(clock=known.clock, settings=known.settings)
        unkept = tuple(item for item in known.waiting if item.key < 0)
        known = replace(
            _with_record(known, record),
            waiting=(*await local.outbox(), *unkept),
            has_session=await session.token() is not None,
            clock=known.clock or record.clock,
        )
    return known


async def recalled_at_start(local: LocalStore, session: KeptSession) -> Known:
    """What the first paint is made of."""
    known = await recalled(local, session, Known())
    with suppress(NotKept):
        known = replace(known, settings=await local.settings(), refusals=await local.refusals())
        known = replace(known, drafts=await local.drafts())
        page = await local.page(HISTORY)
        if page and (history := read_page(History, page)):
            known = replace(known, history=history, history_etag=page.etag)
    return known


def read_page(kind: type[T], page: Page) -> T | None:
    """A kept page as this kind; None when it is not understood."""
    try:
        return codec.loads(kind, page.json)
    except codec.Malformed:
        return None


def _with_record(known: Known, record: WalletRecord) -> Known:
    if record.json == known.record.json and record.kid == known.kid:
        return replace(known, record=record)
    wallet = read_page(Wallet, Page(record.json)) if record.json else None
    return replace(known, record=record, wallet=wallet)
