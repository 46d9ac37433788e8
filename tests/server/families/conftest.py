"""The shop of these tests has families."""

import pytest

from loyalty_server.database.transactions import Database
from tests.server.families.home import PROGRAM
from tests.server.shop import Phone, Shop


@pytest.fixture
def shop(database: Database) -> Shop:
    return Shop(database, program_text=PROGRAM)


@pytest.fixture
def boris(shop: Shop) -> Phone:
    return shop.join_programme()


@pytest.fixture
def vera(shop: Shop) -> Phone:
    return shop.join_programme()
