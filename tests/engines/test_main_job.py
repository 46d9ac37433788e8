"""The card opens, a till reads it, the points arrive: in every engine, against the running demo.

Chromium only for long, since its own rooms do all of it each time.
"""

from collections.abc import Iterator

import httpx
import pytest

from loyalty_api.card_code import CardCode, parse_code
from tests.bench.line import Line, opened
from tests.browser.decoders import READERS, picture_of
from tests.browser.ideal import sighting
from tests.browser.till_calls import TillCalls
from tests.engines import OTHERS, Engine, View, Visitor
from tests.engines.newcomer import a_phone_number, receipt_without_a_card
from tests.engines.person import Person
from tests.engines.wallet_view import APP_IS_THERE, signed_in, with_app
from tests.running_demo import Demo

pytestmark = [
    pytest.mark.browser,
    pytest.mark.engines,
    pytest.mark.parametrize(
        "engine",
        [*OTHERS, pytest.param("chromium", marks=pytest.mark.long)],
        indirect=True,
        scope="package",
    ),
]

DARK_DESKTOP = Visitor(1280, 800, ratio=1, dark=True, private=True)
TABLET = Visitor(1024, 768, ratio=1)
DARK = 64
"""A grey below which a ground is dark."""

WIDTHS = (320, 361, 412, 390)
"""Of phones, the last is the one that all else is tried on."""

FOR_EVER = 3600.0
IS_KEPT = "() => navigator.serviceWorker.getRegistration().then((kept) => !!kept?.active)"


@pytest.fixture(scope="module")
def member(engine: Engine, demo: Demo) -> Iterator[Person]:
    with engine.visit() as view:
        view.open(demo.wallet_signed_in)
        yield with_app(view)


@pytest.fixture
def card(member: Person, demo: Demo) -> Person:
    """The member at the card, wherever the test before ended."""
    if member.view.address != demo.wallet:
        member.view.open(demo.wallet)
        with_app(member.view)
    return member


@pytest.fixture
def till(demo: Demo) -> Iterator[TillCalls]:
    with httpx.Client(base_url=demo.api, timeout=30) as http:
        yield TillCalls(http, demo.till_key)


def test_light_card_is_flawless_on_every_phone_and_read_by_every_reader(card: Person) -> None:
    for width in WIDTHS:
        card.view.resize(width, 844)
        card.eventually(lambda: flawless(card.view), f"a code without a fault at {width}")
    for reader in READERS:
        assert parse_code(card.code(reader)).type == "P"


def flawless(view: View) -> bool | None:
    """Once every pixel of the code is that of an ideal picture."""
    code = sighting(picture_of(view.screenshot()))
    return (code is not None and code.wrong == 0) or None


def test_member_sees_the_scan_and_then_the_points_with_no_reload(
    card: Person, till: TillCalls
) -> None:
    buys(card, till)


def buys(member: Person, till: TillCalls) -> None:
    """The till reads the card and sells a coffee and a loaf; the member is told each time."""
    scan = till.scan(member.code())
    member.sees("Scanned")
    purchase = till.ring_up(scan["scan_id"])
    done = till.complete(purchase["purchase_id"])
    member.sees(f"Earned {done['earned']}")
    member.sees("Triple points on coffee")
    member.sees(f"Now on the card: {done['balance']:,}")
    member.press("Done")
    member.sees(f"Balance: {done['balance']:,}")


def code_of(person: Person, kind: str) -> CardCode:
    """The code on the screen once it is of this kind."""

    def look() -> CardCode | None:
        code = parse_code(person.code())
        return code if code.type == kind else None

    return person.eventually(look, f"a code to {kind}")


def test_till_mode_shows_a_code_that_saves_and_one_that_spends(card: Person) -> None:
    card.press("To the till")
    card.comes_to("/card/till")
    card.press("Collect")
    saving = code_of(card, "E")
    card.press("Spend points")
    assert code_of(card, "P").kid == saving.kid
    card.press("Close")
    card.sees("Your card")


