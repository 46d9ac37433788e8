"""A programme whose reasons to come back make no sense is refused with the place of the fault."""

import pytest

from loyalty_server.programme.file import parse_program
from loyalty_server.toml_file import FileRefused
from tests.server.visits import PROGRAM

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        ('coffee = "Кофе"', 'coffee = " "', "categories.coffee: a name of 1 to 40"),
        ("steps = 3\n", "steps = 0\n", "challenges[1].steps: 0 is not between"),
        ("reward = 100\n", "reward = -1\n", "challenges[1].reward: -1 is not between"),
        ("reward = 100\n", "", "challenges[1].reward: points or a coupon"),
        ('kind = "streak_days"', 'kind = "daily"', "challenges[1].kind: one of steps"),
        ('deed = "survey"', 'deed = "survey"\ncategory = "tea"', "challenges[2].deed: category"),
        ('deed = "survey"', 'deed = "survey"\nkind = "stamps"', "challenges[2].kind: stamps are"),
        ('["tverskaya"]\nfrom_hour', '["moon"]\nfrom_hour', "challenges[3].stores[0]: no store"),
        ("until_hour = 22", "until_hour = 7", "challenges[3].until_hour: it ends in"),
        ("valid_days = 14", "valid_days = 0", "challenges[3].coupon.valid_days: 0 is not"),
        ('"opinion"', '"every-day"', "challenges[2].id: 'every-day' is already used"),
        ('code = "WINTER"', 'code = "w"', "promo_codes[1].code: 4 to 32"),
        ('code = "SILVER"', 'code = "WINTER"', "promo_codes[2].code: 'WINTER' is already"),
        (
            "starts_on = 2026-12-01\nends_on = 2026-12-31\n\n[[promo",
            "starts_on = 2027-12-01\nends_on = 2026-12-31\n\n[[promo",
            "promo_codes[1].ends_on: the promo code ends",
        ),
        (
            '{ tiers = ["silver"] }',
            '{ tiers = ["gold"] }',
            "promo_codes[2].eligible.tiers[0]: no tier",
        ),
        ('{ tiers = ["silver"] }', '{ likes = "tea" }', "promo_codes[2].eligible: only tiers"),
        ("points = 25\n", "", "promo_codes[3].points: points or a coupon"),
        ("uses_in_all = 1", "uses_in_all = 0", "promo_codes[3].uses_in_all: 0 is not between"),
        ("stock = 1", "stock = -1", "rewards[1].stock: -1 is not between"),
        ('charity = "Дом хвостов"', 'charity = "Дом"\nprice = 5', "rewards[3].charity: a donation"),
        ("cancel_within_minutes = 30", "cancel_within_minutes = -1", "redeeming.cancel_within"),
        ("open_at_most = 3", "open_at_most = 0", "asking.open_at_most: 0 is not between"),
        ("every_days = 7", "every_days = 0", "surveys[1].every_days: 0 is not between"),
        (
            'type = "rating"\nname = "service"',
            'type = "signaturepad"\nname = "service"',
            "surveys[1].definition.pages[0].elements[1].type",
        ),
        (
            'visibleIf = "{recommend} < 7',
            'visibleIf = "{nobody} < 7',
            "surveys[1].definition.pages[1].elements[0].visibleIf",
        ),
    ],
)
def test_fault_is_told_with_its_line_and_place(written: str, instead: str, told: str) -> None:
    assert written in PROGRAM
    with pytest.raises(FileRefused) as refused:
        parse_program(PROGRAM.replace(written, instead, 1), "reasons.toml")
    name, line, place = str(refused.value).split(":", 2)
    assert name == "reasons.toml"
    assert int(line) > 1
    assert place.strip().startswith(told)
