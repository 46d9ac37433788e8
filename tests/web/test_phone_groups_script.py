"""A number falls into the groups of its country, and what is read of it stays the number."""

import json
import re
import subprocess
from collections.abc import Iterable

import pytest

from kopilka.ui.look.phone_forms import FORMS, in_groups
from kopilka.ui.sign_in.address import address_of
from kopilka_cli.web.places import NODE, SHELL

GROUPED = {
    "+79991234567": "+7 999 123-45-67",
    "89991234567": "8 999 123-45-67",
    "79991234567": "7 999 123-45-67",
    "+7 (999) 123.45.67": "+7 999 123-45-67",
    "+374 77123456": "+374 77 123456",
    "+375291234567": "+375 29 123-45-67",
    "+998901234567": "+998 90 123 45 67",
    "+996555123456": "+996 555 123 456",
    "+12015550123": "+1 201 555-0123",
    "+441174960010": "+44 117 496 0010",
    "+441614960000": "+44 161 496 0000",
    "+442079460018": "+44 20 7946 0018",
    "+441223": "+44 1223",
    "+441223496000": "+44 1223 496000",
    "+4412": "+44 12",
    "+7": "+7",
    "+7999": "+7 999",
    "+799912345678": "+7 999 123-45-678",
    "+491701234567": "+491701234567",
    "9991234567": "9991234567",
    "2member@example.com": "2member@example.com",
}
_SAY = """
const { grouped } = await import(process.argv[1]);
console.log(JSON.stringify(JSON.parse(process.argv[2]).map(grouped)));
"""


def grouped(typed: Iterable[str]) -> list[str]:
    """What the page makes of each that is typed."""
    script = (SHELL / "scripts/phone_groups.js").as_uri()
    command = [NODE, "--input-type=module", "--eval", _SAY, script, json.dumps(list(typed))]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    shown: list[str] = json.loads(ended.stdout)
    return shown


@pytest.fixture(scope="module")
def shown() -> dict[str, str]:
    return dict(zip(GROUPED, grouped(GROUPED), strict=True))


@pytest.mark.parametrize("typed", GROUPED)
def test_number_is_shown_in_its_groups_and_is_read_as_the_same(
    shown: dict[str, str], typed: str
) -> None:
    assert shown[typed] == GROUPED[typed]
    assert address_of(shown[typed]) == address_of(typed)


def test_number_is_read_in_the_groups_in_which_it_was_typed() -> None:
    whole = ["+" + re.sub(r"\D", "", form.replace("#", "6")) for form in FORMS]
    assert [in_groups(number) for number in whole] == grouped(whole)
    assert all(" " in in_groups(number) for number in whole)
