"""What the server does by itself while it runs: sweep, erase who leaves, forget what is over, tell the outside."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import anyio
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from loyalty_server.cashiers.devices import pairings_over
from loyalty_server.challenges.personal import set_goals
from loyalty_server.contests.drawing import draw_due
from loyalty_server.contests.opening import open_due
from loyalty_server.database.bell import Bell
from loyalty_server.database.forgetting import forget
from loyalty_server.database.transactions import add_new
from loyalty_server.dispatches.deliveries import TOPIC as DISPATCHES
from loyalty_server.dispatches.deliveries import carry, dispatches_over
from loyalty_server.dispatches.deliveries import take_next as take_dispatch
from loyalty_server.engines.changes import hear_changes
from loyalty_server.engines.outbox import TOPIC as ENGINE
from loyalty_server.engines.outbox import deliver_due
from loyalty_server.events.reading import events_over
from loyalty_server.face.idempotency import answers_over
from loyalty_server.families.invitations import invitations_over
from loyalty_server.messages.reminders import remind
from loyalty_server.messages.schedule import send_scheduled
from loyalty_server.messages.support_webhook import TOPIC, send_due
from loyalty_server.offers.birthday_gifts import give_birthday_gifts
from loyalty_server.offers.promo_codes import guesses_over
from loyalty_server.passes.ending import TOPIC as PASSES
from loyalty_server.passes.ending import passes_over
from loyalty_server.passes.rounds import look_at_passes, push_due, tell_google_due
from loyalty_server.privacy.erasure import erase, members_to_erase
from loyalty_server.purchases.joins import joins_over
from loyalty_server.pushes.deliveries import TOPIC as PUSHES
from loyalty_server.pushes.deliveries import pushes_over
from loyalty_server.pushes.deliveries import send as send_push
from loyalty_server.pushes.deliveries import take_next as take_push
from loyalty_server.referrals.promises import promises_over
from loyalty_server.settings import ServerSettings
from loyalty_server.sign_in.codes import codes_over
from loyalty_server.sign_in.deliveries import TOPIC as CODES
from loyalty_server.sign_in.deliveries import send, take_next
from loyalty_server.sign_in.earlier_membership import earlier_rights_over
from loyalty_server.sweep import sweep
from loyalty_server.tables import RoundRow
from loyalty_server.till.bad_scans import bad_scans_over
from loyalty_server.unforeseen import OneOfMany

OVER = (
    codes_over,
    answers_over,
    events_over,
    bad_scans_over,
    guesses_over,
    joins_over,
    invitations_over,
    earlier_rights_over,
    passes_over,
    pairings_over,
    pushes_over,
    promises_over,
    dispatches_over,
)
CODES_AT_ONCE = 8
PUSHES_AT_ONCE = 4
DISPATCHES_AT_ONCE = 4
LOOK_AGAIN_SECONDS = 5.0
HOUSE = "house"
REMINDERS = "reminders"
REMIND_EVERY = timedelta(minutes=15)
GIFTS = "gifts"
GIVE_EVERY = timedelta(hours=1)
GOALS = "goals"
SET_EVERY = timedelta(hours=6)
SOONER = 0.9
"""So much of the time between rounds is over before the next is anybody's: clocks are not alike."""
T = TypeVar("T")
run_in_thread = partial(anyio.to_thread.run_sync, abandon_on_cancel=True)
log = logging.getLogger(__name__)


async def keep_house(settings: ServerSettings) -> None:
    """Once a `sweep_seconds`, by one server for all, until cancelled.

    A database that does not answer now may do so later.
    """
    while True:
        try:
            await run_in_threadpool(tidy_when_due, settings)
        except SQLAlchemyError as error:
            log.warning("the sweep failed and will be tried again: %s", type(error).__name__)
        await asyncio.sleep(settings.sweep_seconds)


async def deliver_codes(settings: ServerSettings) -> None:
    """Send one-time codes, so many at once, whenever one is asked for."""
    database, keys, sender = settings.database, settings.keys, settings.sender
    await hand_out(
        database.bell,
        CODES,
        lambda: take_next(database, keys, settings.clock()),
        lambda code: send(database, sender, code),
        CODES_AT_ONCE,
    )


async def deliver_pushes(settings: ServerSettings) -> None:
    """Notify browsers, so many at once, whenever somebody is written to."""
    database, keys, pusher, clock = (
        settings.database,
        settings.keys,
        settings.pusher,
        settings.clock,
    )
    if pusher is None:
        return
    await hand_out(
        database.bell,
        PUSHES,
        lambda: take_push(database, keys, clock()),
        lambda push: send_push(database, pusher, push, clock),
        PUSHES_AT_ONCE,
    )


async def deliver_dispatches(settings: ServerSettings) -> None:
    """Send messages by e-mail and text message, so many at once, whenever somebody is written to."""
    database, carriers, clock = settings.database, settings.carriers, settings.clock
    if not carriers:
        return
    channels = tuple(carriers)
    await hand_out(
        database.bell,
        DISPATCHES,
        lambda: take_dispatch(database, settings.letter_desk, channels, clock()),
        lambda one: carry(database, carriers, one, clock),
        DISPATCHES_AT_ONCE,
    )


