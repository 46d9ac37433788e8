"""A wallet that changed never has a tag it had before, and one that did not costs one statement."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from loyalty_api.models import Preferences
from loyalty_api.receipts import Line
from loyalty_api.sign_in import Platform
from loyalty_api.till import RefundRequest
from loyalty_server.contests.drawing import draw_due
from loyalty_server.database.wallet_marks import WATCHED, unmarked
from loyalty_server.families.invitations import invite
from loyalty_server.families.membership import join, leave, limit
from loyalty_server.languages import Language
from loyalty_server.members.consents import PROFILING, Decision, record_decision
from loyalty_server.members.details import set_preferences
from loyalty_server.messages.thread import write_to_support
from loyalty_server.moving.segments import Span, set_segment
from loyalty_server.offers.chosen_categories import choose_categories, months_at
from loyalty_server.offers.opting import activate_offer
from loyalty_server.points.summary import EXPIRING_WITHIN
from loyalty_server.problems import Refused
from loyalty_server.programme.versions import rules_at
from loyalty_server.publishing import publish
from loyalty_server.refunds.refund import refund
from loyalty_server.rewards.redemptions import redeem
from loyalty_server.sweep import sweep
from loyalty_server.tables import FamilyMemberRow, LotRow, MemberRow
from loyalty_server.wallet.facts import Whose
from loyalty_server.wallet.kept import KeptWallet, KeptWallets
from loyalty_server.wallet.standing import BLUR
from loyalty_server.wallet.tag import Tag
from tests.server.conftest import in_memory
from tests.server.database.test_query_plans import statements_of
from tests.server.face.tagged import PROGRAM, TEXTS, add_device_of, facts_digest, tagged_wallet
from tests.server.families.home import share_with
from tests.server.house import House
from tests.server.referrals.home import accepts
from tests.server.shop import BREAD, COFFEE, WINE, Phone, Shop
from tests.server.visits import member_with_points

pytestmark = pytest.mark.slow

ASKED_EACH_TIME = {"program_version", "offer_total", "reward_stock", "device", "contest"}
"""The one statement looks at these themselves."""

CHANGES_NO_WALLET = {
    "scan": "which device showed a code is known before its purchase is",
    "survey_definition": "it is kept under its own digest",
    "offer_shown": "who sees an offer again sees the same",
}
READ = re.compile(r'(?:FROM|JOIN) "?([a-z_]+)')
WAITS = (30, 3 * 3600, 24 * 3600, 5 * 24 * 3600, 40 * 24 * 3600, -2 * 24 * 3600)


class Wallets(RuleBasedStateMachine):
    """Anything happens to two members; whichever tag still holds, its wallet reads as it did."""

    def __init__(self) -> None:
        super().__init__()
        self.shop = Shop(in_memory(), program_text=PROGRAM)
        self.phones = []
        for _ in range(2):
            self.shop.clock.forward(minutes=1)
            self.phones.append(self.shop.join_programme(Platform.WEB))
        self.seen: list[tuple[Phone, Tag, object]] = []
        self.texts = 0
        for phone in self.phones:
            add_device_of(self.shop, phone)

    def teardown(self) -> None:
        self.shop.database.close()

    @rule(
        who=st.integers(0, 1), line=st.sampled_from((COFFEE, BREAD, WINE)), burn=st.integers(0, 90)
    )
    def buy(self, who: int, line: Line, burn: int) -> None:
        with suppress(Refused):
            self.shop.buy(self.phones[who], (line,), burn)

    @rule(who=st.integers(0, 1), burn=st.integers(0, 20))
    def open_a_purchase(self, who: int, burn: int) -> None:
        with suppress(Refused):
            self.shop.open(self.shop.scan_phone(self.phones[who]).scan_id, burn=burn)

    @rule(who=st.integers(0, 1))
    def bring_goods_back(self, who: int) -> None:
        with suppress(Refused):
            bought = self.shop.buy(self.phones[who])
            self.shop.at_till(refund, bought.purchase_id, RefundRequest(amount=5_000))

    @rule(who=st.integers(0, 1))
    def opt_in(self, who: int) -> None:
        now = self.shop.clock.now

        def work(session: Session) -> None:
            program = rules_at(session, now).program
            activate_offer(session, self.phones[who].member_id, program, "opt-in", now, now)

        with suppress(Refused):
            self.shop.write(work)

    @rule(who=st.integers(0, 1), what=st.sampled_from(("mug", "shelter")))
    def take_a_reward(self, who: int, what: str) -> None:
        now = self.shop.clock.now

        def work(session: Session) -> None:
            program = rules_at(session, now).program
            redeem(session, program, self.phones[who].member_id, what, now)

        with suppress(Refused):
            self.shop.write(work)

    @rule(
        who=st.integers(0, 1),
        later=st.integers(0, 1),
        what=st.sampled_from(("coffee", "bakery")),
    )
    def choose_a_category(self, who: int, later: int, what: str) -> None:
        now = self.shop.clock.now

        def work(session: Session) -> None:
            program = rules_at(session, now).program
            month = months_at(program, now)[later]
            choose_categories(session, program, self.phones[who].member_id, month, (what,), now)

        with suppress(Refused):
            self.shop.write(work)

    @rule(who=st.integers(0, 1), days=st.integers(0, 3))
    def have_a_tier_by_the_shops_word(self, who: int, days: int) -> None:
        until = self.shop.clock.now.date() + timedelta(days)
        spans = {self.phones[who].member_id: Span(None, until)}
        set_segment(self.shop.database, "staff", spans)

    @rule(who=st.integers(0, 1), granted=st.booleans())
    def decide_on_profiling(self, who: int, granted: bool) -> None:
        profiling = TEXTS.about(PROFILING)
        assert profiling
        said = Decision(granted, self.shop.clock.now, None)
        member_id = self.phones[who].member_id
        self.shop.write(lambda session: record_decision(session, member_id, profiling, said))

    @rule(who=st.integers(0, 1), most=st.integers(0, 5))
    def choose_how_often(self, who: int, most: int) -> None:
        wish, now = Preferences(messages_per_month=most), self.shop.clock.now
        member_id = self.phones[who].member_id
        self.shop.write(lambda session: set_preferences(session, member_id, wish, now))

    @rule(who=st.integers(0, 1), name=st.sampled_from(("Аня", "Боря")))
    def change_the_name(self, who: int, name: str) -> None:
        def work(session: Session) -> None:
            session.get_one(MemberRow, self.phones[who].member_id).first_name = name

        self.shop.write(work)

    @rule(who=st.integers(0, 1))
    def write(self, who: int) -> None:
        with suppress(Refused):
            member_id, now = self.phones[who].member_id, self.shop.clock.now
            self.shop.write(lambda session: write_to_support(session, member_id, "?", now))

    @rule(who=st.integers(0, 1))
    def bring_the_other_into_a_family(self, who: int) -> None:
        now, head, other = self.shop.clock.now, self.phones[who], self.phones[1 - who]

        def work(session: Session) -> None:
            program = rules_at(session, now).program
            invitation = invite(session, program, head.member_id, "", now)
            join(session, program, other.member_id, invitation.code, now)

        with suppress(Refused):
            self.shop.write(work)

    @rule()
    def come_by_the_others_invitation(self) -> None:
        with suppress(Refused):
            accepts(self.shop, self.phones[1], self.phones[0])

    @rule(who=st.integers(0, 1))
    def leave_the_family(self, who: int) -> None:
        now, member_id = self.shop.clock.now, self.phones[who].member_id
        self.shop.write(
            lambda session: leave(session, rules_at(session, now).program, member_id, now)
        )

    @rule(most=st.integers(0, 100))
    def limit_who_joined(self, most: int) -> None:
        def work(session: Session) -> None:
            for row in session.scalars(select(FamilyMemberRow).filter_by(left_at=None)):
                limit(session, row.head_id, row.id, most)

        self.shop.write(work)

    @rule()
    def publish(self) -> None:
        self.texts += 1
        text = PROGRAM.replace('"Кружка"', f'"Кружка {self.texts}"')
        self.shop.write(lambda session: publish(session, text, self.shop.clock.now))

    @rule(seconds=st.sampled_from(WAITS))
    def move_the_clock(self, seconds: int) -> None:
        self.shop.clock.forward(seconds=seconds)

    @rule(nth=st.integers(0, 30))
    def move_the_clock_to_where_a_tag_ends(self, nth: int) -> None:
        """Where something passes by itself, and a moment later."""
        if self.seen:
            _, tag, _ = self.seen[-1 - nth % len(self.seen)]
            self.shop.clock.now += timedelta(microseconds=tag.until - _number(self.shop))
            self.shop.clock.forward(seconds=nth % 2)

    @rule()
    def sweep(self) -> None:
        sweep(self.shop.database, self.shop.clock)

    @rule()
    def draw(self) -> None:
        draw_due(self.shop.database, self.shop.clock)

    @invariant()
    def no_tag_holds_for_another_wallet(self) -> None:
        now = self.shop.clock.now
        for phone in self.phones:
            tag, body = self.shop.read(
                lambda session, phone=phone: tagged_wallet(session, phone, now)
            )
            facts = self.shop.read(lambda session, phone=phone: facts_digest(session, phone, now))
            for whose, earlier, shown in self.seen:
                if whose is phone and earlier.holds(facts, now):
                    assert shown == body
            self.seen.append((phone, tag, body))


def _number(shop: Shop) -> int:
    return Tag.made("", shop.clock.now, shop.clock.now).since


Wallets.TestCase.settings = settings(max_examples=10, stateful_step_count=20, deadline=None)
TestWallets = Wallets.TestCase


def test_nothing_passes_by_itself_within_the_time_that_a_tag_promises() -> None:
    """Over all that such a wallet has: lots, a reward, a survey, the browser's own limit."""
    shop = Shop(in_memory(), program_text=PROGRAM)
    phone = shop.join_programme(Platform.WEB)
    add_device_of(shop, phone)
    for _ in range(2):
        shop.clock.forward(minutes=11, seconds=7)
        shop.buy(phone)
    now = shop.clock.now
    program = shop.program()
    shop.write(lambda session: redeem(session, program, phone.member_id, "mug", now))
    for start, hours in ((now, 24 * 7), *((moment, 3) for moment in _moments_of_lots(shop))):
        for promised, body in _span_by_span(shop, phone, start, start + timedelta(hours=hours)):
            assert body == promised
    shop.database.close()


