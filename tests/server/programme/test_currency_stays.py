"""Sums of all years are added up: once something was bought, the programme keeps its currency."""

import pytest

from loyalty_server.publishing import publish, publish_over
from loyalty_server.toml_file import FileRefused
from tests.server.conftest import in_memory
from tests.server.shop import Shop

REFUSED = r"currency: something was bought in another currency"


def test_currency_is_free_until_something_is_bought_and_stays_from_then_on() -> None:
    shop = Shop(in_memory())
    try:
        in_euro = shop.program_text.replace('currency = "RUB"', 'currency = "EUR"')
        assert in_euro != shop.program_text
        now = shop.clock.now
        assert shop.write(lambda session: publish(session, in_euro, now)).program.currency == "EUR"
        back = shop.write(lambda session: publish(session, shop.program_text, now))
        shop.buy(shop.join_programme())
        line = 1 + shop.program_text.splitlines().index('currency = "RUB"')
        with pytest.raises(FileRefused, match=rf"^shop\.toml:{line}: {REFUSED}"):
            shop.write(lambda session: publish(session, in_euro, now, "shop.toml"))
        with pytest.raises(FileRefused, match=REFUSED):
            shop.write(lambda session: publish_over(session, in_euro, back.number, now))
        assert shop.program().currency == "RUB"
        renamed = shop.program_text.replace("Lavka", "Shop").replace("Лавка", "Магазин")
        assert shop.write(lambda session: publish(session, renamed, now)).number == back.number + 1
    finally:
        shop.database.close()
