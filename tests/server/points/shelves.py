"""What the members of the long test of the ledger buy, and the programme they buy it by."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from loyalty_api.receipts import Line
from tests.server.shop import PROGRAM_FILE

PENDING_DAYS, EXPIRES_AFTER_DAYS, SHORT_DAYS, REWARD = 2, 9, 4, 20
GIVE_BACK_WITHIN = timedelta(days=7)
CHOSEN_RATE, TO_CHOOSE_FROM = 9, ("coffee", "dairy")
THRICE, TWICE, BUDGET, SHORT = "thrice", "twice", "budget", "short"
MOSCOW: Final = ZoneInfo("Europe/Moscow")
CHOSEN = f"""
[earn.chosen]
choose = 1
of = ["coffee", "dairy"]
rate = {CHOSEN_RATE}
"""
MORE = f"""
[redeeming]
cancel_within_minutes = 10080

[[rewards]]
id = "cup"
title = "Чашка"
text = "Любая"
points = {REWARD}

[family]
members_at_most = 3
joins_a_year = 20
"""
OFFER = """
[[offers]]
id = "{id}"
title = "{id}"
text = "{id}"
terms = "Без условий"
reason = "Для всех"
starts_on = "always"
ends_on = "never"
{rest}
"""
PROGRAM = (
    'deposits = ["deposit"]\n'
    + PROGRAM_FILE.read_text("utf-8")
    .replace("expires_after_days = 365", f"expires_after_days = {EXPIRES_AFTER_DAYS}")
    .replace("cap = 1000", f"pending_days = {PENDING_DAYS}")
    .replace("minimum_basket = 10000", "minimum_basket = 0")
    .replace("[burn]", CHOSEN + "\n[burn]")
    + MORE
    + OFFER.format(
        id=THRICE, rest='kind = "bonus"\nvalue = 40\ncategory = "coffee"\nuses_in_all = 3'
    )
    + OFFER.format(
        id=TWICE, rest='kind = "percent_off"\nvalue = 10\ncategory = "bread"\nuses_per_member = 2'
    )
    + OFFER.format(id=BUDGET, rest='kind = "bonus"\nvalue = 15\nbudget = 50')
    + OFFER.format(
        id=SHORT,
        rest=f'kind = "bonus"\nvalue = 11\nexpires_after_days = {SHORT_DAYS}',
    )
)
PROLONGED = PROGRAM.replace("[earn]", "[earn]\nprolonged_by_purchases = true")
GOODS = {
    "bread": Line("bread", "Хлеб", "bread", 1, 0),
    "cup": Line("cup", "Кофе", "coffee", 1, 0),
    "cheese": Line("cheese", "Сыр", "dairy", 1, 0, "kg"),
    "bag": Line("bag", "Пакет", "other", 1, 0),
    "bottle": Line("bottle", "Бутылка", "deposit", 1, 0),
}


def line_of(sku: str, quantity: int, price: int) -> Line:
    good = GOODS[sku]
    by_kind = {"bag": 0, "cheese": price, "bottle": -price // 9}.get(sku, price * quantity)
    amount = Decimal(quantity) / 8 if good.unit == "kg" else Decimal(quantity)
    by_card = by_kind * 9 // 10 if sku == "cup" else None
    return Line(sku, good.title, good.category, amount, by_kind, good.unit, by_card)


def _payable(lines: list[Line]) -> list[Line]:
    """The basket without its bottles where its bread at a discount would not pay for them."""
    goods = [line for line in lines if line.amount >= 0]
    back = sum(line.amount for line in lines if line.amount < 0)
    is_enough = sum(line.amount for line in goods) * 9 // 10 + back >= 0
    return lines if is_enough else goods or [line_of("bag", 1, 0)]


LINES = st.builds(
    line_of, st.sampled_from(sorted(GOODS)), st.integers(1, 3), st.integers(0, 90_000)
)
BASKETS = st.lists(LINES, min_size=1, max_size=3).map(_payable)


def days_later(moment: datetime, days: int) -> datetime:
    """When the day is over that is so many days after this one in Moscow."""
    day = moment.astimezone(MOSCOW).replace(hour=0, minute=0, second=0, microsecond=0)
    return (day + timedelta(days=days + 1)).astimezone(UTC)


def month_of(moment: datetime, *, later: bool = False) -> datetime:
    """The first day of this month in Moscow, or of the next."""
    first = moment.astimezone(MOSCOW).replace(day=1)
    return (first + timedelta(days=32)).replace(day=1) if later else first
