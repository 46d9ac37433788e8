"""What a programme must make sense in: each fault is told at its place, and what is just right is not."""

from dataclasses import replace

import pytest

from loyalty_api.malformed import Malformed
from loyalty_api.offers import OfferKind
from loyalty_api.programme import ProgramKind
from loyalty_server.programme.check import require_sound
from loyalty_server.programme.earn_rules import CategoryRate, ChosenRules
from loyalty_server.programme.family_rules import FamilyRules
from loyalty_server.programme.file import parse_program, read_program
from loyalty_server.programme.offer_rules import OfferRule
from loyalty_server.programme.partner_rules import PartnerRule
from loyalty_server.programme.program import Program
from loyalty_server.programme.referral_rules import ReferralRules
from tests.server.shop import PROGRAM_FILE
from tests.server.visits import PROGRAM as WHOLE

PROGRAM = read_program(PROGRAM_FILE)
COFFEE = PROGRAM.offers[0]
BONUS = replace(COFFEE, kind=OfferKind.BONUS, value=5)
OFF = replace(COFFEE, kind=OfferKind.AMOUNT_OFF, value=5)
PARTNER = PartnerRule("aster", "Aster", "Flowers")
FAMILY = FamilyRules(3, 4)
REFERRAL = ReferralRules(10, 10, 100)
CARD = replace(PROGRAM, kind=ProgramKind.DISCOUNT)


def earn(**rules: object) -> Program:
    return replace(PROGRAM, earn=replace(PROGRAM.earn, **rules))


def offered(rule: OfferRule = BONUS, **more: object) -> Program:
    return replace(PROGRAM, offers=(replace(rule, **more),))


def rated(*categories: object) -> Program:
    return earn(rates=tuple(CategoryRate(one, 1) for one in categories))


def chosen(*of: str, choose: int = 1, rate: float = 10, program: Program = PROGRAM) -> Program:
    return replace(program, earn=replace(program.earn, chosen=ChosenRules(choose, of, rate)))


def rated_at(rate: float) -> Program:
    return earn(rates=(CategoryRate("tea", rate),))


SOUND = {
    "as it is": PROGRAM,
    "family": replace(PROGRAM, family=FAMILY),
    "referral": replace(PROGRAM, referral=REFERRAL),
    "category of one letter": replace(PROGRAM, categories={"c": "К"}),
    "category of forty": replace(PROGRAM, categories={"c": "К" * 40}),
    "last day of the year": earn(expires_on="12-31"),
    "prolonged": earn(prolonged_by_purchases=True),
    "pending to the last day but one": earn(pending_days=29, expires_after_days=30),
    "paid out on a day": earn(spendable_on_day=28, expires_after_days=60),
    "rates": rated("tea", ("fuel", "gas")),
    "rate of all": rated_at(100),
    "multiplier at its least": offered(COFFEE, value=1.01),
    "multiplier at its most": offered(COFFEE, value=1000),
    "greatest budget": offered(budget=1000 * 10**12),
    "chosen": chosen("tea", "fuel", choose=2),
    "chosen at the highest tier's rate": chosen("tea", rate=7),
    "bonus of whole points": offered(value=5),
    "multiplier with decimals": offered(COFFEE, value=1.5),
    "points by the piece": offered(per_piece=True, pieces=6),
    "amount off": offered(OFF),
    "points that outlive what is pending": replace(
        offered(expires_after_days=15), earn=replace(PROGRAM.earn, pending_days=14)
    ),
    "cashback": replace(PROGRAM, kind=ProgramKind.CASHBACK, burn=replace(PROGRAM.burn, worth=1)),
}


@pytest.mark.parametrize("program", SOUND.values(), ids=SOUND)
def test_what_is_just_right_is_sound(program: Program) -> None:
    require_sound(program)


