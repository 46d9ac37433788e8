"""What `kopilka program try` says of a basket is what a till says, to the kopeck, and it refuses the same."""

from collections.abc import Callable

import pytest

from loyalty_api.currencies import decimal_text
from loyalty_api.malformed import Malformed
from loyalty_api.receipts import Line
from loyalty_server.database.transactions import Database
from loyalty_server.problems import Refused
from loyalty_server.programme.file import parse_program
from loyalty_server.purchases.trial import Trial, explain
from loyalty_server.tables import MemberRow
from tests.server.shop import OPENING, PROGRAM_FILE, Shop

pytestmark = pytest.mark.slow

OFFERS = """
[[offers]]
id = "coffee-20-off"
title = "Минус 20 %"
text = "t"
terms = "t"
reason = "r"
kind = "percent_off"
value = 20
category = "coffee"
starts_on = "always"
ends_on = "never"

[[offers]]
id = "night-in-the-other-shop"
title = "Плюс 500"
text = "t"
terms = "t"
reason = "r"
kind = "bonus"
value = 500
starts_on = "always"
ends_on = "never"
eligible = { tiers = ["silver"], stores = ["sadovaya"], from_hour = 12 }

[[offers]]
id = "dear"
title = "Плюс 900"
text = "t"
terms = "t"
reason = "r"
kind = "bonus"
value = 900
budget = 899
starts_on = "always"
ends_on = "never"
"""
TEXT = PROGRAM_FILE.read_text("utf-8") + OFFERS
PROGRAM = parse_program(TEXT, "trial.toml")
COFFEE = Line("1", "Кофе", "coffee", 3, 27_055)
BREAD = Line("2", "Хлеб", "bread", 1, 4_999)


@pytest.mark.parametrize("tier", ["bronze", "silver"])
@pytest.mark.parametrize("store", ["lesnaya", "sadovaya"])
@pytest.mark.parametrize("hours", [0, 7])
@pytest.mark.parametrize(("lines", "burn"), [((COFFEE, BREAD), 0), ((COFFEE,), 20), ((BREAD,), 7)])
def test_trial_says_what_the_till_says(
    new_database: Callable[[], Database],
    tier: str,
    store: str,
    hours: int,
    lines: tuple[Line, ...],
    burn: int,
) -> None:
    shop = Shop(new_database(), program_text=TEXT)
    phone, till = shop.join_programme(), shop.add_till(store)
    for _ in range(2):
        shop.buy(phone, (Line("9", "Сок", "juice", 1, 90_000),))
    shop.clock.forward(hours=hours)

    def rise(session) -> None:
        session.get_one(MemberRow, phone.member_id).tier = tier

    shop.write(rise)
    shop.clock.forward(seconds=30)
    scan = shop.scan(phone.code(shop.clock.now), till_id=till)
    quote = shop.open(scan.scan_id, lines, burn, till_id=till)
    trial = Trial(lines, shop.clock.now, tier, store, burn, has_bought=True)
    told = explain(PROGRAM, TEXT, trial)
    money = [f"{decimal_text(one, 'RUB')} RUB" for one in (quote.to_pay, quote.discount)]
    assert f"to pay {money[0]}, discount {money[1]}" in told
    assert f"{quote.will_earn:7d}  points earned" in told
    effects = [line.split(":")[0].split() for line in told if line.startswith((" ", "+", "-"))]
    rules = [effect.rule for effect in quote.breakdown]
    assert [effect[-1] for effect in effects if effect[-1] in rules] == rules


@pytest.mark.parametrize(
    ("lines", "burn"),
    [
        ((), 0),
        ((Line("1", "Кофе", "coffee", 1, -100),), 0),
        ((Line("1", "Кофе", "coffee", 0, 100),), 0),
        ((COFFEE,), 10**6),
        ((COFFEE,), -1),
    ],
)
def test_trial_refuses_what_a_till_is_refused(lines: tuple[Line, ...], burn: int) -> None:
    with pytest.raises((Malformed, Refused)):
        explain(PROGRAM, TEXT, Trial(lines, OPENING, burn=burn))


def test_coupon_of_a_reward_counts_in_a_trial() -> None:
    reward = """
[[rewards]]
id = "coffee"
title = "Капучино"
text = "t"
points = 50
discount = { kind = "fixed_price", value = 7000, category = "coffee", pieces = 1 }
"""
    text = PROGRAM_FILE.read_text("utf-8") + reward
    told = explain(
        parse_program(text, "trial.toml"), text, Trial((COFFEE,), OPENING, rewards=("coffee",))
    )
    assert any("Капучино, -" in line for line in told)
