"""Members out of a file: their cards, their points by the ledger's own rules, and their consents."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.columns import Base
from loyalty_server.database.transactions import Database
from loyalty_server.moving import bringing
from loyalty_server.moving.bringing import Conflict, bring_all
from loyalty_server.points.account import Why
from loyalty_server.points.lots import Accrual, earn, settled_account
from loyalty_server.points.reversals import take_away
from loyalty_server.programme.wording import words_in
from loyalty_server.tables import (
    BalanceRow,
    CardRow,
    ConsentRow,
    EntryRow,
    LotMoveRow,
    LotRow,
    MemberRow,
    TransferRow,
)
from loyalty_server.tables.ledger import Account, TransferKind
from loyalty_server.till.bad_scans import BadCode
from tests.server.conftest import in_memory
from tests.server.moving.moves import brought_in, checked, move_of, taken_out, told
from tests.server.shop import Shop

pytestmark = pytest.mark.slow

OWN, FOREIGN = "2900000000018", "4600000000015"
HEAD = "card,phone,first_name,points,tier,consents\n"
ANNA = (
    f"{FOREIGN} | KL-001/7,+79000000001,Анна,120 2027-03-31 | 50,silver,rules 2024-05-02 2026-11\n"
)
BORIS = f"{OWN},+79000000002,Борис,-30 | 40 2027-12-31 2026-12-10,,\n"
CHANGED = (
    "was brought in from another line;"
    " what has changed since is corrected by `kopilka ledger propose`"
)
Lot = tuple[int, datetime | None, datetime | None]
BY_HAND = [
    ("+79000000001", [(120, None, datetime(2027, 3, 31, 21, tzinfo=UTC)), (50, None, None)], 0),
    (
        "+79000000002",
        [(40, datetime(2026, 12, 9, 21, tzinfo=UTC), datetime(2027, 12, 31, 21, tzinfo=UTC))],
        30,
    ),
]
"""What each line brings: points, since when, until when, and what is owed."""
KEYS = {"id", "transfer_id", "lot_id", "member_id", "hash", "previous_hash"}


@pytest.fixture
def quick() -> Iterator[Shop]:
    shop = Shop(in_memory())
    yield shop
    shop.database.close()


def as_it_is(shop: Shop) -> dict[str, list[tuple[Any, ...]]]:
    tables = Base.metadata.sorted_tables
    return shop.read(
        lambda session: {
            table.name: [
                tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))
            ]
            for table in tables
        }
    )


def member_of(shop: Shop, phone: str) -> MemberRow:
    return next(member for member in shop.rows(MemberRow) if member.phone == phone)


@pytest.mark.parametrize(("phone", "lots", "debt"), BY_HAND)
def test_points_stand_in_the_ledger_as_if_each_were_posted_alone(
    shop: Shop, phone: str, lots: Sequence[Lot], debt: int
) -> None:
    brought_in(shop, HEAD + ANNA + BORIS)
    assert shop.read(broken_invariants) == ()
    alone = shop.join_programme().member_id
    shop.write(lambda session: post_alone(shop, session, alone, lots, debt))
    assert ledger_of(shop, member_of(shop, phone).id) == ledger_of(shop, alone)


def post_alone(
    shop: Shop, session: Session, member_id: str, lots: Sequence[Lot], debt: int
) -> None:
    program, now = shop.program(), shop.clock.now
    account = settled_account(session, program, member_id, now)
    why = Why(TransferKind.ADJUSTMENT, words_in(program.language).brought_in)
    if debt:
        take_away(account, why, debt, Account.BROUGHT_IN)
    for points, since, until in lots:
        spendable_at, expires_at = since or now, until or program.expiry(now)
        earn(account, Accrual(why, points, spendable_at, expires_at, Account.BROUGHT_IN))


def ledger_of(shop: Shop, member_id: str) -> list[Any]:
    """Every row of this member's points, without the keys that differ from member to member."""
    tables: tuple[type[Any], ...] = (BalanceRow, TransferRow, EntryRow, LotRow)
    own = [row for table in tables for row in shop.rows(table) if row.member_id == member_id]
    transfers = {row.id for row in own if isinstance(row, TransferRow)}
    moves = [row for row in shop.rows(LotMoveRow) if row.transfer_id in transfers]
    return [
        {key: value for key, value in vars(row).items() if key not in KEYS and key[0] != "_"}
        for row in (*own, *moves)
    ]


@pytest.mark.parametrize("name", ['Анна "Аня"', "NULL", "{a,b}", "back\\slash", "O'Neil", "t"])
def test_name_is_kept_as_it_is_written(shop: Shop, name: str) -> None:
    quoted = name.replace('"', '""')
    brought_in(shop, f'{HEAD}{FOREIGN},+79000000001,"{quoted}",,,\n{OWN},,,,,\n')
    names = {member.phone: member.first_name for member in shop.rows(MemberRow)}
    assert names == {"+79000000001": name, None: ""}


