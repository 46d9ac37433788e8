"""Points worth a part of a kopeck pay whole kopecks, cards round to whole roubles, payout has its day."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty_api.problems import ProblemCode
from loyalty_api.programme import ProgramKind
from loyalty_api.receipts import Line
from loyalty_server.database.transactions import Database
from loyalty_server.problems import Refused
from loyalty_server.programme.burn_rules import BurnRules
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.program import Program
from loyalty_server.purchases.earning import burn_limit, judge
from tests.server.shop import BREAD, PROGRAM_FILE, Shop

TEXT = PROGRAM_FILE.read_text("utf-8")
PROGRAM = parse_program(TEXT, "lavka.toml")
BASKETS = st.lists(
    st.builds(
        Line, st.sampled_from("ab"), st.just(""), st.just("x"), st.just(1), st.integers(0, 10_000)
    ),
    min_size=1,
    max_size=4,
)


def with_earn(more: str) -> Program:
    return parse_program(TEXT.replace("[earn]\n", f"[earn]\n{more}\n"), "lavka.toml")


@given(
    BASKETS,
    st.sampled_from([0.5, 0.25, 0.3, 0.001, 1, 1.5, 100]),
    st.integers(1, 7),
    st.floats(0, 1),
)
def test_whatever_a_point_is_worth_points_pay_whole_units(
    lines: list[Line], worth: float, step: int, part: float
) -> None:
    program = replace(PROGRAM, burn=BurnRules(worth=worth, step=step))
    level, basket = program.tiers.levels[0], tuple(lines)
    limit = burn_limit(program, basket)
    burn = program.burn.in_steps(int(limit * part))
    exact, total = Fraction(str(worth)), sum(line.amount for line in lines)
    assert limit * exact <= total < (limit + program.burn.whole_step) * exact
    verdict = judge(program, level, basket, burn)
    assert verdict.to_pay == total - burn * exact
    assert sum(share.paid for share in verdict.shares) == verdict.to_pay
    assert sum(share.burned for share in verdict.shares) == burn
    earning = verdict.to_pay if total >= program.earn.minimum_basket else 0
    assert verdict.will_earn == min(1000, int(earning * Fraction("0.03") / exact))


def test_two_hundred_points_of_half_a_penny_are_a_pound_and_one_more_pays_nothing(
    database: Database,
) -> None:
    shop = Shop(database, program_text=TEXT.replace("worth = 100", "worth = 0.5"))
    anna = shop.join_programme()
    shop.buy(anna, (BREAD,))
    assert shop.points(anna).balance == 1000
    assert shop.points(anna).worth.amount == 500
    quote = shop.open(shop.scan_phone(anna).scan_id, (BREAD,), burn=200)
    assert (quote.discount, quote.burn_limit) == (100, 1000)
    with pytest.raises(Refused) as refused:
        shop.open(shop.scan_phone(anna).scan_id, (BREAD,), burn=201)
    assert refused.value.code is ProblemCode.BURN_TOO_MUCH
    assert refused.value.extra["step"] == 2


@pytest.mark.parametrize(
    ("more", "bought", "spendable"),
    [
        ("spendable_on_day = 10", datetime(2026, 11, 20, 9, tzinfo=UTC), (12, 9, 21)),
        ("spendable_on_day = 10", datetime(2026, 11, 1, 9, tzinfo=UTC), (12, 9, 21)),
        ("spendable_on_day = 10", datetime(2026, 10, 31, 21, tzinfo=UTC), (12, 9, 21)),
        ("spendable_on_day = 10", datetime(2026, 10, 31, 20, tzinfo=UTC), (11, 9, 21)),
        (
            "spendable_on_day = 1\npending_days = 14",
            datetime(2026, 11, 20, 9, tzinfo=UTC),
            (12, 4, 9),
        ),
    ],
)
def test_points_are_paid_out_on_a_day_of_the_next_month(
    more: str, bought: datetime, spendable: tuple[int, int, int]
) -> None:
    month, day, hour = spendable
    assert with_earn(more).spendable(bought) == datetime(2026, month, day, hour, tzinfo=UTC)


def test_points_of_a_month_become_spendable_together(database: Database) -> None:
    text = TEXT.replace("[earn]\n", "[earn]\nspendable_on_day = 10\n")
    shop = Shop(database, program_text=text)
    anna = shop.join_programme()
    shop.buy(anna, (BREAD,))
    shop.clock.forward(days=9)
    shop.buy(anna, (BREAD,))
    assert (shop.points(anna).balance, shop.points(anna).pending) == (0, 54)
    shop.clock.now = datetime(2026, 12, 9, 21, tzinfo=UTC)
    assert shop.scan_phone(anna).balance == 54


@pytest.mark.parametrize(("step", "off"), [(1, 4570), (100, 4500), (1000, 4000), (5000, 0)])
def test_card_takes_off_whole_roubles(step: int, off: int) -> None:
    program = replace(with_earn(f"discount_rounding = {step}"), kind=ProgramKind.DISCOUNT)
    silver = program.tiers.level("silver")
    verdict = judge(program, silver, (BREAD,))
    assert (verdict.discount, verdict.to_pay) == (off, BREAD.amount - off)
    assert [effect.money for effect in verdict.breakdown] == [off] * bool(off)
