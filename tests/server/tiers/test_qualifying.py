"""Points that do not count towards a tier: of an offer, of a category's rate, of chosen ones, of a partner's stores, of the tier's rate."""

from itertools import permutations

import pytest
from sqlalchemy import update

from loyalty_api.receipts import Line
from loyalty_api.till import RefundLine, RefundRequest, Resolved
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.transactions import Database
from loyalty_server.languages import Language
from loyalty_server.members.consents import standard_texts
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.wording import words_in
from loyalty_server.purchases.earning import judge
from loyalty_server.refunds.refund import refund
from loyalty_server.tables import PurchaseLineRow, PurchaseRow, RefundRow
from loyalty_server.toml_file import FileRefused
from loyalty_server.wallet.snapshot import Reading, wallet_of
from tests.server.shop import PROGRAM_FILE, Phone, Shop
from tests.server.tiers.test_tiers import tier

ASIDE = "qualifies = false\n"
MILES = PROGRAM_FILE.read_text("utf-8").replace('measure = "money"', 'measure = "points"')
OFFER = MILES.replace('kind = "multiplier"\n', 'kind = "multiplier"\n' + ASIDE)
RATE = MILES + '\n[[earn.rates]]\ncategory = "bakery"\nrate = 10\n'
CHOSEN = '\n[earn.chosen]\nchoose = 1\nof = ["bakery"]\nrate = 10\n'
PARTNER = (
    MILES.replace('id = "sadovaya"\n', 'id = "sadovaya"\npartner = "hotel"\n')
    + '\n[[partners]]\nid = "hotel"\nname = "Отель"\ntext = ""\nterms = { rate = 10 }\n'
)
COFFEE = Line("c", "Кофе", "coffee", 3, 300_00)
BREAD = Line("b", "Хлеб", "bakery", 1, 700_00)
"""At 3 per cent 9 points and 21; coffee ×3 gives 18 more."""


@pytest.fixture
def shop(database: Database) -> Shop:
    return Shop(database, program_text=OFFER)


def counted(shop: Shop, anna: Phone) -> int:
    """How many points count towards the next tier."""
    up = tier(shop, anna).next
    assert up
    return up.done


def give_back(shop: Shop, bought: Resolved, sku: str) -> None:
    line = RefundLine(sku, 1)
    shop.at_till(refund, bought.purchase_id, RefundRequest(lines=(line,)))


def test_points_of_an_offer_are_spent_and_do_not_count(shop: Shop) -> None:
    anna = shop.join_programme()
    bought = shop.buy(anna, (COFFEE, BREAD))
    assert bought.earned == 48
    assert shop.points(anna).balance == 48
    assert counted(shop, anna) == 30
    assert shop.read(broken_invariants) == ()


@pytest.mark.parametrize("order", set(permutations("cccb")))
def test_returns_in_any_order_take_what_counted_and_what_did_not(
    shop: Shop, order: tuple[str, ...]
) -> None:
    anna = shop.join_programme()
    bought = shop.buy(anna, (COFFEE, BREAD))
    worth = {"c": 3, "b": 21}
    left = 30
    for sku in order:
        give_back(shop, bought, sku)
        left -= worth[sku]
        assert counted(shop, anna) == left
    assert shop.points(anna).balance == 0
    assert shop.read(broken_invariants) == ()


def test_receipt_and_offer_say_so_in_both_languages(shop: Shop) -> None:
    anna = shop.join_programme()
    bought = shop.buy(anna, (COFFEE, BREAD))
    assert "Кофе навынос ×3, не для уровня" in [one.text for one in bought.breakdown]
    for language in Language:
        words = words_in(language)
        assert words.aside("Кофе") != "Кофе"
        assert words.aside_terms
    reading = Reading(shop.program(), standard_texts(), Language.RU, shop.clock.now)
    (seen,) = shop.read(lambda session: wallet_of(session, anna.member_id, reading)).wallet.offers
    assert seen.terms == "До конца ноября В счёт уровня это не идёт."


def test_rate_of_a_category_and_of_the_tier_may_not_count(database: Database) -> None:
    for text, counts in (
        (RATE.replace("rate = 10\n", "rate = 10\n" + ASIDE), 27),
        (RATE.replace("[earn]\n", "[earn]\n" + ASIDE), 88),
        (RATE, 97),
    ):
        shop = Shop(database, program_text=text)
        anna = shop.join_programme()
        assert shop.buy(anna, (COFFEE, BREAD)).earned == 97
        assert counted(shop, anna) == counts
        assert shop.read(broken_invariants) == ()
        shop.clock.forward(days=1)


@pytest.mark.parametrize(("says", "counts"), [(ASIDE, 27), ("", 97)])
def test_rate_of_chosen_categories_may_not_count(says: str, counts: int) -> None:
    program = parse_program(MILES + CHOSEN + says, "p.toml").with_chosen(["bakery"])
    verdict = judge(program, program.tiers.levels[0], (COFFEE, BREAD), offers=program.offers)
    assert verdict.will_earn == 97
    assert verdict.will_earn - sum(share.aside for share in verdict.shares) == counts


def test_what_is_earned_at_a_partner_may_not_count(database: Database) -> None:
    shop = Shop(
        database, program_text=PARTNER.replace("rate = 10 }", "rate = 10, qualifies = false }")
    )
    till = shop.add_till("sadovaya")
    anna = shop.join_programme()
    shop.till_id = till
    bought = shop.buy(anna, (BREAD,))
    assert bought.earned == 70
    assert counted(shop, anna) == 0
    assert [one.text for one in bought.breakdown] == [
        "10 %, не для уровня".replace(" %", "\u00a0%")
    ]
    assert shop.read(broken_invariants) == ()


@pytest.mark.parametrize("forged", ["line", "purchase", "returned"])
def test_check_finds_points_that_were_made_to_count(shop: Shop, forged: str) -> None:
    anna = shop.join_programme()
    bought = shop.buy(anna, (COFFEE, BREAD))
    give_back(shop, bought, "c")
    change = {
        "line": update(PurchaseLineRow).values(aside=0),
        "purchase": update(PurchaseRow).values(aside=0, aside_back=0),
        "returned": update(PurchaseRow).values(aside_back=18),
    }[forged]
    shop.write(lambda session: session.execute(change))
    broken = shop.read(broken_invariants)
    assert any(bought.purchase_id in row for one in broken for row in one.rows)
    assert shop.rows(RefundRow)[0].aside == 6


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (OFFER.replace('measure = "points"', 'measure = "money"'), "offers[0].qualifies"),
        (OFFER.replace('"multiplier"', '"percent_off"'), "it is of offers that give points"),
        (PROGRAM_FILE.read_text("utf-8") + CHOSEN + ASIDE, "earn.chosen.qualifies"),
    ],
)
def test_it_is_refused_where_it_would_mean_nothing(text: str, told: str) -> None:
    with pytest.raises(FileRefused, match=told.replace("[", r"\[").replace("]", r"\]")):
        parse_program(text, "p.toml")
