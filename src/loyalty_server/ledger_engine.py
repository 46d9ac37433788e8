"""This server's own ledger, asked as another engine would be: so the port is known to fit a real one.

The server does not ask its ledger this way (docs/decisions/0195): its snapshot is one transaction, and its
deeds are in the transaction of their key.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from loyalty_api.codec import decode
from loyalty_api.history import EntryKind, History
from loyalty_api.offers import PromoApplied
from loyalty_api.problems import ProblemCode
from loyalty_api.receipts import Purchase
from loyalty_api.rewards import Redeemed
from loyalty_server.cursors import NotACursor
from loyalty_server.database.transactions import Database
from loyalty_server.engines.port import Can, Changes, NoSuchRef, Person, Standing
from loyalty_server.face.idempotency import Attempt, once
from loyalty_server.keys import ServerKeys
from loyalty_server.languages import Language
from loyalty_server.members.consents import ConsentTexts, standard_texts
from loyalty_server.members.enrolment import enrol
from loyalty_server.offers.opting import activate_offer
from loyalty_server.offers.promo_codes import apply_promo_code
from loyalty_server.points.gifts import Gift, give
from loyalty_server.points.history import history_page
from loyalty_server.privacy.erasure import erase
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_at
from loyalty_server.purchases.receipts import receipt_of
from loyalty_server.rewards.redemptions import cancel_redemption, redeem
from loyalty_server.tables import MemberRow, TransferRow
from loyalty_server.wallet.snapshot import Reading, wallet_of

T = TypeVar("T")
CLIENT = "engine"


@dataclass
class LedgerEngine:
    """The ledger of this database."""

    database: Database
    keys: ServerKeys
    clock: Callable[[], datetime]
    texts: ConsentTexts = field(default_factory=standard_texts)
    can = frozenset(Can)

    def identify(self, person: Person) -> str | None:
        ways = [MemberRow.phone == person.phone] if person.phone else []
        ways += [MemberRow.email == person.email] if person.email else []
        with self.database.reading() as session:
            return session.scalar(select(MemberRow.id).where(or_(False, *ways)).limit(1))

    def standing(self, ref: str, now: datetime, language: Language) -> Standing:
        with self.database.reading() as session:
            _require_member(session, ref)
            rules = rules_at(session, now, language)
            reading = Reading(rules.program, self.texts, language, now, translator=rules.translator)
            wallet = wallet_of(session, ref, reading).wallet
        points = wallet.points
        return Standing(
            points.balance,
            points.pending,
            points.held,
            points.lifetime,
            points.worth,
            points.expiring,
            wallet.tier,
            wallet.offers,
            wallet.coupons,
            wallet.rewards,
            wallet.challenges,
        )

    def enrol(self, key: str, person: Person) -> str:
        def do(session: Session, program: Program, now: datetime) -> str:
            lowest = program.tiers.levels[0].id
            who = {"phone": person.phone, "email": person.email, "first_name": person.first_name}
            return enrol(session, now, lowest, **{name: one for name, one in who.items() if one}).id

        return self._once(str, key, ("enrol", person.phone, person.email), do)

    def erase(self, key: str, ref: str) -> None:
        def do(session: Session, _: Program, now: datetime) -> None:
            member = session.get(MemberRow, ref)
            if member is not None and member.erased_at is None:
                member.erase_at = now
                session.flush()
                erase(session, self.keys, ref, lambda: now)

        self._once(type(None), key, ("erase", ref), do)

    def history(
        self, ref: str, kind: EntryKind | None, cursor: str | None, language: Language
    ) -> History:
        now = self.clock()
        with self.database.reading() as session:
            _require_member(session, ref)
            program = rules_at(session, now, language).program
            try:
                return history_page(session, ref, program, now, kind, cursor)
            except NotACursor as fault:
                raise Refused(ProblemCode.INVALID, detail=str(fault)) from fault

    def receipt(self, ref: str, purchase_id: str, language: Language) -> Purchase:
        with self.database.reading() as session:
            _require_member(session, ref)
            program = rules_at(session, self.clock(), language).program
            return receipt_of(session, ref, purchase_id, program)

    def activate(self, key: str, ref: str, offer_id: str, at: datetime) -> None:
        def do(session: Session, program: Program, now: datetime) -> None:
            activate_offer(session, ref, program, offer_id, at, now)

        self._once(type(None), key, ("activate", ref, offer_id), do, ref)

    def apply_promo(self, key: str, ref: str, code: str) -> PromoApplied:
        def do(session: Session, program: Program, now: datetime) -> PromoApplied:
            return apply_promo_code(session, self.keys, program, ref, code, now)

        return self._once(PromoApplied, key, ("promo", ref, code), do, ref)

    def redeem(self, key: str, ref: str, reward_id: str) -> Redeemed:
        def do(session: Session, program: Program, now: datetime) -> Redeemed:
            return redeem(session, program, ref, reward_id, now)

        return self._once(Redeemed, key, ("redeem", ref, reward_id), do, ref)

    def give_back(self, key: str, ref: str, redemption_id: str) -> Redeemed:
        def do(session: Session, program: Program, now: datetime) -> Redeemed:
            return cancel_redemption(session, program, ref, redemption_id, now)

        return self._once(Redeemed, key, ("give back", ref, redemption_id), do, ref)

    def give(self, key: str, ref: str, points: int, why: str) -> int:
        def do(session: Session, program: Program, now: datetime) -> int:
            return give(session, program, ref, Gift(points, why, program.name, {}), now).available

        return self._once(int, key, ("give", ref, str(points), why), do, ref)

    def changed(self, cursor: str | None) -> Changes:
        """By the numbers of transfers. PostgreSQL gives them out before it shows them: a transfer that is
        kept later than a younger one is told of by the member's next."""
        with self.database.reading() as session:
            newest = session.scalar(select(func.max(TransferRow.id))) or 0
            if cursor is None:
                return Changes((), str(newest))
            between = (TransferRow.id > int(cursor)) & (TransferRow.id <= newest)
            refs = session.scalars(select(TransferRow.member_id).where(between).distinct())
            return Changes([ref for ref in refs if ref], str(newest))

    def _once(
        self,
        kind: type[T],
        key: str,
        asked: tuple[str | None, ...],
        do: Callable[[Session, Program, datetime], T],
        ref: str | None = None,
    ) -> T:
        """What the verb answers, kept in its own transaction under its key."""
        now = self.clock()

        def work(session: Session) -> T:
            if ref is not None:
                _require_member(session, ref)
            program = rules_at(session, now).program
            attempt = Attempt(CLIENT, key, asked[0] or "", asked)
            kept = once(session, attempt, now, 200, partial(do, session, program, now))
            return decode(kind, json.loads(kept.body)) if kind is not type(None) else None

        return self.database.write(work)


def _require_member(session: Session, ref: str) -> None:
    member = session.get(MemberRow, ref)
    if member is None or member.erased_at is not None:
        raise NoSuchRef(ref)
