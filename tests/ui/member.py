"""Anna's wallet as a server would send it."""

from datetime import UTC, date, datetime

from loyalty_api.card import Card, StaticCode, Symbology
from loyalty_api.history import Entry, EntryKind, History, MonthEarned
from loyalty_api.models import Expiring, Measure, Member, Points, Tier, TierGoal, Wallet
from loyalty_api.programme import Brand, Money, PointsName, Program, ProgramKind
from loyalty_api.receipts import Line, Purchase, PurchaseState, RuleEffect

NOW = datetime(2026, 11, 20, 9, 14, tzinfo=UTC)

PURCHASE = Purchase(
    id="p1",
    at=datetime(2026, 11, 20, 9, 14, tzinfo=UTC),
    state=PurchaseState.COMPLETED,
    store="Лесная, 12",
    receipt_id="А-1042",
    lines=(Line("1", "Капучино", "coffee", 3, 54000), Line("2", "Хлеб", "bread", 1, 64400)),
    total=Money(118400, "RUB"),
    discount=Money(0, "RUB"),
    paid=Money(118400, "RUB"),
    earned=86,
    burned=0,
    breakdown=(RuleEffect("base", 59, "5\u00a0%"), RuleEffect("coffee", 27, "Кофе ×3")),
)

HISTORY = History(
    entries=(
        Entry(
            "e3",
            PURCHASE.at,
            EntryKind.ACCRUAL,
            86,
            pending=False,
            reason="Лесная, 12",
            purchase_id="p1",
            total=PURCHASE.total,
        ),
        Entry(
            "e2",
            datetime(2026, 11, 18, 19, 2, tzinfo=UTC),
            EntryKind.REDEMPTION,
            -500,
            pending=False,
            reason="Списание на Невском",
        ),
    ),
    next=None,
    months=(MonthEarned(date(2026, 10, 1), 330), MonthEarned(date(2026, 11, 1), 486)),
)

WALLET = Wallet(
    server_time=NOW,
    program=Program(
        "Копилка",
        PointsName("балл", "балла", "баллов"),
        "RUB",
        Brand("#146B55"),
        ProgramKind.POINTS,
        "Europe/Moscow",
    ),
    member=Member("m1", "Анна", "+79000000001", None, None, "ANNA"),
    card=Card("2912345678906", StaticCode(Symbology.EAN_13, "2912345678906")),
    points=Points(1240, 0, 0, 9000, Money(124000, "RUB"), (Expiring(80, date(2026, 11, 30)),), NOW),
    tier=Tier(
        "Серебро",
        5,
        ("Двойные баллы в день рождения",),
        TierGoal("Золото", 7, 1_000_000, 624_000, date(2026, 12, 31), Measure.MONEY),
    ),
)
