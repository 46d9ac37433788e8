"""Whatever a scanner types, the till gets a problem answer and nothing happens to anyone's points."""

import random
import string
from collections.abc import Iterator

import pytest

from loyalty_api.card_code import ALPHABET, CODE_LENGTH, kept
from loyalty_api.keyboards import by_other_layout
from loyalty_api.problems import ProblemCode
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.problems import Refused
from loyalty_server.tables import CardRow, CredentialRow
from loyalty_server.till.bad_scans import BadCode
from loyalty_server.till.card_codes import recognise
from tests.server.conftest import in_memory
from tests.server.shop import Phone, Shop

pytestmark = pytest.mark.slow


ANY_CHARACTERS = string.printable + "ЙЦУКЕНйцукен ×“”\u200b\U0001f3b4]Q1"
HARMLESS = {ProblemCode.CODE_MALFORMED, ProblemCode.CODE_INVALID, ProblemCode.TILL_RATE_LIMITED}


@pytest.fixture
def shop() -> Iterator[Shop]:
    shop = Shop(in_memory())
    yield shop
    shop.database.close()


def bad_codes(code: str, number: str, chance: random.Random) -> Iterator[str]:
    """Random texts, and right codes with something changed."""
    while True:
        length = chance.randint(0, 60)
        yield "".join(chance.choices(ANY_CHARACTERS, k=length))
        yield "LW1P" + "".join(chance.choices(ALPHABET, k=CODE_LENGTH - 4))
        yield number + "".join(chance.choices(string.digits, k=8))
        place = chance.randrange(3, CODE_LENGTH)
        other = chance.choice(ALPHABET.replace(code[place], ""))
        yield code[:place] + other + code[place + 1 :]
        yield code[:place] + code[place + 1 :]
        yield code[:place] + chance.choice(ANY_CHARACTERS) + code[place:]


def unharmed(code: str, raw: str) -> bool:
    """Whether the change is undone: by canonicalising, or since it is what keys of another country change, Y for Z."""
    letters = "".join(letter for letter in raw.upper() if letter.isalnum())
    return code in (letters, *map(kept, by_other_layout(raw)))


@pytest.mark.parametrize("codes", [3_000, pytest.param(100_000, marks=pytest.mark.long)])
def test_bad_code_is_a_problem_and_nothing_else(shop: Shop, anna: Phone, codes: int) -> None:
    balance = shop.buy(anna).balance
    (card,), (before,) = shop.rows(CardRow), shop.rows(CredentialRow)
    code, chance = anna.code(shop.clock.now), random.Random(codes)
    guesses = bad_codes(code, card.number, chance)
    with shop.database.writing() as session:
        for raw in (next(guesses) for _ in range(codes)):
            if unharmed(code, raw):
                continue
            with pytest.raises(Refused) as refusal:
                recognise(session, shop.keys, raw, shop.clock.now, shop.clock.now)
            assert refusal.value.code in HARMLESS, raw
    assert shop.points(anna).balance == balance
    assert shop.read(broken_invariants) == ()
    (after,) = shop.rows(CredentialRow)
    assert after.last_step == before.last_step


def test_guessing_till_is_stopped_however_it_guesses(shop: Shop, anna: Phone) -> None:
    (card,) = shop.rows(CardRow)
    code = anna.code(shop.clock.now)
    guesses = bad_codes(code, card.number, random.Random(0))
    answers = []
    for raw in (next(guesses) for _ in range(60)):
        if not unharmed(code, raw):
            with pytest.raises(Refused) as refusal:
                shop.scan(raw)
            answers.append(refusal.value)
    looked_at = [answer for answer in answers if isinstance(answer, BadCode)]
    assert len(looked_at) == 10
    assert answers[-1].code is ProblemCode.TILL_RATE_LIMITED
