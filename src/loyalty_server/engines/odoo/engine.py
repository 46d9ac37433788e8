"""What the wallet asks of Odoo 18. A member's reference is the id of the loyalty card there."""

import json
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic
from typing import Any, Final

import httpx

from loyalty_api.history import EntryKind, History
from loyalty_api.offers import PromoApplied
from loyalty_api.problems import ProblemCode
from loyalty_api.rewards import Redeemed, Reward
from loyalty_server.cursors import NotACursor, cursor_at, number_at
from loyalty_server.engines.few_verbs import FewVerbs
from loyalty_server.engines.named import EngineSettings
from loyalty_server.engines.odoo.rows import (
    CARD,
    COUPON,
    HISTORY,
    PAGE,
    coupon_in,
    entries_in,
    opening_in,
    whole,
)
from loyalty_server.engines.odoo.rpc import OdooRpc
from loyalty_server.engines.odoo.settings import OdooSettings, settings_in
from loyalty_server.engines.port import Can, Changes, NoSuchRef, Person, Standing
from loyalty_server.languages import Language
from loyalty_server.problems import Refused

LISTED: Final = "o"
OVERLAP: Final = timedelta(minutes=1) // timedelta(microseconds=1)
"""In microseconds: longer than a transaction of Odoo's takes."""
REWARDS_KEPT_SECONDS: Final = 60
LANGUAGES: Final = {Language.RU: "ru_RU", Language.EN: "en_US"}
LARGEST_ID: Final = 2**31 - 1


def engine(settings: EngineSettings) -> "OdooEngine":
    """`--engine odoo --engine-url URL --engine-file odoo.toml`. Raises `ValueError`, `OSError`."""
    if settings.url is None or settings.secret is None:
        raise ValueError("this engine needs --engine-url, and KOPILKA_ENGINE_SECRET")
    return OdooEngine(settings_in(settings.needed_file()), settings.url, settings.secret)


