"""A member books a place in the wallet, and a cashier lets them in by the code of the card."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from loyalty_api.messages import MessageKind
from loyalty_server.database.transactions import Database
from loyalty_server.messages.broadcasting import send_to_all
from loyalty_server.messages.broadcasts import Broadcast
from loyalty_server.moving.segments import Span, put_in
from loyalty_server.programme.eligibility import Eligibility
from loyalty_server.settings import utc_now
from loyalty_server.tables import CardRow, MemberRow
from tests.browser.test_sign_in import OpenPage, a_phone, agrees, asks_for_code, code_field
from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo

pytestmark = pytest.mark.browser

GUESTS = "guests-of-a-test"
SUPPER = Broadcast(
    "supper", MessageKind.EVENT, "Ужин у пекаря", "Хлеб и суп", place="Лесная, 12", places=1
)


def invite(demo: Demo, phone: str) -> None:
    """This member alone is told of a supper in an hour."""
    database, now = Database(f"sqlite:///{demo.database}"), utc_now()
    number = (
        select(CardRow.number)
        .join(MemberRow, MemberRow.id == CardRow.member_id)
        .where(MemberRow.phone == phone)
    )
    with database.writing() as session:
        put_in(session, GUESTS, session.scalars(number).one(), Span(None, None))
    told = {
        **vars(SUPPER),
        "starts_at": now + timedelta(hours=1),
        "eligible": Eligibility(segments=(GUESTS,)),
    }
    assert send_to_all(database, Broadcast(**told), now).sent == 1
    database.close()


def newcomer(page: Page, demo: Demo) -> str:
    phone = a_phone()[0]
    page.goto(demo.wallet)
    code_field(page).fill(asks_for_code(page, demo, phone))
    agrees(page)
    WalletPage(page).in_app().with_names()
    return phone


def test_place_is_booked_in_the_wallet_and_taken_at_the_door(
    demo: Demo, open_page: OpenPage
) -> None:
    page, door = open_page("about:blank"), open_page(demo.till)
    invite(demo, newcomer(page, demo))
    page.goto(f"{demo.wallet}profile/messages")
    wallet = WalletPage(page).in_app().with_names()
    wallet.sees("Осталось 1 место")
    wallet.press("Записаться")
    wallet.sees("На входе покажите код карты.")
    page.goto(demo.wallet)
    door.locator("#code").fill(wallet.in_app().code())
    door.locator("#code").press("Enter")
    expect(door.locator(".guest")).to_contain_text("Ужин у пекаря")
    door.get_by_role("button", name="Впустить").click()
    expect(door.locator(".guest")).to_contain_text("Отмечен на входе")
    door.get_by_role("button", name="Следующий").click()
    expect(door.locator("#code")).to_be_visible()
    page.goto(f"{demo.wallet}profile/messages")
    wallet.in_app().with_names().sees("Вы отмечены на входе")
