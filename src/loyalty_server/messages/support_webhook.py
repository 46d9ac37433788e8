"""What members write is told to the retailer's support desk: a signed webhook, tried until it is taken.

The notice is kept in the transaction of the message, so none is lost; one whose answer was lost is
sent again with the same `webhook-id`.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import httpx
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from loyalty_api.codec import dumps
from loyalty_server.database.transactions import Database, wake
from loyalty_server.messages.support_desk import SupportDesk
from loyalty_server.tables import MessageRow, SupportLetterRow
from loyalty_server.unforeseen import OneOfMany
from loyalty_server.webhooks import signed_headers

TOPIC: Final = "support"
AT_ONCE: Final = 20
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=6)
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SupportNotice:
    """What the desk is told: which member wrote what and when, and whether they ask to be called."""

    message_id: str
    member_id: str
    at: datetime
    text: str = field(repr=False)
    call_back: bool = False


def post_notice(session: Session, desk: SupportDesk | None, message: MessageRow) -> None:
    """Tell the desk of this message once it is kept; without a desk it waits for the operator."""
    if desk:
        session.add(SupportLetterRow(message_id=message.id, due_at=message.at, tries=0))
        wake(session, TOPIC)


def send_due(database: Database, desk: SupportDesk, clock: Callable[[], datetime]) -> None:
    """One round over what is due now. Any number of servers may do it at once."""
    with httpx.Client(transport=desk.transport, timeout=desk.patience_seconds) as client:
        while notices := database.write(partial(_take_due, now=clock())):
            for notice in notices:
                with OneOfMany():
                    if _is_taken(client, desk, notice, clock()):
                        database.write(partial(_forget, notice=notice))


def _take_due(session: Session, now: datetime) -> Sequence[SupportNotice]:
    """The next notices; each is due again later, in case this server dies with it in hand."""
    due = session.execute(
        select(SupportLetterRow, MessageRow)
        .join(MessageRow, MessageRow.id == SupportLetterRow.message_id)
        .where(SupportLetterRow.due_at <= now)
        .order_by(SupportLetterRow.message_id)
        .limit(AT_ONCE)
        .with_for_update(of=SupportLetterRow, skip_locked=True)
    ).all()
    for row, _ in due:
        row.due_at = now + min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(row.tries, 20))
        row.tries += 1
    return [
        SupportNotice(str(said.id), said.member_id, said.at, said.text, said.call_back)
        for _, said in due
    ]


def _is_taken(
    client: httpx.Client, desk: SupportDesk, notice: SupportNotice, now: datetime
) -> bool:
    body = dumps(notice)
    secrets = (desk.secret, *desk.replaced)
    headers = signed_headers(secrets, f"msg_{notice.message_id}", body, now)
    try:
        answer = client.post(desk.url, content=body, headers=headers)
    except httpx.RequestError as error:
        log.warning("the support desk cannot be reached: %s", type(error).__name__)
        return False
    if not answer.is_success:
        log.warning("the support desk answered %s", answer.status_code)
    return answer.is_success


def _forget(session: Session, notice: SupportNotice) -> None:
    message_id = int(notice.message_id)
    session.execute(delete(SupportLetterRow).where(SupportLetterRow.message_id == message_id))