class OdooEngine(FewVerbs):
    """One loyalty programme of one database."""

    def __init__(
        self,
        settings: OdooSettings,
        url: str,
        secret: str,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._settings = settings
        self._odoo = OdooRpc(url, settings.database, settings.login, secret, transport)
        self._lock = Lock()
        self._rewards: dict[Language, tuple[float, tuple[Reward, ...]]] = {}
        can = {Can.ENROL, Can.ERASE, Can.GIVE, Can.CHANGED, Can.HISTORY, Can.PROMO_CODES}
        more = {Can.REWARDS, Can.GIVE_BACK} if settings.rewards else set()
        self.can = frozenset(can | more)

    def identify(self, person: Person) -> str | None:
        partners = self._partners(person)
        if not partners:
            return None
        own = [("program_id", "=", self._settings.program), ("partner_id", "in", partners)]
        cards = self._odoo("loyalty.card", "search", own, order="id", limit=1)
        return str(cards[0]) if cards else None

    def standing(self, ref: str, now: datetime, language: Language) -> Standing:  # noqa: ARG002
        card = self._card(ref)
        own = [("card_id", "=", card["id"])]
        (sums,) = self._odoo("loyalty.history", "read_group", own, ["issued:sum"], [])
        spent = [
            ("partner_id", "=", card["partner_id"][0]),
            ("program_type", "in", ["coupons", "next_order_coupons"]),
            ("points", ">", 0),
        ]
        context = self._in(language)
        coupons = self._odoo(
            "loyalty.card", "search_read", spent, fields=COUPON, order="id desc", context=context
        )
        return Standing(
            balance=whole(card["points"]),
            lifetime=whole(sums["issued"] or 0),
            coupons=tuple(coupon_in(row) for row in coupons),
            rewards=self._rewards_in(language),
        )

    def enrol(self, key: str, person: Person) -> str:
        partners = self._partners(person)
        details = {
            "name": person.first_name or person.phone or person.email,
            "phone": person.phone,
            "email": person.email,
        }
        partner = partners[0] if partners else False
        program = self._settings.program
        done = self._odoo("kopilka.call", "enrol", key, program, partner, details)
        return str(done["card_id"])

    def erase(self, key: str, ref: str) -> None:
        self._odoo("kopilka.call", "erase", key, _id(ref))

    def history(
        self, ref: str, kind: EntryKind | None, cursor: str | None, language: Language
    ) -> History:
        card = self._card(ref)
        before = _before(cursor)
        wanted = [("card_id", "=", card["id"]), ("id", "<", before)]
        order = "id desc"
        rows = self._odoo(
            "loyalty.history", "search_read", wanted, fields=HISTORY, order=order, limit=PAGE + 1
        )
        is_last = len(rows) <= PAGE
        entries = [entry for row in rows[:PAGE] for entry in entries_in(row)]
        if is_last:
            entries += opening_in(card, self._moved(card["id"]), language)
        more = None if is_last else cursor_at(LISTED, rows[PAGE - 1]["id"])
        return History(tuple(one for one in entries if kind in (None, one.kind)), next=more)

    def apply_promo(self, key: str, ref: str, code: str) -> PromoApplied:
        done = self._odoo("kopilka.call", "apply_promo", key, _id(ref), code.strip())
        coupon = coupon_in(self._coupon(done["coupon_id"]))
        return PromoApplied(coupon.title, 0, whole(done["balance"]), coupon)

    def redeem(self, key: str, ref: str, reward_id: str) -> Redeemed:
        program = self._settings.rewards.get(reward_id)
        if program is None:
            raise Refused(ProblemCode.NOT_FOUND)
        done = self._odoo("kopilka.call", "redeem", key, _id(ref), int(reward_id), program)
        coupon = coupon_in(self._coupon(done["coupon_id"]))
        return Redeemed(coupon.id, whole(done["points"]), whole(done["balance"]), coupon)

    def give_back(self, key: str, ref: str, redemption_id: str) -> Redeemed:
        try:
            coupon = _id(redemption_id)
        except NoSuchRef as fault:
            raise Refused(ProblemCode.NOT_FOUND) from fault
        done = self._odoo("kopilka.call", "give_back", key, _id(ref), coupon)
        at = datetime.fromisoformat(done["at"])
        return Redeemed(
            redemption_id, whole(done["points"]), whole(done["balance"]), cancelled_at=at
        )

    def give(self, key: str, ref: str, points: int, why: str) -> int:
        done = self._odoo("kopilka.call", "give", key, _id(ref), points, why)
        return whole(done["balance"])

    def changed(self, cursor: str | None) -> Changes:
        """The cursor has the last moment told, and who was told of since a while before it."""
        if cursor is None:
            now = self._odoo("kopilka.call", "now")
            told = self._odoo("kopilka.call", "changed", self._settings.program, now - OVERLAP)
            return Changes((), _cursor(now, told))
        last, before = json.loads(cursor)
        rows = self._odoo("kopilka.call", "changed", self._settings.program, last - OVERLAP)
        newest = max([last, *(moment for _, moment in rows)])
        new = [row for row in rows if row not in before]
        return Changes([str(card) for card, _ in new], _cursor(newest, rows))

    def _partners(self, person: Person) -> list[int]:
        ways = []
        if person.phone:
            ways.append([("phone_mobile_search", "=", person.phone)])
        if person.email:
            ways.append([("email_normalized", "=", person.email.lower())])
        for way in ways:
            found: list[int] = self._odoo("res.partner", "search", way, order="id")
            if found:
                return found
        return []

    def _card(self, ref: str) -> dict[str, Any]:
        own = [("id", "=", _id(ref)), ("program_id", "=", self._settings.program)]
        found = self._odoo("loyalty.card", "search_read", own, fields=CARD, limit=1)
        if not found or not found[0]["partner_id"]:
            raise NoSuchRef(ref)
        card: dict[str, Any] = found[0]
        return card

    def _coupon(self, coupon_id: int) -> dict[str, Any]:
        (row,) = self._odoo(
            "loyalty.card",
            "search_read",
            [("id", "=", coupon_id)],
            fields=COUPON,
            context={"active_test": False},
        )
        found: dict[str, Any] = row
        return found

    def _moved(self, card_id: int) -> float:
        own = [("card_id", "=", card_id)]
        (sums,) = self._odoo("loyalty.history", "read_group", own, ["issued:sum", "used:sum"], [])
        return float(sums["issued"] or 0) - float(sums["used"] or 0)

    def _rewards_in(self, language: Language) -> tuple[Reward, ...]:
        """They seldom change, and every standing has them."""
        if not self._settings.rewards:
            return ()
        with self._lock:
            at, kept = self._rewards.get(language, (float("-inf"), ()))
        if monotonic() - at < REWARDS_KEPT_SECONDS:
            return kept
        ids = [int(reward) for reward in self._settings.rewards]
        own = [("id", "in", ids), ("program_id", "=", self._settings.program)]
        rows = self._odoo(
            "loyalty.reward",
            "search_read",
            own,
            fields=["description", "required_points"],
            context=self._in(language),
        )
        rewards = tuple(
            Reward(str(row["id"]), row["description"], "", whole(row["required_points"]))
            for row in rows
        )
        with self._lock:
            self._rewards[language] = (monotonic(), rewards)
        return rewards

    @staticmethod
    def _in(language: Language) -> dict[str, str]:
        return {"lang": LANGUAGES[language.whole]}


def _id(ref: str) -> int:
    if not (ref.isascii() and ref.isdigit() and int(ref) <= LARGEST_ID):
        raise NoSuchRef(ref)
    return int(ref)


def _before(cursor: str | None) -> int:
    try:
        return min(number_at(LISTED, cursor), LARGEST_ID) if cursor else LARGEST_ID
    except NotACursor as fault:
        raise Refused(ProblemCode.INVALID, detail=str(fault)) from fault


def _cursor(last: int, told: list[list[int]]) -> str:
    """Who was told of earlier than the overlap is not asked for again."""
    return json.dumps([last, [row for row in told if row[1] >= last - OVERLAP]])
