"""Two tills at the same moment: exactly one wins, and nothing is taken twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select, text

from loyalty_api.problems import ProblemCode
from loyalty_api.till import Delivery
from loyalty_server.checks import broken_invariants
from loyalty_server.db import Database
from loyalty_server.deliveries import note_delivery
from loyalty_server.problems import Refused
from loyalty_server.tables import SurveyInvitationRow
from loyalty_server.versions import publish
from tests.server.shop import PROGRAM_FILE, Phone, Shop

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


@pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
def test_servers_that_start_with_the_same_new_programme_publish_it_once(database: Database) -> None:
    shop = Shop(database)
    new = PROGRAM_FILE.read_text("utf-8") + SURVEY
    with ThreadPoolExecutor(1) as pool:
        with database.writing() as session:
            first = publish(session, new, shop.clock.now).number
            second = pool.submit(shop.write, lambda other: publish(other, new, shop.clock.now))
            waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            while not shop.read(lambda reading: reading.scalar(waiting)):
                assert not second.done()
        assert second.result().number == first


def test_delivery_that_several_tills_tell_at_once_is_asked_about_once(database: Database) -> None:
    shop = Shop(database, program_text=PROGRAM_FILE.read_text("utf-8") + SURVEY)
    tills = [shop.add_till() for _ in range(RACERS)]
    told = Delivery(shop.open(shop.scan_phone(shop.join_programme()).scan_id).purchase_id)
    shop.complete(told.purchase_id)
    race(lambda racer: shop.at_till(note_delivery, told, till_id=tills[racer]))
    invited = select(func.count()).select_from(SurveyInvitationRow)
    assert shop.read(lambda session: session.scalar(invited)) == 1
