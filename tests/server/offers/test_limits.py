"""What bounds offers and measures them: budgets, uses, the holdout, the log and its report."""

import pytest

from loyalty_server.offers.report import group_figures, offer_figures
from loyalty_server.offers.tastes import in_holdout
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.versions import rules_at
from tests.server.house import BORIS, House, problem_of
from tests.server.offers.test_offers import agree_to_profiling, claim, offers_of
from tests.server.visits import AT, PROGRAM, change, put

pytestmark = pytest.mark.slow


LIMIT = "uses_per_member = 2"


async def test_offer_ends_for_all_when_its_uses_are_used_up(house: House) -> None:
    change(house, LIMIT, "uses_in_all = 1")
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    for member in (anna, boris):
        await agree_to_profiling(house, member)
        await house.buy(member)
    assert "bread-5" in await offers_of(house, boris)
    assert (await house.buy(anna))["breakdown"][0]["rule"] == "bread-5"
    assert "bread-5" not in await offers_of(house, boris)
    assert (await house.ring_up(boris))["discount"] == 0


@pytest.mark.parametrize(
    ("budget", "discounts"), [(9140, [0, 4570, 4570, 0]), (9139, [0, 4570, 0, 0])]
)
async def test_offer_never_costs_more_than_its_budget(
    house: House, budget: int, discounts: list[int]
) -> None:
    change(house, LIMIT, f"budget = {budget}")
    anna = await house.sign_in()
    await agree_to_profiling(house, anna)
    quotes = []
    for _ in range(4):
        quotes.append(await house.ring_up(anna))
        await house.at_till(f"/purchases/{quotes[-1]['purchase_id']}/complete")
    assert [quote["discount"] for quote in quotes] == discounts


@pytest.mark.parametrize("limit", ["uses_in_all = 1", "budget = 9139"])
async def test_what_an_open_basket_promises_nobody_else_is_promised(
    house: House, limit: str
) -> None:
    change(house, LIMIT, limit)
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    for member in (anna, boris):
        await agree_to_profiling(house, member)
        await house.buy(member)
    first, *others = [await house.ring_up(member) for member in (anna, boris, anna, boris)]
    assert [quote["discount"] for quote in (first, *others)] == [4570, 0, 0, 0]
    await house.at_till(f"/purchases/{first['purchase_id']}/cancel")
    again = await house.ring_up(boris)
    assert again["discount"] == 4570
    await house.at_till(f"/purchases/{again['purchase_id']}/complete")
    assert (await house.ring_up(anna))["discount"] == 0
    with house.settings.database.reading() as session:
        bread = {one.offer: one for one in offer_figures(session)}["bread-5"]
    assert (bread.used, bread.money) == (1, 4570)


async def test_receipts_open_at_the_same_time_do_not_exceed_the_uses_of_a_member(
    house: House,
) -> None:
    change(house, LIMIT, "uses_per_member = 1")
    anna = await house.sign_in()
    await agree_to_profiling(house, anna)
    await house.buy(anna)
    quotes = [await house.ring_up(anna) for _ in range(2)]
    assert [quote["discount"] for quote in quotes] == [4570, 0]
    await house.at_till(f"/purchases/{quotes[0]['purchase_id']}/cancel")
    assert (await house.ring_up(anna))["discount"] == 4570


async def test_missed_points_are_claimed_as_often_as_the_offer_may_be_used(house: House) -> None:
    change(house, 'activation = "opt_in"', 'activation = "opt_in"\nuses_per_member = 1')
    anna = await house.sign_in()
    bought = [(await house.buy(anna))["purchase_id"] for _ in range(2)]
    assert (await claim(house, anna, bought[0])).status_code == 204
    refused = await claim(house, anna, bought[1])
    assert problem_of(refused)["code"] == "claim_ended"
    assert (await claim(house, anna, bought[0])).status_code == 204


async def test_holdout_gets_general_offers_only_whatever_it_agreed_to(house: House) -> None:
    change(house, "[redeeming]", "[personal]\nholdout = 100\n\n[redeeming]")
    anna = await house.sign_in()
    await agree_to_profiling(house, anna)
    await house.buy(anna)
    assert list(await offers_of(house, anna)) == ["tea-10", "coffee-20", "arbat"]


def test_holdout_is_a_steady_share_of_the_members() -> None:
    text = PROGRAM.replace("[redeeming]", "[personal]\nholdout = 20\n\n[redeeming]")
    program = parse_program(text, "reasons.toml")
    held_out = [in_holdout(program, f"member-{number}") for number in range(2000)]
    assert held_out == [in_holdout(program, f"member-{number}") for number in range(2000)]
    assert 0.17 < sum(held_out) / len(held_out) < 0.23


async def test_report_tells_what_was_shown_activated_used_and_claimed(house: House) -> None:
    anna, boris = await house.sign_in(), await house.sign_in(BORIS)
    for member in (anna, boris):
        await offers_of(house, member)
        await offers_of(house, member)
    await put(house, anna, "/offers/coffee-20/activation", {"at": AT})
    await house.buy(anna)
    bought = await house.buy(boris)
    await claim(house, boris, bought["purchase_id"])
    with house.settings.database.reading() as session:
        figures = {one.offer: one for one in offer_figures(session)}
        program = rules_at(session, house.clock()).program
        offered, holdout = group_figures(session, program, house.clock().replace(day=1))
    coffee = figures["coffee-20"]
    assert (coffee.shown, coffee.activated, coffee.used, coffee.points) == (2, 1, 2, 40)
    assert figures["tea-10"].used == 0
    assert (offered.members, offered.purchases, offered.paid) == (2, 1.0, 118_400.0)
    assert holdout.members == 0


async def test_first_purchase_and_coming_back_are_rewarded_when_they_happen(house: House) -> None:
    kinds = '[[offers]]\nid = "first"\ntitle = "+7"\ntext = ""\nterms = ""\nreason = ""\n'
    kinds += 'kind = "first_purchase"\nvalue = 7\nstarts_on = 2026-11-01\nends_on = 2026-12-31\n\n'
    change(house, '[[challenges]]\nid = "three', kinds + '[[challenges]]\nid = "three')
    anna = await house.sign_in()
    assert "first" in await offers_of(house, anna)
    first, second = [await house.buy(anna) for _ in range(2)]
    assert [effect["points"] for effect in first["breakdown"] if effect["rule"] == "first"] == [7]
    assert "first" not in {effect["rule"] for effect in second["breakdown"]}
