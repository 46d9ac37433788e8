"""Two tills at the same moment: exactly one wins, and nothing is taken twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import TypeVar

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from loyalty_api.models import Preferences
from loyalty_api.offers import Activation
from loyalty_api.problems import ProblemCode
from loyalty_api.till import Delivery
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.transactions import Database
from loyalty_server.members.details import preferences_in, set_preferences
from loyalty_server.offers.opting import activate_offer
from loyalty_server.points.account import lock_present
from loyalty_server.privacy.erasure import erase
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.publishing import publish
from loyalty_server.purchases.deliveries import note_delivery
from loyalty_server.tables import MemberRow, PreferencesRow, SurveyInvitationRow
from tests.server.shop import PROGRAM_FILE, Phone, Shop

pytestmark = pytest.mark.slow


T = TypeVar("T")
RACERS = 4
SURVEY = """
[[surveys]]
id = "courier"
title = "Как доставили заказ?"
trigger = "delivery"
definition = '{"elements": [{"type": "boolean", "name": "in_time", "title": "Вовремя?"}]}'
"""


def race(attempt: Callable[[int], object]) -> list[object]:
    """The attempts of several racers at once: what each got, or the code it was refused with."""
    start = Barrier(RACERS)

    def run(racer: int) -> object:
        start.wait()
        try:
            return attempt(racer)
        except Refused as refusal:
            return refusal.code

    with ThreadPoolExecutor(RACERS) as pool:
        return list(pool.map(run, range(RACERS)))


def test_one_of_many_tills_racing_one_code_wins(shop: Shop, anna: Phone) -> None:
    tills = [shop.add_till() for _ in range(RACERS)]
    code = anna.code(shop.clock.now)
    results = race(lambda racer: shop.scan(code, till_id=tills[racer]))
    assert results.count(ProblemCode.CODE_USED) == RACERS - 1


def test_one_of_many_tills_racing_one_late_code_wins(shop: Shop, anna: Phone) -> None:
    tills = [shop.add_till() for _ in range(RACERS)]
    bought_at = shop.clock.now
    code = anna.code(bought_at)
    shop.clock.forward(minutes=10)
    results = race(lambda racer: shop.scan(code, bought_at, till_id=tills[racer]))
    assert results.count(ProblemCode.CODE_USED) == RACERS - 1


def test_purchase_raced_by_complete_and_cancel_is_resolved_once(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    quote = shop.open(shop.scan_phone(anna).scan_id, burn=40)
    verbs = [shop.complete, shop.cancel] * (RACERS // 2)
    results = race(lambda racer: verbs[racer](quote.purchase_id))
    assert results.count(ProblemCode.PURCHASE_RESOLVED) == RACERS - 1
    assert shop.read(broken_invariants) == ()


def test_points_raced_by_many_purchases_are_spent_once(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    scans = [shop.scan_phone(anna).scan_id for _ in range(RACERS)]
    results = race(lambda racer: shop.open(scans[racer], burn=30))
    assert results.count(ProblemCode.BURN_TOO_MUCH) == RACERS - 1
    assert shop.points(anna).held == 30


def test_receipt_raced_by_one_tills_repeats_is_opened_once(shop: Shop, anna: Phone) -> None:
    others = [anna, *(shop.join_programme() for _ in range(RACERS - 1))]
    scans = [shop.scan_phone(phone).scan_id for phone in others]
    results = race(lambda racer: shop.open(scans[racer], receipt="R-1"))
    assert results.count(ProblemCode.RECEIPT_USED) == RACERS - 1


on_postgres = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
"""SQLite has one writer at a time anyway."""


def crossing(database: Database, work: Callable[[Session], T]) -> tuple[T, T]:
    """The same work twice, the second begun before the first was kept; what each came to."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with ThreadPoolExecutor(1) as pool:
        with database.writing() as session:
            first = work(session)
            session.flush()
            second = pool.submit(database.write, work)
            with database.reading() as looking:
                while not looking.scalar(waiting):
                    assert not second.done()
        return first, second.result()


@on_postgres
def test_servers_that_start_with_the_same_new_programme_publish_it_once(shop: Shop) -> None:
    new = PROGRAM_FILE.read_text("utf-8") + SURVEY
    numbers = crossing(shop.database, lambda session: publish(session, new, shop.clock.now).number)
    assert numbers == (2, 2)


@on_postgres
def test_offer_that_two_devices_opt_in_to_at_once_is_activated_once(
    shop: Shop, anna: Phone
) -> None:
    program, now = opt_in_only(shop.program()), shop.clock.now
    changed = crossing(
        shop.database,
        lambda session: activate_offer(session, anna.member_id, program, "coffee-x3", now, now),
    )
    assert changed == (True, False)


@on_postgres
def test_who_is_being_erased_is_waited_for_and_is_not_present(shop: Shop, anna: Phone) -> None:
    stays, now = shop.join_programme().member_id, shop.clock.now

    def leave(session: Session) -> None:
        session.get_one(MemberRow, anna.member_id).erase_at = now
        session.flush()
        erase(session, shop.keys, anna.member_id, shop.clock)

    works = iter((leave, lambda session: lock_present(session, [anna.member_id, stays])))
    assert crossing(shop.database, lambda session: next(works)(session)) == (None, {stays})


@on_postgres
def test_preferences_that_two_devices_set_at_once_are_kept(shop: Shop, anna: Phone) -> None:
    quiet = Preferences(messages_per_month=2)
    crossing(
        shop.database,
        lambda session: set_preferences(session, anna.member_id, quiet, shop.clock.now),
    )
    kept = shop.read(lambda session: session.get(PreferencesRow, anna.member_id))
    assert preferences_in(kept) == quiet


def test_delivery_that_several_tills_tell_at_once_is_asked_about_once(database: Database) -> None:
    shop = Shop(database, program_text=PROGRAM_FILE.read_text("utf-8") + SURVEY)
    tills = [shop.add_till() for _ in range(RACERS)]
    told = Delivery(shop.open(shop.scan_phone(shop.join_programme()).scan_id).purchase_id)
    shop.complete(told.purchase_id)
    race(lambda racer: shop.at_till(note_delivery, told, till_id=tills[racer]))
    invited = select(func.count()).select_from(SurveyInvitationRow)
    assert shop.read(lambda session: session.scalar(invited)) == 1


def opt_in_only(program: Program) -> Program:
    offers = (replace(offer, activation=Activation.OPT_IN) for offer in program.offers)
    return replace(program, offers=tuple(offers))
