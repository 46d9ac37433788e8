"""A shop in which housekeeping has something to do for everybody."""

from sqlalchemy import text

from loyalty_server.database.transactions import Database
from tests.bench.crowd import gather
from tests.server.shop import PROGRAM_FILE, Shop

ROUNDS = """
[personal_goals]
weeks = 4
starts_on = 2026-11-20
reward = 70

[[personal_goals.seasons]]
months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
title = "Ваша цель"
text = "Купите столько раз"

[[birthday_gifts]]
[birthday_gifts.coupon]
title = "Кофе ко дню рождения"
text = "Любой"
valid_days = 14
discount = { kind = "fixed_price", value = 0, category = "coffee", pieces = 1 }
"""
DUE = """
UPDATE member SET birthday = '1990-11-20';
UPDATE lot SET expires_at = '2026-11-21 09:00:00.000000';
INSERT INTO consent (member_id, purpose, version, text_hash, granted, at)
    SELECT id, 'profiling', '1', '', true, '2026-01-01 00:00:00.000000' FROM member;
INSERT INTO member_event (member_id, sequence, at, kind, body)
    SELECT member_id, -id, at, 'points', '{}' FROM transfer;
INSERT INTO idempotency (client, key, fingerprint, status, body, content_type, at)
    SELECT 'till', id, '', 201, x'7b7d', 'application/json', at FROM purchase;
UPDATE purchase SET at = '2026-09-15 09:00:00.000000'
    WHERE id IN (SELECT purchase_id FROM transfer WHERE id % 2 = 0)
"""


def shop_with_all_due(database: Database, members: int) -> Shop:
    """Of so many members, on SQLite: points end tomorrow, today are their birthdays, a round of goals has begun, and
    old events and answers wait to be forgotten."""
    shop = Shop(database, program_text=PROGRAM_FILE.read_text("utf-8") + ROUNDS)
    gather(database, members, shop.till_id, "lesnaya", shop.clock.now)
    with database.engine.begin() as connection:
        for statement in DUE.split(";"):
            connection.execute(text(statement))
    return shop
