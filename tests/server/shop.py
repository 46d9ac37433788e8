"""A shop to test in: a database with a programme, tills, members, and a clock that is set by hand."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from loyalty_api.card_code import QR_INFO, CodeType, derive_key, make_code, new_kid, step_at
from loyalty_api.models import Points
from loyalty_api.receipts import Line, PurchaseState
from loyalty_api.sign_in import Platform
from loyalty_api.till import PurchaseRequest, Quote, Resolved, Scan, ScanRequest
from loyalty_server.database.transactions import Database
from loyalty_server.keys import ServerKeys, keys_of
from loyalty_server.members.enrolment import enrol
from loyalty_server.points.summary import points_in
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_at
from loyalty_server.publishing import publish
from loyalty_server.purchases.purchase import cancel, complete, open_purchase
from loyalty_server.tables import BalanceRow, CredentialRow, PurchaseRow, TillRow
from loyalty_server.till.scans import scan
from loyalty_server.till.tills import add_till, till_of

PROGRAM_FILE = Path(__file__).with_name("lavka.toml")
OPENING = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
COFFEE = Line("c1", "Капучино", "coffee", 1, 27_000)
BREAD = Line("b1", "Хлеб", "bakery", 1, 91_400)
WINE = Line("w1", "Вино", "alcohol", 1, 100_000)

T = TypeVar("T")


@dataclass
class Clock:
    """The time in the shop, moved by hand."""

    now: datetime = OPENING

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass(frozen=True)
class Phone:
    """A member's device: it makes codes."""

    member_id: str
    kid: str
    key: bytes

    def code(self, moment: datetime, code_type: CodeType = CodeType.PAY) -> str:
        step = step_at(moment.timestamp())
        return make_code(derive_key(self.key, QR_INFO), self.kid, step, code_type)