def _span_by_span(
    shop: Shop, phone: Phone, at: datetime, end: datetime
) -> Iterator[tuple[object, object]]:
    """The wallet at the beginning of each tag's time, and at its end."""
    while at < end:
        tag, promised = shop.read(lambda session, at=at: tagged_wallet(session, phone, at))
        span = timedelta(microseconds=tag.until - Tag.made("", at, at).since)
        last = at + span - timedelta(microseconds=1)
        if last > at:
            _, body = shop.read(lambda session, at=last: tagged_wallet(session, phone, at))
            yield promised, body
        at += max(span, 2 * BLUR)


def _moments_of_lots(shop: Shop) -> Iterator[datetime]:
    """A little before each lot is told of as expiring, and expires."""
    for lot in shop.rows(LotRow):
        if lot.expires_at:
            for moment in (lot.expires_at - EXPIRING_WITHIN, lot.expires_at):
                yield moment - timedelta(minutes=90)


def test_wallet_is_read_from_nothing_that_is_not_watched() -> None:
    shop = Shop(in_memory(), program_text=PROGRAM)
    phone = shop.join_programme(Platform.WEB)
    add_device_of(shop, phone)
    share_with(shop, phone, shop.join_programme())
    shop.buy(phone)
    with statements_of(shop.database) as asked:
        shop.read(lambda session: tagged_wallet(session, phone, shop.clock.now))
    shop.database.close()
    read = {table for statement, _ in asked for table in READ.findall(statement)}
    assert read - {"wallet_mark"} - ASKED_EACH_TIME - CHANGES_NO_WALLET.keys() == WATCHED.keys()


