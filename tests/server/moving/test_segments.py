"""Groups of the retailer's: who is in one is told by a list, and offers name it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.moving import segments
from loyalty_server.moving.segments import listed, set_segment, sizes
from loyalty_server.programme.file import parse_program
from loyalty_server.tables import MemberRow, WalletMarkRow
from loyalty_server.toml_file import FileRefused
from tests.server.conftest import in_memory
from tests.server.moving.moves import brought_in
from tests.server.offers.test_promo_uses import typed
from tests.server.shop import PROGRAM_FILE, Shop

OFFER = """
[[offers]]
id = "lunch"
title = "Обед"
text = "Плюс 5"
terms = "Студентам"
reason = "Вы учитесь"
kind = "bonus"
value = 5
starts_on = "always"
ends_on = "never"
eligible = { segments = ["students", "staff"] }

[[promo_codes]]
id = "exam"
title = "Экзамен"
ends_on = "never"
code = "EXAM"
points = 7
eligible = { segments = ["students"] }
"""
TEXT = PROGRAM_FILE.read_text("utf-8") + OFFER
MEMBERS = "card,phone,email\nK1,+79000000001,\nK2,,b@shop.example\nK3,,\n"


def put(shop: Shop, text: str, name: str = "students") -> int:
    found = shop.read(lambda session: listed(session, text))
    assert not found.faults
    return set_segment(shop.database, name, found.spans)


def mark_of(session: Session, member_id: str) -> str:
    return session.get_one(WalletMarkRow, member_id).mark


def works(shop: Shop, card: str) -> bool:
    """Whether a till that reads this card gives the offer."""
    return "lunch" in {offer.id for offer in shop.scan(card).offers}


@pytest.fixture
def quick() -> Iterator[Shop]:
    shop = Shop(in_memory(), program_text=TEXT)
    brought_in(shop, MEMBERS)
    yield shop
    shop.database.close()


def test_list_is_the_whole_group_and_is_known_by_card_phone_or_mail(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "AT_ONCE", 1)
    brought_in(shop, MEMBERS)
    assert put(shop, "phone,email,card\n+7 900 000-00-01,,\n,B@shop.example,\n,,k-3\n,,K9\n") == 3
    assert put(shop, "card\nK1\n", "staff") == 1
    assert put(shop, "card\nK1\nK2\n") == 1
    assert shop.read(sizes) == {"students": 2, "staff": 1}
    assert put(shop, "card\n") == 2
    assert shop.read(sizes) == {"staff": 1}


def test_offer_works_for_who_is_in_one_of_its_groups_on_its_days(quick: Shop) -> None:
    today = quick.clock.now.date()
    tomorrow, yesterday = today + timedelta(days=1), today - timedelta(days=1)
    assert not works(quick, "K1")
    put(quick, f"card,since,until\nK1,{today},{today}\nK2,{tomorrow},\nK3,,{yesterday}\n")
    assert [works(quick, card) for card in ("K1", "K2", "K3")] == [True, False, False]
    quick.clock.forward(days=1)
    assert [works(quick, card) for card in ("K1", "K2", "K3")] == [False, True, False]
    put(quick, "card\nK3\n", "staff")
    assert works(quick, "K3")


@pytest.mark.parametrize(("group", "given"), [("students", 7), ("staff", None)])
def test_promo_code_is_for_its_group(quick: Shop, group: str, given: int | None) -> None:
    put(quick, "card\nK1\n", group)
    member = next(one for one in quick.rows(MemberRow) if one.phone)
    assert typed(quick, member.id, "EXAM") == (given or ProblemCode.PROMO_CODE_NOT_FOR_YOU)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("card,until\nK1,soon\n", "2: until: a day like 1990-02-28 or 28.02.1990 is needed"),
        ("card,since\n,2026-01-01\n", "2: a card, a phone or an e-mail is needed"),
        (
            "card,since,until\nK1,2026-02-01,2026-01-01\n",
            "2: until: it ends before it begins",
        ),
        ("card,name\nK1,A\n", "1: no column is called 'name'; there are card, phone, email, since, until"),
    ],
)  # fmt: skip
def test_list_with_a_fault_is_told_with_its_line(quick: Shop, text: str, fault: str) -> None:
    found = quick.read(lambda session: listed(session, text))
    assert [f"{one.line}: {one.what}" for one in found.faults] == [fault]


def test_group_of_another_form_is_refused_in_a_programme() -> None:
    with pytest.raises(FileRefused, match="1 to 40 small Latin letters"):
        parse_program(TEXT.replace('"staff"', '"Staff"'), "p.toml")


def test_wallet_is_made_anew_when_its_member_comes_into_a_group(quick: Shop) -> None:
    member = next(one for one in quick.rows(MemberRow) if one.phone)
    before = quick.read(lambda session: mark_of(session, member.id))
    put(quick, "card\nK1\n")
    assert quick.read(lambda session: mark_of(session, member.id)) != before