async def hand_out(
    bell: Bell, topic: str, take: Callable[[], T | None], give: Callable[[T], None], at_once: int
) -> None:
    """Take what is due one by one and give it to the outside, whenever the topic is rung.

    It has threads of its own: whatever the outside does, it keeps no till and no member waiting.
    """
    looking, giving = anyio.CapacityLimiter(1), anyio.CapacityLimiter(at_once)
    free = anyio.Semaphore(at_once)

    async def hand_over(one: T) -> None:
        with OneOfMany():
            await run_in_thread(give, one, limiter=giving)
        free.release()

    with bell.listening(topic) as rung:
        async with anyio.create_task_group() as handing_over:
            while True:
                await free.acquire()
                rung.clear()
                if one := await run_in_thread(take, limiter=looking):
                    handing_over.start_soon(hand_over, one)
                    continue
                free.release()
                with anyio.move_on_after(LOOK_AGAIN_SECONDS):
                    await rung.wait()


async def deliver_notices(settings: ServerSettings) -> None:
    """Tell the support desk what is due, whenever something is written and once a `sweep_seconds`."""
    if settings.support is None:
        return
    notify = partial(send_due, settings.database, settings.support, settings.clock)
    await in_rounds(settings.database.bell, TOPIC, notify, settings.sweep_seconds)


async def tell_wallets(settings: ServerSettings) -> None:
    """Tell Apple's devices and Google of passes that changed, once a `sweep_seconds`."""
    if not settings.passes.capabilities:
        return
    tell = partial(tell_wallets_once, settings)
    await in_rounds(settings.database.bell, PASSES, tell, settings.sweep_seconds)


async def keep_with_engine(settings: ServerSettings) -> None:
    """Tell the loyalty engine behind what waits for it, and the wallets what has changed there."""
    if settings.engine is None:
        return
    keep_up = partial(keep_with_engine_once, settings)
    await in_rounds(settings.database.bell, ENGINE, keep_up, settings.engine_seconds)


async def in_rounds(bell: Bell, topic: str, work: Callable[[], None], seconds: float) -> None:
    """Do this in a thread of its own whenever the topic is rung, and after so many seconds without.

    A database that does not answer now may do so at the next round.
    """
    outside = anyio.CapacityLimiter(1)
    with bell.listening(topic) as rung:
        while True:
            rung.clear()
            try:
                await run_in_thread(work, limiter=outside)
            except SQLAlchemyError as error:
                log.warning("%s will be told later: %s", topic, type(error).__name__)
            with anyio.move_on_after(seconds):
                await rung.wait()


def keep_with_engine_once(settings: ServerSettings) -> None:
    """One round. Any number of servers may do it at once."""
    if settings.engine:
        deliver_due(settings.database, settings.engine, settings.clock)
        hear_changes(settings.database, settings.engine, settings.language, settings.clock())


def tell_wallets_once(settings: ServerSettings) -> None:
    """One round. Any number of servers may do it at once."""
    database, keys, passes = settings.database, settings.keys, settings.passes
    elsewhere = settings.engine is not None
    look_at_passes(database, keys, settings.clock(), elsewhere=elsewhere)
    if passes.apple:
        push_due(database, keys, passes.apple.pusher, settings.clock)
    if passes.google:
        tell_google_due(database, keys, passes.google, settings.clock, elsewhere=elsewhere)


def tidy_when_due(settings: ServerSettings) -> None:
    """A round, unless another server had one a moment ago."""
    now = settings.clock()
    every = timedelta(seconds=settings.sweep_seconds) * SOONER
    if settings.database.write(lambda session: take_round(session, HOUSE, now, every)):
        tidy(settings)


def take_round(session: Session, name: str, now: datetime, every: timedelta) -> bool:
    """Whether this round is the asker's; nobody gets another one for so long."""
    add_new(session, RoundRow, [{"name": name, "next_at": now}])
    taken = (
        update(RoundRow)
        .where(RoundRow.name == name, RoundRow.next_at <= now)
        .values(next_at=now + every)
        .returning(RoundRow.name)
    )
    return session.scalar(taken) is not None


def tidy(settings: ServerSettings) -> None:
    """One round. Any number of servers may do it at once."""
    database, clock = settings.database, settings.clock
    sweep(database, clock)
    if settings.engine is None and database.write(
        lambda session: take_round(session, REMINDERS, clock(), REMIND_EVERY)
    ):
        remind(database, clock())
    if settings.engine is None and database.write(
        lambda session: take_round(session, GIFTS, clock(), GIVE_EVERY)
    ):
        give_birthday_gifts(database, clock())
    if settings.engine is None and database.write(
        lambda session: take_round(session, GOALS, clock(), SET_EVERY)
    ):
        set_goals(database, clock())
    if settings.engine is None:
        open_due(database, clock())
        draw_due(database, clock)
    send_scheduled(database, clock())
    with database.reading() as session:
        leaving = members_to_erase(session, clock())
    for member_id in leaving:
        database.write(partial(erase, keys=settings.keys, member_id=member_id, clock=clock))
    if leaving or database.remembers:
        database.forget_what_was_removed()
    for over in OVER:
        forget(database, over(clock()))