def test_till_reads_the_plastic_as_a_card_that_earns_and_never_burns(shop: Shop) -> None:
    brought_in(shop, HEAD + ANNA + BORIS)
    anna, boris = (member_of(shop, f"+7900000000{number}").id for number in (1, 2))
    for raw, owner in (
        (FOREIGN, anna),
        ("kl 001/7", anna),
        ("]C1KL-001/7", anna),
        (f"]E0{FOREIGN}", anna),
        (OWN, boris),
    ):
        scanned = shop.scan(raw)
        assert (scanned.may_burn, scanned.balance) == (False, 170 if owner == anna else -30)
    quote = shop.open(shop.scan(FOREIGN).scan_id)
    assert shop.complete(quote.purchase_id).earned > 0
    assert shop.read(broken_invariants) == ()
    for unknown in ("KL-0018", "7", "4600000000022"):
        with pytest.raises(BadCode):
            shop.scan(unknown)


@pytest.mark.parametrize("number", ["CLUBGW1-0042", "GW2-1", "XGW1"])
def test_till_reads_a_number_that_looks_like_a_code_from_its_middle(
    quick: Shop, number: str
) -> None:
    assert brought_in(quick, f"card,points\n{number},7\n") == 1
    assert quick.scan(number).balance == 7


def test_till_reads_a_upc_a_as_the_ean_that_it_is(quick: Shop) -> None:
    assert brought_in(quick, "card,points\n0012345678905,7\n036000291452,9\n036000291453,11\n") == 3
    for raw, balance in (
        ("0012345678905", 7),
        ("012345678905", 7),
        ("]E0036000291452", 9),
        ("]E00036000291452", 9),
        ("036000291453", 11),
    ):
        assert quick.scan(raw).balance == balance
    with pytest.raises(BadCode):
        quick.scan("0036000291453")
    (again,) = told(quick, "card\n012345678905\n")
    assert again.startswith("2: card: 012345678905 was brought in from another line;")


def test_app_shows_the_number_on_the_plastic_where_it_has_the_form_of_ours(quick: Shop) -> None:
    brought_in(quick, HEAD + ANNA + BORIS)
    cards = {row.member_id: row.number for row in quick.rows(CardRow)}
    assert cards[member_of(quick, "+79000000002").id] == OWN
    assert cards[member_of(quick, "+79000000001").id] not in (FOREIGN, OWN)


def test_tier_is_held_and_consent_is_kept_with_its_day_and_text(quick: Shop) -> None:
    brought_in(quick, HEAD + ANNA)
    anna = member_of(quick, "+79000000001")
    assert (anna.tier, anna.tier_until) == ("silver", datetime(2027, 12, 31, 21, tzinfo=UTC))
    (consent,) = quick.rows(ConsentRow)
    assert (consent.at, consent.granted) == (datetime(2024, 5, 1, 21, tzinfo=UTC), True)
    assert len(consent.text_hash) == 64


def test_same_file_again_changes_nothing_and_a_changed_line_is_refused(shop: Shop) -> None:
    assert brought_in(shop, HEAD + ANNA + BORIS) == 2
    before = as_it_is(shop)
    shop.clock.forward(days=400)
    assert brought_in(shop, HEAD + BORIS + ANNA) == 0
    changed = HEAD + ANNA.replace("120", "121")
    assert told(shop, changed) == [
        f"2: card: {FOREIGN} {CHANGED}",
    ]
    assert as_it_is(shop) == before


def test_file_that_was_broken_off_goes_on_where_it_stopped(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "AT_ONCE", 1)
    found = checked(shop, HEAD + ANNA + BORIS)
    assert next(bring_all(shop.database, move_of(shop, found), found.new)) == 1
    assert brought_in(shop, HEAD + ANNA + BORIS) == 1
    assert shop.read(broken_invariants) == ()


def test_two_who_bring_in_the_same_file_make_each_member_once(quick: Shop) -> None:
    found = checked(quick, HEAD + ANNA + BORIS)
    made = [list(bring_all(quick.database, move_of(quick, found), found.new)) for _ in range(2)]
    assert made == [[2], [0]]


def test_who_joins_between_check_and_write_stops_the_batch(quick: Shop) -> None:
    found = checked(quick, HEAD + ANNA)
    brought_in(quick, HEAD + ANNA.replace(FOREIGN, "17"))
    with pytest.raises(Conflict, match="another line"):
        list(bring_all(quick.database, move_of(quick, found), found.new))


def test_members_moved_to_another_database_have_what_they_had(
    new_database: Callable[[], Database],
) -> None:
    shop = Shop(new_database())
    brought_in(shop, HEAD + ANNA + BORIS)
    phone = shop.join_programme()
    shop.buy(phone)
    shop.open(shop.scan_phone(phone).scan_id, burn=10)
    leaving = taken_out(shop)
    had = points_by_card(shop)
    elsewhere = Shop(new_database(), shop.clock)
    assert brought_in(elsewhere, leaving) == 3
    assert points_by_card(elsewhere) == had
    assert elsewhere.read(broken_invariants) == ()
    assert set(taken_out(elsewhere).splitlines()) == set(leaving.splitlines())


def points_by_card(shop: Shop) -> dict[str, Any]:
    """By the app's number, what each may spend, owes, waits for, and when it is lost."""
    balances = {row.member_id: row for row in shop.rows(BalanceRow)}
    ends = {
        row.member_id: sorted(
            (lot.expires_at, lot.pending)
            for lot in shop.rows(LotRow)
            if lot.member_id == row.member_id
        )
        for row in shop.rows(CardRow)
    }
    return {
        row.number: (
            balances[row.member_id].posted,
            balances[row.member_id].pending,
            balances[row.member_id].debt,
            ends[row.member_id],
        )
        for row in shop.rows(CardRow)
    }