@dataclass
class Shop:
    """What a test acts through: the verbs of a till, each in its own transaction."""

    database: Database
    clock: Clock = field(default_factory=Clock)
    keys: ServerKeys = field(default_factory=lambda: keys_of(bytes(32)))
    program_text: str = field(default_factory=lambda: PROGRAM_FILE.read_text("utf-8"))
    till_id: str = ""
    till_keys: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.till_id:
            self.write(lambda session: publish(session, self.program_text, self.clock.now))
            self.till_id = self.add_till()

    def write(self, work: Callable[[Session], T]) -> T:
        return self.database.write(work)

    def read(self, work: Callable[[Session], T]) -> T:
        with self.database.reading() as session:
            return work(session)

    def add_till(self, store: str = "lesnaya") -> str:
        till = self.write(lambda session: add_till(session, store, "1", self.clock.now))
        self.till_keys[till.id] = till.key
        return till.id

    def join_programme(self, platform: Platform = Platform.ANDROID) -> Phone:
        """A new member with a phone in hand."""
        return self.write(
            lambda session: self._new_phone(session, self._new_member(session), platform)
        )

    def join_with_devices(self, members: int, phones: int) -> list[Phone]:
        """Some members with so many phones between them."""

        def work(session: Session) -> list[Phone]:
            ids = [self._new_member(session) for _ in range(members)]
            return [
                self._new_phone(session, ids[number % members], Platform.ANDROID)
                for number in range(phones)
            ]

        return self.write(work)

    def another_key(self, phone: Phone, platform: Platform = Platform.ANDROID) -> Phone:
        """The same device after its key was exchanged."""
        return self.write(
            lambda session: self._new_phone(
                session, phone.member_id, platform, self._device_of(session, phone)
            )
        )

    def another_phone(self, phone: Phone, platform: Platform = Platform.ANDROID) -> Phone:
        """Another device of the same member."""
        return self.write(lambda session: self._new_phone(session, phone.member_id, platform))

    def _device_of(self, session: Session, phone: Phone) -> str:
        return session.get_one(CredentialRow, phone.kid).device_id

    def _new_member(self, session: Session) -> str:
        return enrol(session, self.clock.now, "bronze", first_name="Анна").id

    def _new_phone(
        self, session: Session, member_id: str, platform: Platform, device_id: str = ""
    ) -> Phone:
        phone = Phone(member_id, new_kid(secrets.randbits(60)), secrets.token_bytes(32))
        session.add(
            CredentialRow(
                kid=phone.kid,
                member_id=member_id,
                device_id=device_id or phone.kid,
                encrypted_key=self.keys.seal(phone.key, phone.kid),
                platform=platform.value,
                last_step=0,
                created_at=self.clock.now,
            )
        )
        return phone

    def at_till(self, verb: Callable[..., T], *arguments: object, till_id: str = "") -> T:
        """One verb of the till, in one transaction."""

        def work(session: Session) -> T:
            return verb(session, self.till(session, till_id), *arguments, self.clock.now)

        return self.write(work)

    def till(self, session: Session, till_id: str = "") -> TillRow:
        """The till, known by its key where it was added here."""
        number = till_id or self.till_id
        known = till_of(session, self.till_keys[number]) if number in self.till_keys else None
        return known or session.get_one(TillRow, number)

    def scan(self, raw: str, till_time: datetime | None = None, till_id: str = "") -> Scan:
        request = ScanRequest(raw, till_time or self.clock.now)

        def verb(session: Session, till: TillRow, now: datetime) -> Scan:
            return scan(session, self.keys, till, request, now)

        return self.at_till(verb, till_id=till_id)

    def scan_phone(self, phone: Phone, code_type: CodeType = CodeType.PAY) -> Scan:
        """The phone is read at once; time goes on to its next code."""
        self.clock.forward(seconds=30)
        return self.scan(phone.code(self.clock.now, code_type))

    def open(
        self,
        scan_id: str,
        lines: Iterable[Line] = (COFFEE, BREAD),
        burn: int = 0,
        receipt: str = "",
        till_id: str = "",
    ) -> Quote:
        basket = tuple(lines)
        total = sum(line.amount for line in basket)
        receipt = receipt or secrets.token_hex(4)
        request = PurchaseRequest(scan_id, receipt, basket, total, burn)
        return self.at_till(open_purchase, request, till_id=till_id)

    def complete(self, purchase_id: str, till_id: str = "") -> Resolved:
        return self.at_till(complete, purchase_id, till_id=till_id)

    def cancel(self, purchase_id: str, till_id: str = "") -> Resolved:
        return self.at_till(cancel, purchase_id, till_id=till_id)

    def buy(self, phone: Phone, lines: Iterable[Line] = (COFFEE, BREAD), burn: int = 0) -> Resolved:
        """A whole purchase: scanned, opened, paid."""
        quote = self.open(self.scan_phone(phone).scan_id, lines, burn)
        return self.complete(quote.purchase_id)

    def points(self, phone: Phone) -> Points:
        return self.points_of(phone.member_id)

    def points_of(self, member_id: str) -> Points:
        def work(session: Session) -> Points:
            program = rules_at(session, self.clock.now).program
            balance = session.get_one(BalanceRow, member_id)
            return points_in(session, balance, program, self.clock.now)

        return self.read(work)

    def program(self) -> Program:
        """The rules that hold now."""
        return self.read(lambda session: rules_at(session, self.clock.now).program)

    def bought_at(self, purchase_id: str) -> datetime:
        return self.read(lambda session: session.get_one(PurchaseRow, purchase_id).at)

    def is_expired(self, purchase_id: str) -> bool:
        row = self.read(lambda session: session.get_one(PurchaseRow, purchase_id))
        return row.state is PurchaseState.EXPIRED

    def rows(self, table: type[T]) -> list[T]:
        """Every row of a table, in the order of its key."""
        in_order = select(table).order_by(*inspect(table).primary_key)
        return self.read(lambda session: list(session.scalars(in_order)))
