"""The shop of these tests rewards invited friends."""

import pytest

from loyalty_server.database.transactions import Database
from tests.server.referrals.home import PROGRAM
from tests.server.shop import Phone, Shop


@pytest.fixture
def shop(database: Database) -> Shop:
    return Shop(database, program_text=PROGRAM)


@pytest.fixture
def anna(shop: Shop) -> Phone:
    return shop.join_programme()