@pytest.mark.parametrize(
    ("program", "path"),
    [
        (replace(PROGRAM, categories={"c": " "}), "categories.c"),
        (replace(PROGRAM, categories={"c": "К" * 41}), "categories.c"),
        (replace(PROGRAM, partners=(PARTNER, PARTNER)), "partners[1].id"),
        (replace(PROGRAM, partners=(replace(PARTNER, id="a/b"),)), "partners[0].id"),
        (replace(PROGRAM, offers=(BONUS, BONUS)), "offers[1].id"),
        (replace(PROGRAM, family=replace(FAMILY, members_at_most=1)), "family.members_at_most"),
        (replace(CARD, family=FAMILY), "family"),
        (replace(PROGRAM, referral=replace(REFERRAL, minimum_basket=0)), "referral.minimum_basket"),
        (replace(CARD, referral=REFERRAL), "referral"),
        (earn(prolonged_by_purchases=True, expires_on="12-31"), "earn.prolonged_by_purchases"),
        (earn(pending_days=30, expires_after_days=30), "earn.pending_days"),
        (earn(spendable_on_day=28, expires_after_days=59), "earn.spendable_on_day"),
        (earn(expires_on="02-29"), "earn.expires_on"),
        (earn(expires_on="12-32"), "earn.expires_on"),
        (earn(expires_on="1231"), "earn.expires_on"),
        (earn(expires_on="W01-1"), "earn.expires_on"),
        (rated("tea", ("fuel", "tea")), "earn.rates[1].category"),
        (rated(()), "earn.rates[0].category"),
        (chosen("tea", choose=2), "earn.chosen.choose"),
        (chosen("tea", choose=0), "earn.chosen.choose"),
        (chosen("tea", "tea"), "earn.chosen.of[1]"),
        (chosen(""), "earn.chosen.of[0]"),
        (chosen("tea", "fuel", program=rated("fuel")), "earn.chosen.of[1]"),
        (chosen("wine", program=replace(PROGRAM, never=("wine",))), "earn.chosen.of[0]"),
        (chosen("beer", program=earn(excluded_categories=("beer",))), "earn.chosen.of[0]"),
        (chosen("tea", rate=6.9), "earn.chosen.rate"),
        (chosen("tea", rate=100.5), "earn.chosen.rate"),
        (replace(PROGRAM, kind=ProgramKind.CASHBACK), "burn.worth"),
        *[
            (offered(id=one), "offers[0].id")
            for one in (
                "base",
                "card",
                "cap",
                "card_price",
                "chosen",
                "coupon:a",
                "promo:",
                "rate:x",
            )
        ],
        (offered(COFFEE, value=1.005), "offers[0].value"),
        (offered(COFFEE, value=1000.5), "offers[0].value"),
        (offered(budget=1000 * 10**12 + 1), "offers[0].budget"),
        (rated_at(100.5), "earn.rates[0].rate"),
        (offered(value=1.5), "offers[0].value"),
        (offered(value=0), "offers[0].value"),
        (offered(OFF, value=0), "offers[0].value"),
        (offered(pieces=6), "offers[0].pieces"),
        (offered(OFF, per_piece=True), "offers[0].per_piece"),
        (offered(COFFEE, per_piece=True), "offers[0].per_piece"),
        (offered(percent=50.0), "offers[0].kind"),
        (offered(free_category="tea"), "offers[0].kind"),
        (offered(free_skus=("t1",)), "offers[0].kind"),
        (offered(category=()), "offers[0].category"),
        (offered(uses_per_member=0), "offers[0].uses_per_member"),
        (
            replace(offered(expires_after_days=14), earn=replace(PROGRAM.earn, pending_days=14)),
            "offers[0].expires_after_days",
        ),
        (offered(eligible=replace(BONUS.eligible, tiers=("moon",))), "offers[0].eligible.tiers[0]"),
    ],
)
def test_what_makes_no_sense_is_told_at_its_place(program: Program, path: str) -> None:
    with pytest.raises(Malformed) as refused:
        require_sound(program)
    assert str(refused.value).startswith(f"{path}: ")


@pytest.mark.parametrize("kind", ["rewards", "promo_codes", "surveys", "challenges", "stores"])
def test_id_that_is_used_twice_is_told_at_the_second(kind: str) -> None:
    whole = parse_program(WHOLE, "whole.toml")
    rows = getattr(whole, kind)
    again = replace(rows[0], code=None) if kind == "promo_codes" else rows[0]
    with pytest.raises(Malformed) as refused:
        require_sound(replace(whole, **{kind: (*rows, again)}))
    assert str(refused.value).startswith(f"{kind}[{len(rows)}].id: ")
