"""A month of cashback in roubles, reckoned by hand: one per cent, five in cafés, paid out after ten days."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from loyalty_api.malformed import Malformed
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.transactions import Database
from loyalty_server.offers.chosen_categories import choice_of, choose_categories, chosen_at
from loyalty_server.problems import Refused
from loyalty_server.programme.file import parse_program
from loyalty_server.purchases.trial import Trial, explain
from loyalty_server.sweep import sweep
from loyalty_server.toml_file import FileRefused
from tests.server.families.home import balances, leaves, require_sound, share_with
from tests.server.whole_programmes.months import EXAMPLES, Month, good, told

pytestmark = pytest.mark.slow


@pytest.fixture
def month(database: Database) -> Month:
    return Month.of(database, "cashback")


def test_month_of_cashback(month: Month) -> None:
    # 10,000.00 at 1 % are 100.00, 2,000.00 at 5 % are 100.00; a transfer gives nothing
    lunch, food = good("lunch", "cafe", 2_000_00), good("food", "market", 10_000_00)
    bought = month.on(2).buy(food, lunch, good("sent", "transfers", 50_000_00))
    assert told(bought) == {"base": (100_00, 0), "rate:cafe": (100_00, 0)}
    assert month.balance == 0
    # lunch goes back, and only its hundred
    assert month.on(3).give_back(bought, "lunch").reversed == 100_00
    # ten days later the rest is there
    month.on(12, 13)
    sweep(month.shop.database, month.shop.clock)
    assert month.balance == 100_00
    # no use on a receipt below 500.00; on 500.00 all of it pays
    assert month.on(13).open(good("food", "market", 499_99)).burn_limit == 0
    bought = month.on(14).buy(good("food", "market", 500_00), burn=100_00)
    assert (bought.paid, bought.by_points, bought.earned) == (400_00, 100_00, 4_00)
    assert month.balance == 0


def test_one_purchase_gives_three_thousand_at_most(month: Month) -> None:
    bought = month.on(2).buy(good("car", "cars", 700_000_00))
    assert told(bought) == {"base": (7_000_00, 0), "cap": (-4_000_00, 0)}
    assert bought.earned == 3_000_00


def choose(month: Month, first: date, *categories: str) -> None:
    shop = month.shop
    shop.write(
        lambda session: choose_categories(
            session,
            shop.program(),
            month.member.member_id,
            first,
            categories,
            shop.clock.now,
        )
    )


def chosen(month: Month) -> dict[date, tuple[str, ...]]:
    """As the wallet shows it."""
    shop = month.shop
    choice = shop.read(
        lambda session: choice_of(session, shop.program(), month.member.member_id, shop.clock.now)
    )
    assert choice
    assert (choice.choose, choice.rate) == (2, 5.0)
    return {one.month: one.categories for one in choice.months}


def test_two_categories_are_chosen_for_each_month(month: Month) -> None:
    november, december, january = date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)
    petrol, novel = good("petrol", "fuel", 3_000_00), good("novel", "books", 1_000_00)
    # nothing is chosen: 1 % of 4,000.00
    before = month.on(2).buy(petrol, novel)
    assert told(before) == {"base": (40_00, 0)}
    mark = month.mark
    choose(month, november, "fuel", "taxi")
    assert month.mark != mark
    # 5 % of 3,000.00 and 1 % of 1,000.00; what was bought before stays as it was
    after = month.on(3).buy(petrol, novel)
    assert told(after) == {"base": (10_00, 0), "chosen": (150_00, 0)}
    assert [one.text for one in after.breakdown] == ["1\u00a0%", "АЗС, Такси: 5\u00a0%, ваш выбор"]
    assert month.shop.read(broken_invariants) == ()
    # what was chosen for the running month stays; said again it is no other choice
    choose(month, november, "taxi", "fuel")
    with pytest.raises(Refused) as refused:
        choose(month, november, "books")
    assert refused.value.code == "choice_closed"
    # December can be changed until it begins in Moscow, three hours before it does in UTC
    month.on(30, 23)
    choose(month, december, "taxi")
    choose(month, december, "books")
    assert chosen(month) == {november: ("fuel", "taxi"), december: ("books",)}
    with pytest.raises(Refused):
        choose(month, january, "books")
    month.on(1, 0, month=12)
    assert chosen(month) == {december: ("books",), january: ()}
    for too_late in (november, december):
        with pytest.raises(Refused):
            choose(month, too_late, "fuel")
    # in December books have it; the petrol of November that goes back takes its 150.00
    assert told(month.on(2, month=12).buy(petrol, novel)) == {
        "base": (30_00, 0),
        "chosen": (50_00, 0),
    }
    assert month.give_back(after, "petrol").reversed == 150_00
    assert month.shop.read(broken_invariants) == ()


def test_purchase_that_was_paid_before_the_choice_and_is_told_later_knows_nothing_of_it(
    month: Month,
) -> None:
    shop, paid_at = month.on(2).shop, month.shop.clock.now
    month.on(3)
    choose(month, date(2026, 11, 1), "fuel")

    def known(moment: datetime) -> tuple[str, ...]:
        member_id = month.member.member_id
        return shop.read(lambda session: chosen_at(session, shop.program(), member_id, moment))

    assert known(paid_at) == ()
    assert known(shop.clock.now) == ("fuel",)
    assert known(month.on(1, 0, month=12).shop.clock.now) == ()


@pytest.mark.parametrize("wrong", [(), ("fuel", "books", "taxi"), ("cafe",), ("fuel", "fuel")])
def test_other_choices_are_refused(month: Month, wrong: tuple[str, ...]) -> None:
    with pytest.raises(Malformed, match=r"\$\.categories"):
        choose(month.on(2), date(2026, 11, 1), *wrong)


def test_trial_shows_what_a_choice_gives() -> None:
    text = (EXAMPLES / "cashback.toml").read_text("utf-8")
    program = parse_program(text, "f.toml")
    at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    trial = Trial((good("petrol", "fuel", 3_000_00),), at, chosen=("fuel",))
    told_by_till = "\n".join(explain(program, text, trial))
    assert "+15000  chosen: АЗС: 5\u00a0%, ваш выбор" in told_by_till
    with pytest.raises(LookupError, match="category to choose 'cafe'"):
        explain(program, text, replace(trial, chosen=("cafe",)))


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("choose = 2", "choose = 4", "earn.chosen.choose: 4 is not between 1 and 3"),
        ('["fuel",', '["cafe",', "earn.chosen.of[0]: a category without a rate"),
        ('["fuel",', '["taxi",', "earn.chosen.of[2]: a category without a rate"),
        ('["fuel",', '["transfers",', "earn.chosen.of[0]: a category without a rate"),
        ("rate = 1.0", "rate = 5.5", "earn.chosen.rate: a tier has a higher rate"),
    ],
)
def test_choice_that_makes_no_sense_is_refused(written: str, instead: str, said: str) -> None:
    text = (EXAMPLES / "cashback.toml").read_text("utf-8")
    assert written in text
    with pytest.raises(FileRefused) as refused:
        parse_program(text.replace(written, instead), "f.toml")
    assert said in str(refused.value)


def test_month_of_a_family(month: Month) -> None:
    wife = replace(month, member=month.shop.join_programme())
    food = good("food", "market", 10_000_00)
    # the wife's 100.00 of the 2nd come along, still pending; on the 12th they can be spent
    of_wife = wife.on(2).buy(food)
    share_with(month.shop, month.member, wife.member)
    lunch = month.on(5).buy(good("lunch", "cafe", 4_000_00))
    assert (of_wife.earned, lunch.earned) == (100_00, 200_00)
    assert balances(month.shop, month.member, wife.member) == [0, 0]
    wife.on(12, 13)
    sweep(month.shop.database, month.shop.clock)
    assert balances(month.shop, month.member, wife.member) == [100_00, 100_00]
    # from the 15th on both hundreds of the lunch are there too, and either card pays with all of it
    bought = wife.on(16).buy(good("food", "market", 1_000_00), burn=300_00)
    assert (bought.paid, bought.by_points, bought.earned) == (700_00, 300_00, 7_00)
    # the first basket goes back after all: its hundred, spent by now, is owed by the family; the seven of the 16th still wait
    month.on(17)
    assert wife.give_back(of_wife, "food").reversed == 100_00
    assert balances(month.shop, month.member, wife.member) == [-100_00, -100_00]
    # she leaves with nothing, and the family's debt is its head's
    leaves(month.shop, wife.member)
    assert balances(month.shop, month.member, wife.member) == [-100_00, 0]
    require_sound(month.shop)
