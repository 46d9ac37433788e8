"""What members wrote is shown on an operator's terminal, and obeyed by none."""

import subprocess
import sys
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from kopilka_cli.main import main
from kopilka_cli.terminal import say, visible
from loyalty_api.claims import ClaimRequest
from loyalty_api.reviews import Review
from loyalty_server.cashiers.deeds import add_deed
from loyalty_server.messages.thread import write_to_support
from loyalty_server.programme.versions import rules_at
from loyalty_server.purchases.receipt_claims import claim_receipt
from loyalty_server.surveys.reviews import review_purchase
from loyalty_server.tables import (
    CashierRow,
    IdempotencyRow,
    OperatorRow,
    ReceiptClaimRow,
    TillDeviceRow,
    TillRow,
)
from loyalty_server.tables.cashier import DeedKind
from tests.server.shop import Shop

pytestmark = pytest.mark.slow

CLIPBOARD = "\x1b]52;c;ZXZpbA==\x07"
FORGED_ROW = "ok\n2026-11-20  support  forged"
TURNED = "\u202e001\u2069"
ORDERS = CLIPBOARD + FORGED_ROW + TURNED + "\x9b2J\r\u2028\u200b\U000e0041"


@given(st.text(st.characters(codec=None)))
def test_nothing_that_is_printed_is_an_order(text: str) -> None:
    for character in visible(text):
        category = unicodedata.category(character)
        assert category[0] not in "CZ" or category in {"Zs", "Cn"} or character in "\u200c\u200d"


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs", "M"])))
def test_ordinary_text_is_printed_as_it_is(text: str) -> None:
    assert visible(text) == text


def test_emoji_stay_whole(capsys) -> None:
    say("👩‍🍳 спасибо!")
    assert capsys.readouterr().out == "👩‍🍳 спасибо!\n"


COMMANDS = [
    *("messages list", "claims list", "reviews report", "till list", "ledger check"),
    *("cashier list", "cashier did", "till devices", "operator list"),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_command_shows_what_was_written_and_obeys_nothing(
    shop: Shop, url: str, command: str, capsys
) -> None:
    _write_orders_everywhere(shop)
    main([*command.split(), "--database-url", url])
    streams = capsys.readouterr()
    told = streams.out + streams.err
    assert "\\n2026-11-20  support  forged" in told
    assert "<U+001B>]52;c;ZXZpbA==<U+0007>" in told
    assert "<U+202E>001<U+2069><U+009B>2J\\r<U+2028><U+200B><U+E0041>" in told
    assert visible(told.replace("\n", "")) == told.replace("\n", "")


def test_file_name_with_orders_is_shown_too(url: str, capsys) -> None:
    assert main(["program", "check", f"no{CLIPBOARD}file"]) == 1
    assert "\x1b" not in capsys.readouterr().err


def test_what_ends_a_command_in_words_is_shown_too(tmp_path: Path) -> None:
    file = tmp_path / f"no{CLIPBOARD.replace('/', '')}{TURNED}.csv"
    with pytest.raises(SystemExit, match=r"<U\+001B>\]52.*<U\+202E>"):
        main(["engine", "check", "csv", "--phone", "+79000000001", "--engine-file", str(file)])


@pytest.mark.parametrize(
    "words",
    [
        "cashier did --day 9999-12-31",
        "cashier did --day 0001-01-01",
        "cashier did --days 999999999999",
        "offers report --days 99999999",
        "reviews report --days -1",
        "surveys export x --csv --days 10000000",
        "program try shop.toml --on 9999-12-31",
    ],
)
def test_time_beyond_all_bounds_is_refused_in_words(words: str, url: str, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*words.split(), "--database-url", url])
    assert ended.value.code == 2
    assert "is no " in capsys.readouterr().err


def test_lone_surrogate_is_printed_where_it_cannot_be_written() -> None:
    code = "from kopilka_cli.terminal import say; say('\\udc80')"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ended.stdout == "<U+DC80>\n"


def _write_orders_everywhere(shop: Shop) -> None:
    shop.clock.now = datetime.now(UTC)
    anna = shop.join_programme()
    resolved = shop.open(shop.scan_phone(anna).scan_id, receipt=ORDERS)
    shop.complete(resolved.purchase_id)
    now, anna_id = shop.clock(), anna.member_id
    shop.write(lambda session: write_to_support(session, anna_id, ORDERS, now))
    shop.write(
        lambda session: claim_receipt(
            session,
            rules_at(session, now).program,
            anna_id,
            ClaimRequest("other" + ORDERS, now, 100_000),
            now,
        )
    )
    review = Review(5, now, ORDERS)
    shop.write(lambda session: review_purchase(session, anna_id, resolved.purchase_id, review, now))

    untrue = b'{"purchase_id": "gone"}'

    def spoil(session: Session) -> None:
        till = session.get_one(TillRow, shop.till_id)
        till.name = ORDERS
        session.scalars(select(ReceiptClaimRow)).one().receipt_id = ORDERS
        olya = CashierRow(
            id="olya",
            store_id=till.store_id,
            name=ORDERS,
            pin_salt="",
            pin_hash="",
            created_at=now,
        )
        tablet = TillDeviceRow(
            id="tablet", till_id=till.id, key_hash="", name=ORDERS, paired_at=now
        )
        operator = OperatorRow(id="boss", name=ORDERS, key_hash="", created_at=now)
        session.add_all([olya, tablet, operator])
        session.flush()
        add_deed(session, DeedKind.SCAN, olya, tablet, now)
        session.add(
            IdempotencyRow(
                client="till:1",
                key=ORDERS,
                fingerprint="",
                status=200,
                body=untrue,
                content_type="application/json",
                at=now,
            )
        )

    shop.write(spoil)