def test_whatever_writes_gives_the_wallet_another_mark(shop: Shop, anna: Phone) -> None:
    """Even what goes around the server's own code."""
    mark = text("SELECT mark FROM wallet_mark WHERE member_id = :member_id")
    asked = {"member_id": anna.member_id}
    before = shop.read(lambda session: session.scalar(mark, asked))
    shop.write(lambda session: session.execute(text("UPDATE lot SET remaining = 0")))
    assert shop.read(lambda session: session.scalar(mark, asked)) == before, "it has no lots yet"
    shop.write(lambda session: session.execute(text("UPDATE balance SET lifetime = 5")))
    assert shop.read(lambda session: session.scalar(mark, asked)) != before
    assert shop.read(lambda session: unmarked(session.connection())) == ()


async def test_unchanged_wallet_costs_one_statement(house: House) -> None:
    phone = await member_with_points(house)
    first = await house.http.get("/v1/wallet", headers=phone.bearer)
    tagged = phone.bearer | {"If-None-Match": first.headers["etag"]}
    with statements_of(house.settings.database) as asked:
        again = await house.http.get("/v1/wallet", headers=tagged)
        whole = await house.http.get("/v1/wallet", headers=phone.bearer)
    assert (again.status_code, whole.status_code) == (304, 200)
    assert len([one for one, _ in asked if not one.startswith("BEGIN")]) == 2
    assert whole.headers["etag"] == first.headers["etag"]


