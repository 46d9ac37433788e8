"""Whatever numbers and days a programme file has: it is refused with its line, or everybody is served."""

import asyncio
import re
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_type_hints
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loyalty_server.housekeeping import tidy
from loyalty_server.programme.dates import FIRST_DAY, LAST_DAY
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.program import Program
from loyalty_server.publishing import publish
from loyalty_server.toml_file import FileRefused
from tests.server.house import BREAD, COFFEE, House, Phone, build_house, open_house
from tests.server.offers.test_birthdays import be_born
from tests.server.offers.test_offers import agree_to_profiling

pytestmark = pytest.mark.slow

TEXT = Path(__file__).with_name("every_number.toml").read_text("utf-8")
VALUES = list(re.finditer(r"(?<== )(?:\d{4}-\d\d-\d\d|\d+(?:\.\d+)?)(?=[,\s])", TEXT))
EDGES = [0, 1, 2, 3, 12, 24, 100, 366, 10_080, 36_525, 10**6, 10**9, 10**12, 10**15, 2**53, 2**63]
WHOLE = st.sampled_from(EDGES).flatmap(
    lambda edge: st.sampled_from([-edge, edge - 1, edge, edge + 1])
)
FRACTIONS = st.sampled_from([1e-300, 0.01, 99.999, 1e300])
NUMBERS = st.one_of(st.integers(0, 24), st.integers(0, 1000), WHOLE, FRACTIONS)
DAYS = st.one_of(
    st.dates().map(date.isoformat),
    st.dates(FIRST_DAY, LAST_DAY).map(date.isoformat),
    st.sampled_from(["0001-01-01", "9999-12-31", "9999-12-30", "2000-01-01", "2199-12-31"]),
    st.sampled_from(['"always"', '"never"']),
)
DAY = re.compile(r"\d{4}-")
PAID_OUT = "[earn]\n", "[earn]\nspendable_on_day = DAY\n"
"""Not always, for then nothing that is earned today can be spent today."""
TWICE = [{**COFFEE, "quantity": 3}, BREAD, {**BREAD, "sku": "b2", "amount": 10**12 - 1_000_000}]


@st.composite
def programmes(draw: st.DrawFn) -> str:
    """The whole programme with some of its numbers and days written otherwise."""
    changed = draw(st.lists(st.sampled_from(range(len(VALUES))), max_size=3, unique=True))
    text, end = "", 0
    for place in sorted(changed):
        old = VALUES[place]
        new = draw(DAYS if DAY.match(old[0]) else NUMBERS)
        text, end = f"{text}{TEXT[end : old.start()]}{new}", old.end()
    text += TEXT[end:]
    paid_out = draw(st.none() | NUMBERS)
    return text if paid_out is None else text.replace(*PAID_OUT).replace("DAY", str(paid_out))


async def answers(house: House, phone: Phone) -> None:
    """Everything that a member and a till ask on a day; no answer is a 5xx."""

    async def asked(
        method: str, path: str, body: object = None, **headers: str
    ) -> dict[str, object]:
        key = {"Idempotency-Key": str(uuid4())} if method != "GET" else {}
        given = await house.http.request(
            method, f"/v1{path}", json=body, headers={**phone.bearer, **key, **headers}
        )
        assert given.status_code < 500, f"{method} {path}: {given.status_code} {given.text}"
        return dict(given.json()) if given.content else {}

    till = {"Authorization": f"Bearer {house.till_key}"}
    at = house.clock().isoformat().replace("+00:00", "Z")
    await asked("GET", "/wallet")
    await asked("POST", "/promo-codes", {"code": "HELLO"})
    for reward in ("cup", "mug"):
        await asked("POST", "/redemptions", {"reward_id": reward})
    await asked("PUT", "/offers/plus/activation", {"at": at})
    wallet = await asked("GET", "/wallet")
    codes = [coupon["code"]["payload"] for coupon in wallet["coupons"]]  # type: ignore[attr-defined]  # JSON
    for lines, burn in (([COFFEE, BREAD], 1), (TWICE, 0), ([COFFEE, BREAD], 0)):
        raw = {"raw": phone.card_code(house.clock()), "till_time": house.clock().isoformat()}
        scan = await asked("POST", "/till/scans", raw, **till)
        total = sum(int(str(line["amount"])) for line in lines)
        basket = {"scan_id": scan.get("scan_id", ""), "receipt_id": uuid4().hex[:8]}
        basket |= {"lines": lines, "total": total, "burn": burn, "coupons": codes}  # type: ignore[dict-item]  # JSON
        quote = await asked("POST", "/till/purchases", basket, **till)
        if "purchase_id" in quote:
            where = f"/till/purchases/{quote['purchase_id']}"
            await asked("POST", f"{where}/complete", None, **till)
            await asked("GET", f"/purchases/{quote['purchase_id']}")
            back = {"lines": [{"sku": "b1", "quantity": 1}]}
            await asked("POST", f"{where}/refunds", back, **till)
            await asked("POST", f"{where}/refunds", {"amount": 1}, **till)
            codes = []
        house.clock.forward(seconds=30)
    await asked("GET", "/wallet")
    await asked("GET", "/history")


def fault_of(text: str) -> str:
    """What `check` says of this programme; empty when it passes."""
    try:
        parse_program(text, "any.toml")
    except FileRefused as refused:
        return str(refused)
    return ""


def with_days(part: str, starts_on: str, ends_on: str) -> str:
    """The programme with these days written in its offer, challenge or promo code."""
    at = TEXT.index(f'id = "{part}"')
    days = f"starts_on = {starts_on}\nends_on = {ends_on}"
    return TEXT[:at] + TEXT[at:].replace("starts_on = 2020-01-01\nends_on = 2099-12-31", days, 1)


