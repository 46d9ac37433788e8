"""A key that is not known is told with ours: for the words of other engines, for a wrong table, for a slip."""

from typing import Final

import pytest

from loyalty_api.malformed import UnknownWord
from loyalty_server.programme.elsewhere import keys, ours_for, words
from loyalty_server.programme.file import parse_program
from loyalty_server.toml_file import FileRefused
from tests.server.strangers.counter import BASE, offer, stamps

TIERS: Final = BASE.replace("[[tiers.levels]]", '[tiers]\nmeasure = "money"\n\n[[tiers.levels]]')
WITH_ALL: Final = TIERS + offer("bonus", 7, skus=["WINE"]) + stamps(6)


def told(program: str) -> str:
    with pytest.raises(FileRefused) as refused:
        parse_program(program, "p.toml")
    return str(refused.value)


@pytest.mark.parametrize(
    ("written", "instead", "advice"),
    [
        ("[earn]", "[earn]\nexpires_after_inactive_days = 365", "'prolonged_by_purchases' here"),
        ("[earn]", "[earn]\nexpiresAfterInactiveDays = 365", "'prolonged_by_purchases' here"),
        ("[earn]", "[earn]\nwelcome-bonus = 100", "'welcome' here"),
        ("[earn]", "[earn]\nminimum_amount = 100", "'minimum_basket' here"),
        ("[burn]", "[burn]\nminimum_amount = 100", "'minimum_basket' here"),
        ("[burn]", "[burn]\ncap_per_month = 100", "'earn.cap_per_month' here"),
        ("[burn]", "[burn]\nminimun = 100", "did you mean 'minimum'?"),
        ("[tiers]", "[tiers]\nlifetime = true", "'tiers.levels.ways.ever' here"),
        ('measure = "money"', 'measure = "purchases"', "'purchases' is 'visits' here"),
        ('measure = "money"', 'measure = "mony"', "did you mean 'money'?"),
        ('measure = "money"', 'window = "lifetime"', "'lifetime' is 'ever' here"),
        ('kind = "points"', 'kind = "percentage"', "cashback, discount is needed"),
        ('kind = "bonus"', 'kind = "percentage"', "'percentage' is 'percent_off' here"),
        ('skus = ["WINE"]', "usage_limit = 3", "'uses_in_all' here"),
        ('skus = ["WINE"]', 'weekdays = [1]', "'offers.eligible.weekdays' here"),
        ('skus = ["WINE"]', "minimum_baskte = 3", "did you mean 'minimum_basket'?"),
        ("steps = 6", "steps = 6\nlasts_days = 60", "'lives_days' here"),
        ("steps = 6", "steps = 6\nvalid_until = 2027-01-01", "'ends_on' here"),
        ("address = \"Street 2\"", 'address = "Street 2"\nlat = 55.7', "'latitude' here"),
        ("[burn]", "[burn]\nzzz = 1", "zzz: an unknown field"),
    ],
)  # fmt: skip
def test_word_of_others_is_told_with_ours(written: str, instead: str, advice: str) -> None:
    assert told(WITH_ALL.replace(written, instead, 1)).endswith(advice)


@pytest.mark.parametrize(
    ("written", "instead", "form"),
    [
        ('currency = "RUB"', 'currency = ["RUB", "KZT"]', "is a programme of its own"),
        ('language = "en"', 'language = "kk"', "one of ru, en is needed; a brand's file adds others"),
        ('address = "Street 2"', 'address = "Street 2"\nhours = "9-21"', '{ mon-sun = "09:00-21:00" }'),
        ('address = "Street 2"', 'address = "Street 2"\nhours = ["9-21"]', '{ mon-sun = "09:00-21:00" }'),
    ],
)  # fmt: skip
def test_what_others_write_in_another_form_is_told_with_ours(
    written: str, instead: str, form: str
) -> None:
    assert written in WITH_ALL
    assert told(WITH_ALL.replace(written, instead, 1)).endswith(form)


def test_table_of_others_is_told_with_its_line() -> None:
    line = len(WITH_ALL.splitlines()) + 1
    rates = f'{WITH_ALL}[[rates]]\ncategory = "fuel"\nrate = 0.2\n'
    assert told(rates) == f"p.toml:{line}: rates: an unknown field; 'rates' is 'earn.rates' here"


def test_every_word_leads_to_a_key_that_is_there() -> None:
    assert {path for paths in words().keys.values() for path in paths} <= set(keys())
    for word, paths in words().keys.items():
        assert not {path.rpartition(".")[0] + f".{word}" for path in paths} & set(keys()), word


def test_key_in_a_wrong_table_is_told_with_its_own() -> None:
    head = {path for path in keys() if "." not in path}
    names = {path.rpartition(".")[2] for path in keys()} - head - words().keys.keys()
    for key in names:
        ours = ours_for(UnknownWord(f"$.{key}", "unknown", word=key, table="$", known=head))
        assert ours in keys()
        assert (ours or "").endswith(f".{key}")
