"""A shop in which wallets change in every way at once, and what their tags say of it."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from loyalty_api.codec import encode
from loyalty_api.models import Wallet
from loyalty_server.languages import Language
from loyalty_server.members.consents import standard_texts
from loyalty_server.programme.versions import rules_at
from loyalty_server.tables import DeviceRow
from loyalty_server.wallet.facts import Whose, counted_by, facts_of
from loyalty_server.wallet.snapshot import Reading, wallet_of
from loyalty_server.wallet.standing import stands_until
from loyalty_server.wallet.tag import Tag
from tests.server.shop import PROGRAM_FILE, Phone, Shop

TEXTS: Final = standard_texts()
PART: Final = 2
MORE: Final = """
[earn.chosen]
choose = 1
of = ["coffee", "bakery"]
rate = 7.5

[categories]
coffee = "Кофе"
bakery = "Хлеб"

[redeeming]
cancel_within_minutes = 30

[[rewards]]
id = "mug"
title = "Кружка"
text = "Выдаётся на кассе"
points = 20
stock = 3

[[rewards]]
id = "shelter"
title = "Приют"
text = "Корм"
points = 10
charity = "Дом хвостов"

[[surveys]]
id = "visit"
title = "Как прошёл визит?"
trigger = "purchase"
every_days = 1
after_hours = 3
lasts_days = 4
definition = '{"elements": [{"type": "boolean", "name": "well", "title": "Хорошо?"}]}'

[[challenges]]
id = "every-day"
title = "Три дня подряд"
text = "Заходите каждый день"
steps = 3
reward = 100
starts_on = 2026-11-01
ends_on = 2026-12-31
kind = "streak_days"
coupon = { title = "Кофе", text = "За 70", valid_days = 3, discount = { kind = "fixed_price", value = 7000, category = "coffee", pieces = 1 } }

[[challenges]]
id = "cups"
title = "Чашки"
text = "Каждая живёт пять дней"
kind = "stamps"
steps = 3
reward = 10
repeats = true
lives_days = 5
category = "coffee"
starts_on = "always"
ends_on = "never"

[[offers]]
id = "twice"
title = "Дважды на всех"
text = "Кто успел"
terms = "Пока есть"
reason = "Для всех"
kind = "bonus"
value = 15
starts_on = 2026-11-01
ends_on = 2026-12-31
uses_in_all = 2

[[offers]]
id = "back"
title = "Возвращайтесь"
text = "Вас не было"
terms = "Пять дней"
reason = "Вас давно не было"
kind = "lapsed"
value = 30
starts_on = 2026-11-01
ends_on = 2027-12-31
eligible = { lapsed_days = 5 }

[[offers]]
id = "opt-in"
title = "За кофе"
text = "После активации"
terms = "До конца ноября"
reason = "Для всех"
kind = "bonus"
value = 20
category = "coffee"
starts_on = 2026-11-01
ends_on = 2026-12-31
activation = "opt_in"

[[contests]]
id = "receipts"
title = "Корзина"
text = "Каждый чек"
entry = "purchase"
starts_on = 2026-11-01
ends_on = 2026-12-20
draw_on = 2026-12-24
entries_at_most = 5
prizes = [{ title = "Сто баллов", points = 100 }]
"""
FAMILY: Final = """
[family]
members_at_most = 3
joins_a_year = 20

[referral]
inviter = 20
friend = 10
minimum_basket = 100_00
friends_a_year = 9
"""
GOLD: Final = 'id = "gold"\n'
PROGRAM: Final = (
    PROGRAM_FILE.read_text("utf-8").replace(GOLD, f'{GOLD}segments = ["staff"]\n') + MORE + FAMILY
)


def add_device_of(shop: Shop, phone: Phone) -> None:
    """The phone is signed in, as a session would have it."""
    device = DeviceRow(
        id=phone.kid,
        member_id=phone.member_id,
        name="phone",
        platform="web",
        signed_in_at=shop.clock.now,
        last_seen_at=shop.clock.now,
        ends_at=shop.clock.now.replace(year=2099),
    )
    shop.write(lambda session: session.add(device))


def facts_digest(session: Session, phone: Phone, now: datetime) -> str:
    """What the one statement says of the phone's wallet."""
    whose = Whose(phone.member_id, phone.kid, Language.RU, TEXTS)
    facts = facts_of(session.connection(), whose, counted_by(rules_at(session, now)), now)
    if facts is None:
        raise LookupError("the phone is not signed in")
    return facts.digest


def tagged_wallet(session: Session, phone: Phone, now: datetime) -> tuple[Tag, object]:
    """The wallet made anew, whole and in part, but for the time of reading, with its tag."""
    program = rules_at(session, now).program
    reading = Reading(program, TEXTS, Language.RU, now, phone.kid, push_key="key")
    made = wallet_of(session, phone.member_id, reading)
    part = wallet_of(session, phone.member_id, replace(reading, most=PART)).wallet
    until = stands_until(session, program, phone.member_id, made.taste, now)
    body = [_timeless(wallet) for wallet in (made.wallet, part)]
    return Tag.made(facts_digest(session, phone, now), now, until), body


def _timeless(wallet: Wallet) -> object:
    body = encode(wallet)
    return body | {"server_time": None, "points": body["points"] | {"as_of": None}}