def test_back_button_returns_to_the_place_before(card: Person) -> None:
    for place, path in (("History", "/history"), ("Profile", "/profile")):
        card.press(place)
        card.comes_to(path)
    card.view.back()
    card.comes_to("/history")
    card.sees("Earned in")
    card.view.back()
    card.sees("Your card")


def test_newcomer_signs_up_with_a_code_from_a_message_and_a_till_reads_the_card_before_the_app(
    engine: Engine, demo: Demo, till: TillCalls
) -> None:
    phone = a_phone_number()
    with engine.visit() as view:
        view.open(demo.wallet)
        person = Person(view)
        person.write("Phone or e-mail", phone)
        person.press("Get a code")
        code = person.eventually(lambda: demo.first_code_sent_to(phone), "a message")
        person.write("Code from the message", code)
        person.sees("Before you get the card")
        person.tick("required")
        person.press("Agree and go on")
        person.press("Open my card")
        shown = person.code()
        assert not view.evaluate(APP_IS_THERE)
        assert "scan_id" in till.scan(shown)
        assert parse_code(with_app(view).code()).kid == parse_code(shown).kid


def test_newcomer_takes_a_receipts_points_on_the_join_page_and_the_app_takes_over(
    engine: Engine, demo: Demo, till: TillCalls
) -> None:
    link, points = receipt_without_a_card(till)
    phone = a_phone_number()
    with engine.visit() as view:
        view.open(link)
        person = Person(view)
        person.sees(f"{points} points for your receipt are waiting")
        person.write("Phone or e-mail", phone)
        person.press("Get a code")
        code = person.eventually(lambda: demo.first_code_sent_to(phone), "a message")
        person.write("Code from the message", code)
        person.press("Agree and go on")
        person.tick("required")
        person.press("Agree and go on")
        person.press("Open my card")
        person.sees(f"{points} points for your receipt")
        kid = parse_code(person.code()).kid
        assert parse_code(with_app(view).code()).kid == kid


def test_card_and_app_open_when_the_server_is_gone_though_the_place_before_waits_for_it(
    engine: Engine, demo: Demo
) -> None:
    line = Line(demo.wallet.rstrip("/"))
    with engine.visit() as view:
        with opened(line):
            view.open(signed_in(f"{line.address}/", demo))
            person = with_app(view)
            before = parse_code(person.code())
            person.eventually(lambda: view.evaluate(IS_KEPT) or None, "its keeper")
            line.delay = FOR_EVER
            view.open(f"{line.address}/offers")
            with_app(view)
            view.open(line.address)
        person = with_app(view)
        assert parse_code(person.code()).kid == before.kid
        person.sees("No connection")


def test_till_page_sells_and_the_display_beside_it_follows(
    engine: Engine, demo: Demo, card: Person
) -> None:
    with engine.visit(TABLET) as beside, engine.visit(TABLET) as at_till:
        beside.open(demo.display)
        display = with_app(beside)
        display.sees("Every purchase pays off with the card")
        at_till.open(f"{demo.till}?lang=en")
        cashier = Person(at_till)
        cashier.press("Капучино")
        cashier.write("Code or number", card.code())
        cashier.press("Read the code")
        display.sees("Card read")
        cashier.press("Pay")
        cashier.press("Paid")
        cashier.sees("Now on the card")
        display.sees("Thank you")


def test_dark_card_in_a_private_window_is_read_and_told_of_points_and_survives_a_reload(
    engine: Engine, demo: Demo, till: TillCalls
) -> None:
    with engine.visit(DARK_DESKTOP) as view:
        view.open(demo.wallet_signed_in)
        person = with_app(view)
        for reader in READERS:
            assert parse_code(person.code(reader)).type == "P"
        assert picture_of(view.screenshot())[0, 0] < DARK
        buys(person, till)
        before = parse_code(person.code())
        view.reload()
        with_app(view).sees("Your card")
        assert parse_code(person.code()).kid == before.kid
