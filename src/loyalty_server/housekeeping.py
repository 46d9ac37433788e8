"""What the server does by itself while it runs: sweep, erase who leaves, forget what is over."""

import asyncio
import logging
from functools import partial

from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import SQLAlchemyError

from loyalty_server.events.reading import forget_events
from loyalty_server.face.idempotency import forget_answers
from loyalty_server.offers.promo_codes import forget_guesses
from loyalty_server.privacy.erasure import erase, members_to_erase
from loyalty_server.purchases.joins import forget_joins
from loyalty_server.settings import ServerSettings
from loyalty_server.sign_in.codes import forget_codes
from loyalty_server.sweep import sweep
from loyalty_server.till.bad_scans import forget_bad_scans

FORGETTING = (
    forget_codes,
    forget_answers,
    forget_events,
    forget_bad_scans,
    forget_guesses,
    forget_joins,
)
log = logging.getLogger(__name__)


async def keep_house(settings: ServerSettings) -> None:
    """Once a `sweep_seconds`, until cancelled. A database that does not answer now may do so later."""
    while True:
        try:
            await run_in_threadpool(tidy, settings)
        except SQLAlchemyError as error:
            log.warning("the sweep failed and will be tried again: %s", type(error).__name__)
        await asyncio.sleep(settings.sweep_seconds)


def tidy(settings: ServerSettings) -> None:
    """One round. Any number of servers may do it at once."""
    now = settings.clock()
    sweep(settings.database, now)
    with settings.database.reading() as session:
        leaving = members_to_erase(session, now)
    for member_id in leaving:
        settings.database.write(partial(erase, keys=settings.keys, member_id=member_id, now=now))
    with settings.database.writing() as session:
        for forget in FORGETTING:
            forget(session, now)