async def test_kept_wallet_tells_when_it_is_read(house: House) -> None:
    phone = await member_with_points(house)
    await house.http.get("/v1/wallet", headers=phone.bearer)
    house.clock.forward(seconds=7)
    wallet = (await house.http.get("/v1/wallet", headers=phone.bearer)).json()
    moment = house.clock.now.isoformat().replace("+00:00", "Z")
    assert (wallet["server_time"], wallet["points"]["as_of"]) == (moment, moment)


async def test_device_signed_out_is_not_answered_from_memory(house: House) -> None:
    phone = await house.sign_in()
    house.clock.forward(minutes=2)
    other = await house.sign_in()
    first = await house.http.get("/v1/wallet", headers=other.bearer)
    listed = (await house.http.get("/v1/devices", headers=phone.bearer)).json()["devices"]
    (gone,) = [one["id"] for one in listed if not one["is_this"]]
    await house.http.delete(f"/v1/devices/{gone}", headers=phone.bearer)
    tagged = other.bearer | {"If-None-Match": first.headers["etag"]}
    assert (await house.http.get("/v1/wallet", headers=tagged)).status_code == 401


@pytest.mark.parametrize("header", ["*", '"0.0.0"', 'W/"x"', '"ffff.ffff.' + "0" * 32 + '"'])
async def test_foreign_tag_gets_the_whole_wallet(house: House, header: str) -> None:
    phone = await house.sign_in()
    tagged = phone.bearer | {"If-None-Match": header}
    assert (await house.http.get("/v1/wallet", headers=tagged)).status_code == 200


async def test_any_of_the_named_tags_will_do(house: House) -> None:
    phone = await house.sign_in()
    house.clock.forward(seconds=1)
    first = await house.http.get("/v1/wallet", headers=phone.bearer)
    named = f'"other", W/{first.headers["etag"]}'
    tagged = phone.bearer | {"If-None-Match": named}
    assert (await house.http.get("/v1/wallet", headers=tagged)).status_code == 304


def test_memory_for_wallets_is_bounded() -> None:
    kept = KeptWallets(at_most=100)
    members = [Whose(f"member {number}", "", Language.RU, TEXTS) for number in range(50)]
    for member in members:
        kept.keep(member, KeptWallet(Tag(0, 0, ""), (b"x" * 30,), b""))
    assert [member for member in members if kept.get(member)] == members[-3:]
