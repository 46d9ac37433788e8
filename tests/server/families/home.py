"""A shop whose members may share an account, and what a family does in it."""

from typing import Final

from loyalty_api.family import Family
from loyalty_api.history import Entry
from loyalty_api.models import Wallet
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.families.invitations import invite
from loyalty_server.families.membership import join, leave
from loyalty_server.languages import Language
from loyalty_server.members.consents import standard_texts
from loyalty_server.points.history import history_page
from loyalty_server.programme.versions import rules_at
from loyalty_server.wallet.snapshot import Reading, wallet_of
from tests.server.shop import PROGRAM_FILE, Phone, Shop

FAMILY: Final = """
[redeeming]
cancel_within_minutes = 600

[[rewards]]
id = "cup"
title = "Чашка"
text = "Любая"
points = 20

[family]
members_at_most = 3
joins_a_year = 4
"""
PROGRAM: Final = PROGRAM_FILE.read_text("utf-8") + FAMILY
ROOF: Final = "https://loyalty.example"


def invited_by(shop: Shop, head: Phone) -> str:
    """The code of a new invitation."""

    def work(session) -> str:
        program = rules_at(session, shop.clock.now).program
        return invite(session, program, head.member_id, ROOF, shop.clock.now).code

    return shop.write(work)


def joins(shop: Shop, phone: Phone, code: str) -> None:
    """The member agrees to what the link offers."""

    def work(session) -> None:
        program = rules_at(session, shop.clock.now).program
        join(session, program, phone.member_id, code, shop.clock.now)

    shop.write(work)


def share_with(shop: Shop, head: Phone, *others: Phone) -> None:
    """They become the family of this head."""
    for phone in others:
        joins(shop, phone, invited_by(shop, head))


def leaves(shop: Shop, phone: Phone) -> None:
    """The member goes; a head ends the family."""

    def work(session) -> None:
        program = rules_at(session, shop.clock.now).program
        leave(session, program, phone.member_id, shop.clock.now)

    shop.write(work)


def wallet(shop: Shop, phone: Phone) -> Wallet:
    """What the phone shows."""
    now = shop.clock.now

    def work(session) -> Wallet:
        program = rules_at(session, now).program
        reading = Reading(program, standard_texts(), Language.RU, now)
        return wallet_of(session, phone.member_id, reading).wallet

    return shop.read(work)


def family(shop: Shop, phone: Phone) -> Family:
    """Whom the phone shows as its family."""
    shown = wallet(shop, phone).family
    assert shown is not None
    return shown


def balances(shop: Shop, *phones: Phone) -> list[int]:
    """What each of the phones shows as its points."""
    return [wallet(shop, phone).points.balance for phone in phones]


def history(shop: Shop, phone: Phone) -> list[Entry]:
    """What each movement of points says, the newest first."""
    now = shop.clock.now

    def work(session) -> list[Entry]:
        program = rules_at(session, now).program
        return list(history_page(session, phone.member_id, program, now).entries)

    return shop.read(work)


def require_sound(shop: Shop) -> None:
    """Every invariant of the ledger holds."""
    assert shop.read(broken_invariants) == ()
