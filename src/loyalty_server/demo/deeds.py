"""What happens in the demo besides visits: rewards taken, messages, what is said after a visit."""

from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_server.calendar_days import start_of_day
from loyalty_server.challenges.personal import set_batch
from loyalty_server.contests.drawing import draw, give_prize, prizes_waiting
from loyalty_server.contests.opening import open_contests
from loyalty_server.demo.agenda import Agenda
from loyalty_server.demo.opinions import answer_what_waits, review_visit, said_in
from loyalty_server.demo.programme import text_as_of
from loyalty_server.demo.shoppers import SHOPPERS, Shopper
from loyalty_server.messages.broadcasting import send_batch
from loyalty_server.messages.broadcasts import Broadcast, parse_broadcasts
from loyalty_server.messages.events import book
from loyalty_server.messages.replies import reply
from loyalty_server.messages.thread import messages_page, read_messages, write_to_support
from loyalty_server.offers.opting import activate_offer
from loyalty_server.offers.usage import note_shown
from loyalty_server.points.account import lock_member
from loyalty_server.programme.program import Program
from loyalty_server.rewards.redemptions import redeem
from loyalty_server.settings import ServerSettings
from loyalty_server.tables import MemberRow
from loyalty_server.toml_file import FileRefused
from loyalty_server.wallet.snapshot import Reading, wallet_of

HERE = Path(__file__).parent
SEED = 11
SAID_AFTER = timedelta(hours=2)
NOT_ASKED_YET = timedelta(days=14)
REVIEWS_ONE_IN = 6
SENT_DAYS_AGO = (12, 3, 1)
BOOKED_DAYS_AGO = 2
WROTE_DAYS_AGO = 9
READ_DAYS_AGO = 6
LOOKS_FOR = timedelta(days=21)
LOOKED_BEFORE = timedelta(minutes=4)
OPTS_IN_ONE_IN = 3


class Deeds:
    """The deeds of the demo's members, done in one session as their time comes."""

    def __init__(self, session: Session, settings: ServerSettings, program: Program) -> None:
        self._session = session
        self._program = program
        self._now = settings.clock()
        self._texts = settings.consents
        self._random = Random(SEED)  # noqa: S311
        self._said = said_in(program.language)
        self.agenda = Agenda()
        self._plan()

    def before_visit(self, phone: str, at: datetime) -> None:
        """On the way to the shop of late weeks the wallet is opened; some opt in to its first offer."""
        if at <= self._now - LOOKS_FOR:
            return
        member_id, looked_at = self._member(phone), at - LOOKED_BEFORE
        reading = Reading(self._program, self._texts, self._program.language, looked_at)
        seen = wallet_of(self._session, member_id, reading)
        if seen.new_offers:
            note_shown(self._session, member_id, seen.new_offers, looked_at)
        waiting = [offer.id for offer in seen.wallet.offers if offer.activated_at is None]
        is_host = phone == SHOPPERS[0].phone
        if waiting and not is_host and not self._random.randrange(OPTS_IN_ONE_IN):
            activate_offer(
                self._session, member_id, self._program, waiting[0], looked_at, looked_at
            )

    def after_visit(self, phone: str, purchase_id: str, at: datetime) -> None:
        """What the member says about this visit; those of two weeks are still to be asked about."""
        if at > self._now - NOT_ASKED_YET:
            return
        self.agenda.add(at + SAID_AFTER, partial(self.answer, phone))
        if not self._random.randrange(REVIEWS_ONE_IN):
            self.agenda.add(at + SAID_AFTER, partial(self._review, phone, purchase_id))

    def answer(self, phone: str, at: datetime) -> None:
        """The member answers every survey that waits."""
        answer_what_waits(self._session, self._program, self._member(phone), self._random, at)

    def _plan(self) -> None:
        first = SHOPPERS[0].phone
        self._add(WROTE_DAYS_AGO, partial(self._write, first))
        self._add(WROTE_DAYS_AGO - 1, partial(self._reply, first))
        self._add(READ_DAYS_AGO, partial(self._read, first))
        today = self._program.day(self._now)
        text = text_as_of(HERE / f"messages.{self._program.language}.toml", today)
        for days_ago, message in zip(SENT_DAYS_AGO, self._messages(text), strict=False):
            self._add(days_ago, partial(self._send, message))
            for shopper in SHOPPERS[1:] if message.places else ():
                self._add(BOOKED_DAYS_AGO, partial(self._book, shopper.phone, message.id))
        if goals := self._program.personal_goals:
            start = goals.round_on(today) or today
            at = start_of_day(start, self._program.zone)
            self.agenda.add(at, partial(self._set_goals, start))
        for contest in self._program.contests:
            zone = self._program.zone
            self.agenda.add(contest.begins(zone), self._open_contests)
            self.agenda.add(contest.draws(zone), partial(self._draw, contest.id))
        for shopper in SHOPPERS:
            for taking in shopper.takes:
                self._add(taking.days_ago, partial(self._take, shopper, taking.reward))

    def _messages(self, text: str) -> tuple[Broadcast, ...]:
        """Those of the demo; another programme may have no survey that one of them speaks of."""
        try:
            return parse_broadcasts(text, "messages", self._program)
        except FileRefused:
            return ()

    def _add(self, days_ago: int, do: "partial[None]") -> None:
        self.agenda.add(self._now - timedelta(days=days_ago), do)

    def _review(self, phone: str, purchase_id: str, at: datetime) -> None:
        said = self._random.choice(self._said.reviews)
        review_visit(self._session, self._member(phone), purchase_id, said, at)

    def _write(self, phone: str, at: datetime) -> None:
        write_to_support(self._session, self._member(phone), self._said.question, at)

    def _reply(self, phone: str, at: datetime) -> None:
        reply(self._session, self._member(phone), self._said.answer, at)

    def _read(self, phone: str, at: datetime) -> None:
        """The member reads everything there is."""
        member_id = self._member(phone)
        page = messages_page(self._session, member_id, None, None)
        read_messages(self._session, member_id, [one.id for one in page.messages], at, at)

    def _send(self, message: Broadcast, at: datetime) -> None:
        send_batch(self._session, message, "", at)

    def _book(self, phone: str, event_id: str, at: datetime) -> None:
        book(self._session, self._member(phone), event_id, at)

    def _set_goals(self, start: date, _: datetime) -> None:
        set_batch(self._session, self._program, start, "")

    def _open_contests(self, at: datetime) -> None:
        open_contests(self._session, self._program, at)

    def _draw(self, contest_id: str, at: datetime) -> None:
        draw(self._session, contest_id, at)
        for entry in prizes_waiting(self._session):
            give_prize(self._session, *entry, at)

    def _take(self, shopper: Shopper, reward_id: str, at: datetime) -> None:
        """The reward is taken if there are points for it on that day."""
        member_id = self._member(shopper.phone)
        costs = [one.points for one in self._program.rewards if one.id == reward_id]
        if costs and lock_member(self._session, member_id).available >= costs[0]:
            redeem(self._session, self._program, member_id, reward_id, at)

    def _member(self, phone: str) -> str:
        return self._session.scalars(select(MemberRow.id).filter_by(phone=phone)).one()
