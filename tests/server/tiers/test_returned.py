"""The tier that a history of purchases leads to, played over again as a return does it."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest

from loyalty_api.models import Measure
from loyalty_api.till import RefundRequest
from loyalty_server.programme.file import read_program
from loyalty_server.programme.program import Program
from loyalty_server.programme.tier_rules import Done, Level, TierRules, Way, Window
from loyalty_server.publishing import publish
from loyalty_server.refunds.refund import refund
from loyalty_server.sweep import sweep
from loyalty_server.tables import MemberRow, PurchaseRow, RefundRow
from loyalty_server.tiers.returned import Counted, Held, History, history_of, played, taken_by
from loyalty_server.tiers.rules_of_times import rules_of_times
from loyalty_server.tiers.windows import EVER, Span, held_until, keeping_window, window_at
from tests.server.conftest import in_memory
from tests.server.shop import COFFEE, PROGRAM_FILE, Phone, Shop
from tests.server.tiers.test_tiers import bread

BASE = Level("base", "Base", 1)
SILVER = Level("silver", "Silver", 2, needs=100, keep=60)
GOLD = Level("gold", "Gold", 3, needs=1000, ways=(Way(Measure.VISITS, 5, ever=True),))
FILE = read_program(PROGRAM_FILE)
YEARS = replace(FILE, tiers=TierRules((BASE, SILVER, GOLD)))
ROLLING = replace(YEARS, tiers=replace(YEARS.tiers, window=Window.ROLLING))
POINTS = replace(YEARS, tiers=TierRules((BASE, SILVER), measure=Measure.POINTS))
EVER_AND_EVER = replace(YEARS, tiers=replace(YEARS.tiers, window=Window.EVER))
MOMENT = timedelta(microseconds=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=FILE.zone)


def counted(moment: datetime, money: int, points: int = 0, visits: int = 1) -> Counted:
    much = {Measure.MONEY: money, Measure.POINTS: points, Measure.VISITS: visits}
    return Counted(moment, much)


Bought = tuple[str, int]


@pytest.mark.parametrize(
    ("program", "bought", "now", "level", "until"),
    [
        (YEARS, [], "2026-06-01", BASE, None),
        (YEARS, [("2026-05-01", 99)], "2026-06-01", BASE, None),
        (YEARS, [("2026-05-01", 100)], "2026-06-01", SILVER, "2028-01-01"),
        (YEARS, [("2026-05-01", 100)], "2026-05-01", SILVER, "2028-01-01"),
        (YEARS, [("2026-05-01", 50), ("2026-05-02", 50)], "2026-06-01", SILVER, "2028-01-01"),
        (YEARS, [("2026-05-01", 50), ("2026-05-01", 50)], "2026-06-01", SILVER, "2028-01-01"),
        (YEARS, [("2026-12-31", 50), ("2027-01-01", 50)], "2027-06-01", BASE, None),
        (YEARS, [("2026-01-01", 50), ("2026-12-31", 50)], "2027-06-01", SILVER, "2028-01-01"),
        (YEARS, [("2026-05-01", 100)], "2027-12-31", SILVER, "2028-01-01"),
        (YEARS, [("2026-05-01", 100)], "2028-01-01", BASE, None),
        (YEARS, [("2026-05-01", 100), ("2027-03-01", 59)], "2028-01-01", BASE, None),
        (YEARS, [("2026-05-01", 100), ("2027-03-01", 60)], "2028-01-01", SILVER, "2029-01-01"),
        (YEARS, [("2026-05-01", 100), ("2028-01-01", 60)], "2028-01-01", BASE, None),
        (YEARS, [("2026-05-01", 100), ("2028-01-01", 100)], "2028-01-01", SILVER, "2030-01-01"),
        (YEARS, [("2026-05-01", 1000)], "2026-06-01", GOLD, "2028-01-01"),
        (YEARS, [("2026-05-01", 1000), ("2027-03-01", 60)], "2028-02-01", SILVER, "2029-01-01"),
        (YEARS, [("2026-05-01", 1000), ("2027-03-01", 999)], "2028-02-01", SILVER, "2029-01-01"),
        (YEARS, [("2026-05-01", 1000), ("2027-03-01", 1000)], "2028-02-01", GOLD, "2029-01-01"),
        (YEARS, [("2020-05-01", 1000)], "2026-06-01", BASE, None),
        (YEARS, [("2020-05-01", 1000), ("2026-05-01", 100)], "2026-06-01", SILVER, "2028-01-01"),
        (YEARS, [(f"202{year}-05-01", 1) for year in range(5)], "2024-06-01", GOLD, "2026-01-01"),
        (YEARS, [(f"202{year}-05-01", 1) for year in range(4)], "2024-06-01", BASE, None),
        (ROLLING, [("2026-05-01", 50), ("2026-07-01", 50)], "2026-08-01", SILVER, "2027-07-02"),
        (ROLLING, [("2026-05-02", 50), ("2027-05-01", 50)], "2027-05-01", SILVER, "2028-05-02"),
        (ROLLING, [("2026-05-01", 50), ("2027-05-01", 50)], "2027-05-01", BASE, None),
        (ROLLING, [("2026-05-01", 100)], "2027-05-02", BASE, None),
        (EVER_AND_EVER, [("2020-05-01", 50), ("2026-05-01", 50)], "2026-06-01", SILVER, None),
        (POINTS, [("2026-05-01", 100)], "2026-06-01", BASE, None),
    ],
)  # fmt: skip
def test_history_leads_to_its_tier(
    program: Program, bought: list[Bought], now: str, level: Level, until: str | None
) -> None:
    history = [counted(at(day), money) for day, money in bought]
    assert played(program, history, at(now)) == Held(level, at(until) if until else None)


def test_history_is_what_it_was_at_each_moment() -> None:
    history = History([counted(at(f"2026-05-0{day}"), 10**day, day) for day in (1, 2, 3)])
    whole = Span(at("2026-05-01"), at("2026-05-04"))
    money, points = Way(Measure.MONEY, 1), Way(Measure.POINTS, 1)
    visits = Way(Measure.VISITS, 1, ever=True)
    assert [history.done(whole, until)(money) for until in range(4)] == [0, 10, 110, 1110]
    assert history.done(Span(at("2026-05-02"), at("2026-05-03")), 3)(money) == 100
    assert history.done(Span(at("2026-05-02"), at("2026-05-03") + MOMENT), 3)(points) == 5
    assert history.done(Span(at("2026-05-01") + MOMENT, at("2026-05-03")), 3)(points) == 2
    assert history.done(Span(at("2026-05-03"), at("2026-05-04")), 1)(money) == 0
    assert history.done(Span(at("2026-05-03"), at("2026-05-04")), 2)(visits) == 2


@pytest.mark.parametrize("program", [YEARS, ROLLING, POINTS, EVER_AND_EVER])
@pytest.mark.parametrize("seed", range(25))
def test_history_is_played_as_one_would_by_hand(program: Program, seed: int) -> None:
    random = Random(seed)
    hours = sorted(random.choices(range(0, 5 * 365 * 24, 24), k=random.randint(0, 9)))
    history = [
        counted(
            at("2021-12-31") + timedelta(hours=one),
            random.choice([1, 50, 60, 100, 1000]),
            random.choice([0, 60, 100]),
            random.choice([0, 1]),
        )
        for one in hours
    ]
    now = at("2021-12-31") + timedelta(days=random.randint(5 * 365, 6 * 365))
    assert played(program, history, now) == by_hand(program, history, now)


def by_hand(program: Program, history: list[Counted], now: datetime) -> Held:
    level, until = BASE, None
    for number, moment in enumerate([*(one.at for one in history), now], start=1):
        while until and moment >= until:
            past = [one for one in history if one.at < until]
            level = program.tiers.kept(level, done_of(past, keeping_window(program, until)))
            until = None if level == BASE else held_until(program, until - MOMENT)
        reached = program.tiers.reached(done_of(history[:number], window_at(program, moment)))
        if program.tiers.levels.index(reached) > program.tiers.levels.index(level):
            level, until = reached, held_until(program, moment)
    return Held(level, until)


def done_of(history: Iterable[Counted], window: Span) -> Done:
    bought = list(history)

    def much(way: Way) -> int:
        span = EVER if way.ever else window
        return sum(one.much[way.measure] for one in bought if span.start <= one.at < span.end)

    return much


@pytest.mark.parametrize(
    ("to_pay", "refunded", "amount", "visits"),
    [
        (100, 100, 100, 1),
        (100, 100, 1, 1),
        (100, 99, 99, 0),
        (100, 100, 0, 0),
        (0, 0, 0, 0),
    ],
)
def test_visit_goes_with_the_last_of_the_money(
    to_pay: int, refunded: int, amount: int, visits: int
) -> None:
    purchase = PurchaseRow(to_pay=to_pay, deposits=0, refunded=refunded)
    gone = taken_by(purchase, RefundRow(amount=amount, reversed=7, aside=3))
    assert gone == {Measure.MONEY: amount, Measure.POINTS: 4, Measure.VISITS: visits}


@pytest.fixture
def shop() -> Iterator[Shop]:
    with closing(in_memory()) as database:
        yield Shop(database)


@pytest.mark.parametrize(
    ("bought", "held", "back", "left"),
    [
        ((5_000, 9_000), "gold", 3_000, "gold"),
        ((20_000, 9_000), "gold", 3_000, "gold"),
        ((20_000, 9_000), "gold", 9_000, "gold"),
        ((20_000, 15_000), "silver", 6_000, "silver"),
        ((20_000, 15_000), "gold", 6_000, "silver"),
        ((5_000, 9_000), "silver", 5_000, "bronze"),
        ((20_000, 15_000), "bronze", 15_000, "bronze"),
    ],
)
def test_tier_that_the_rules_of_today_do_not_explain_falls_for_no_return(
    shop: Shop, anna: Phone, bought: tuple[int, int], held: str, back: int, left: str
) -> None:
    """Given by other rules, or by hand: it falls where the return makes a difference below it, and only there."""
    purchases = [shop.buy(anna, bread(roubles)) for roubles in bought]
    until = at("2031-01-01")

    def hold(session) -> None:
        member = session.get_one(MemberRow, anna.member_id)
        member.tier, member.tier_until = held, until

    shop.write(hold)
    shop.at_till(refund, purchases[1].purchase_id, RefundRequest(amount=back * 100))
    (member,) = shop.rows(MemberRow)
    assert (member.tier, member.tier_until == until) == (left, left == held)


@pytest.mark.parametrize(("back", "left"), [(999, "silver"), (1_001, "bronze")])
def test_tier_falls_with_what_reached_it_by_the_rules_of_its_time(
    shop: Shop, anna: Phone, back: int, left: str
) -> None:
    """The rules ask for more since: by them it had never been reached."""
    bought = shop.buy(anna, bread(11_000))
    harder = shop.program_text.replace("needs = 1000000", "needs = 2000000")
    shop.clock.forward(days=1)
    shop.write(lambda session: publish(session, harder, shop.clock.now))
    shop.at_till(refund, bought.purchase_id, RefundRequest(amount=back * 100))
    (member,) = shop.rows(MemberRow)
    assert member.tier == left


def test_tier_that_was_lost_by_the_rules_of_its_end_is_not_found_again(
    shop: Shop, anna: Phone
) -> None:
    """The rules ask for less since: by them it had been kept."""
    shop.buy(anna, bread(10_000))
    shop.clock.now = at("2027-06-01")
    shop.buy(anna, bread(7_000))
    shop.clock.now = at("2028-01-10")
    sweep(shop.database, shop.clock)
    easier = shop.program_text.replace("800000", "100")
    shop.clock.now = at("2028-03-01")
    shop.write(lambda session: publish(session, easier, shop.clock.now))
    shop.clock.forward(days=1)
    bought = shop.buy(anna, bread(10_000))
    assert [one.tier for one in shop.rows(MemberRow)] == ["silver"]
    shop.at_till(refund, bought.purchase_id, RefundRequest(amount=1_000_000))
    assert [one.tier for one in shop.rows(MemberRow)] == ["bronze"]


def test_history_has_what_its_member_paid_in_the_order_of_time(shop: Shop, anna: Phone) -> None:
    boris = shop.join_programme()
    shop.buy(boris, (COFFEE,))
    ids = [shop.buy(anna, bread(roubles)).purchase_id for roubles in (100, 200, 300)]
    shop.open(shop.scan_phone(anna).scan_id)
    times = dict(zip(ids, (at("2026-05-03"), at("2026-05-01"), at("2026-05-01")), strict=True))

    def move(session) -> None:
        for purchase_id, moment in times.items():
            session.get_one(PurchaseRow, purchase_id).at = moment

    shop.write(move)
    found = shop.read(lambda session: history_of(session, anna.member_id, rules_of_times(session)))
    assert [one for one, _ in found] == [*sorted(ids[1:]), ids[0]]
    assert found[-1][1].much == {Measure.MONEY: 10_000, Measure.POINTS: 3, Measure.VISITS: 1}