@pytest.mark.parametrize("part", ["times", "once", "hello"])
@pytest.mark.parametrize(
    ("starts_on", "ends_on", "told"),
    [
        ("2020-01-01", "9999-12-31", "ends_on: 9999-12-31 is not between"),
        ("2020-01-01", "2200-01-01", "an open one is 'never'"),
        ("0001-01-01", "2099-12-31", "starts_on: 0001-01-01 is not between"),
        ("1999-12-31", '"never"', "an open one is 'always'"),
        ('"never"', '"never"', "starts_on: an ISO 8601 date is needed, or one of always"),
        ("2027-01-01", "2026-12-31", "ends before it starts"),
    ],
)
def test_day_out_of_bounds_is_told_with_the_word_for_an_open_one(
    part: str, starts_on: str, ends_on: str, told: str
) -> None:
    assert told in fault_of(with_days(part, starts_on, ends_on))


@pytest.mark.parametrize("part", ["times", "once", "hello"])
@pytest.mark.parametrize(
    ("starts_on", "ends_on"), [('"always"', '"never"'), ("2000-01-01", "2199-12-31")]
)
def test_first_and_last_day_and_open_ones_pass(part: str, starts_on: str, ends_on: str) -> None:
    assert fault_of(with_days(part, starts_on, ends_on)) == ""


def test_wallet_shows_an_offer_and_a_challenge_that_go_on_for_good(
    served: tuple[asyncio.Runner, House],
) -> None:
    runner, house = served
    text, _, _ = TEXT.partition("\n[personal_goals]")
    text = text.replace("starts_on = 2020-01-01", 'starts_on = "always"')
    text = text.replace("ends_on = 2099-12-31", 'ends_on = "never"')

    async def shown() -> dict[str, list[dict[str, object]]]:
        with house.settings.database.writing() as session:
            publish(session, text, house.clock())
        phone = await house.sign_in()
        await answers(house, phone)
        wallet = await house.http.get("/v1/wallet", headers=phone.bearer)
        return dict(wallet.json())

    wallet = runner.run(shown())
    days = {(one["starts_at"], one["ends_at"]) for one in wallet["offers"] + wallet["challenges"]}
    assert days == {(None, None)}


def test_points_of_an_offer_live_longer_than_they_are_pending() -> None:
    pending = TEXT.replace("pending_days = 0", "pending_days = 30")
    told = "offers[0].expires_after_days: points would be lost before they can be spent"
    assert told in fault_of(pending)
    assert fault_of(pending.replace("expires_after_days = 30\n", "expires_after_days = 31\n")) == ""
    for days in (0, -3, 10**9):
        text = TEXT.replace("expires_after_days = 30\n", f"expires_after_days = {days}\n")
        assert f"offers[0].expires_after_days: {days} is not between 1 and" in fault_of(text)


@pytest.mark.parametrize(
    "word", ["base", "card", "cap", "coupon:1", "promo:hello", "a/b", "", " x"]
)
def test_offer_is_not_called_what_a_breakdown_calls_otherwise(word: str) -> None:
    assert "offers[0].id:" in fault_of(TEXT.replace('id = "times"', f'id = "{word}"'))


@pytest.fixture
def served(tmp_path: Path, new_house: tuple[Path, str]) -> Iterator[tuple[asyncio.Runner, House]]:
    """A house that stays open while many programmes are published in it."""
    file, till_key = new_house
    opening = open_house(Path(shutil.copy(file, tmp_path / "any.db")), till_key)
    with asyncio.Runner() as runner:
        yield runner, runner.run(opening.__aenter__())
        runner.run(opening.__aexit__(None, None, None))


@pytest.fixture(scope="module")
def new_house(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    file = tmp_path_factory.mktemp("any") / "new.db"
    return file, build_house(file, TEXT)


def test_what_check_passes_serves_everybody(served: tuple[asyncio.Runner, House]) -> None:
    runner, house = served
    numbers = iter(range(1_000_000))

    @given(programmes())
    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def any_programme(text: str) -> None:
        if fault := fault_of(text):
            assert re.match(r"any\.toml:\d+: ", fault)
            return

        async def a_day() -> None:
            house.clock.forward(minutes=4)
            with house.settings.database.writing() as session:
                publish(session, text, house.clock())
            phone = await house.sign_in(phone=f"+7900{next(numbers):07d}")
            await agree_to_profiling(house, phone)
            await be_born(house, phone, house.clock().date().replace(year=1990))
            await answers(house, phone)
            house.clock.forward(hours=12)
            tidy(house.settings)

        runner.run(a_day())

    any_programme()


def test_every_number_and_day_of_a_programme_stands_in_the_file() -> None:
    text = TEXT.replace(*PAID_OUT).replace("DAY", "1")
    written = set(_ends_of(_places_in(tomllib.loads(text))))
    assert set(_ends_of(_numbers_in(Program))) <= written


def _ends_of(places: Iterator[str]) -> Iterator[str]:
    """Each key with the name of its table: a coupon's is the same wherever it is given."""
    return (".".join(place.split(".")[-2:]) for place in places)


def _places_in(value: object, place: str = "") -> Iterator[str]:
    yield place
    match value:
        case dict():
            for name, item in value.items():
                yield from _places_in(item, f"{place}.{name}".removeprefix("."))
        case list():
            for item in value:
                yield from _places_in(item, place)


def _numbers_in(hint: Any, place: str = "") -> Iterator[str]:
    """The keys with a number, a day or some of them for a value."""
    if hint in (int, float, date):
        yield place
    if not is_dataclass(hint):
        for kind in get_args(hint):
            yield from _numbers_in(kind, place)
        return
    for name, kind in get_type_hints(hint).items():
        yield from _numbers_in(kind, f"{place}.{name}".removeprefix("."))
