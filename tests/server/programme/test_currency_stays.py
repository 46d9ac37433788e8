"""Sums of all years are added up: once something was bought, or cashback given, the programme keeps its currency."""

import pytest

from loyalty_server.publishing import publish, publish_over
from loyalty_server.toml_file import FileRefused
from tests.server.conftest import in_memory
from tests.server.points.test_adjustments import approved, proposed
from tests.server.shop import PROGRAM_FILE, Shop

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


POINTS = PROGRAM_FILE.read_text("utf-8")
CASHBACK = POINTS.replace('kind = "points"', 'kind = "cashback"').replace(
    "worth = 100", "worth = 1"
)


@pytest.mark.parametrize(
    ("text", "stays"), [(CASHBACK, True), (POINTS, False)], ids=["cashback", "points"]
)
def test_cashback_that_was_given_without_a_purchase_keeps_its_currency(
    text: str, stays: bool
) -> None:
    shop = Shop(in_memory(), program_text=text)
    try:
        anna = shop.join_programme()
        adjustment = proposed(shop, anna.member_id, 100)
        assert [approved(shop, adjustment, person) for person in ("Ольга", "Пётр")][-1]
        in_euro, now = text.replace('currency = "RUB"', 'currency = "EUR"'), shop.clock.now
        if stays:
            with pytest.raises(FileRefused, match="currency: cashback was given in another"):
                shop.write(lambda session: publish(session, in_euro, now))
        else:
            shop.write(lambda session: publish(session, in_euro, now))
        assert shop.program().currency == ("RUB" if stays else "EUR")
    finally:
        shop.database.close()
