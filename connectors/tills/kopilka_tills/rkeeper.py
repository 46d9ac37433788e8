"""r_keeper 7 by FarCards: a card is looked up, a check is settled or taken back, each once."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from secrets import randbelow
from typing import Any, Final
from zlib import crc32

from kopilka_tills.kopilka import Away, KopilkaTill, Refused
from kopilka_tills.rkeeper_xml import (
    Check,
    card_asked,
    card_said,
    check_in,
    found_said,
    lines_of,
    settled_said,
)
from kopilka_tills.scans import Scans, Turns
from kopilka_tills.serving import Asked, Said
from kopilka_tills.words import Words
from kopilka_tills.xml_in import Unreadable

TAKEN_NUMBERS: Final = 9 * 10**17
"""A code of the app is no number; r_keeper is given one from here on to call it by."""
UNKNOWN_CARDS: Final = ("code_malformed", "code_invalid")

log = logging.getLogger("kopilka_tills")


@dataclass(frozen=True)
class RKeeper:
    """The calls of FarCards at these tills, by restaurant and unit; a point is `worth` kopecks."""

    tills: Mapping[tuple[int, int], KopilkaTill]
    worth: Fraction
    words: Words
    clock: Callable[[], datetime]
    scans: Scans = field(default_factory=Scans)
    turns: Turns = field(default_factory=Turns)

    def answer(self, asked: Asked) -> Said:
        """What FarCards is answered: always its own XML, so that the cashier reads why."""
        calls: dict[str, tuple[Callable[[bytes], bytes], Callable[[int], bytes]]] = {
            "getcardinfoex": (self._card, card_said),
            "transactionsex": (self._settle, settled_said),
            "findemail": (self._find, found_said),
        }
        if asked.name.removesuffix(".php") not in calls:
            return Said(status=404)
        call, refused = calls[asked.name.removesuffix(".php")]
        try:
            return Said(call(asked.body), "text/xml; charset=utf-8")
        except Unreadable as fault:
            log.warning("%s: %s", asked.name, fault)
            return Said(refused(1), "text/xml; charset=utf-8")

    def _card(self, body: bytes) -> bytes:
        query = card_asked(body, "card")
        till = self._till(query.restaurant, query.unit)
        try:
            scan = self._scanned(till, query.card)
        except Refused as no:
            if no.code in UNKNOWN_CARDS:
                return card_said(1)
            return card_said(0, Locked=1, WhyLock=self.words.refused(no.code))
        except Away:
            return card_said(0, Locked=1, WhyLock=self.words.away)
        can_burn = max(0, scan["balance"]) if scan["may_burn"] else 0
        return card_said(
            0,
            Deleted=0,
            Seize=0,
            Holy=0,
            Manager=0,
            Locked=0,
            Holder=" · ".join(filter(None, scan["member"].values())),
            Account=crc32(query.card.encode()),
            Bonus=0,
            Discount=0,
            DiscLimit=0,
            Summa=int(can_burn * self.worth),
            ScrMessage=self.words.balance(int(max(0, scan["balance"]) * self.worth), can_burn),
        )

    def _find(self, body: bytes) -> bytes:
        """The app's code, read or typed where r_keeper looks for an e-mail, becomes a number for r_keeper."""
        query = card_asked(body, "email")
        till = self._till(query.restaurant, query.unit)
        try:
            scan = till.scan(query.card, self.clock())
        except Refused as no:
            return found_said(1, ErrorText=self.words.refused(no.code))
        except Away:
            return found_said(1, ErrorText=self.words.away)
        card = TAKEN_NUMBERS + randbelow(10**17)
        self.scans.keep(till, str(card), scan)
        name = " · ".join(filter(None, scan["member"].values()))
        return found_said(0, Account=crc32(str(card).encode()), CardCode=card, Name=name)

    def _settle(self, body: bytes) -> bytes:
        check = check_in(body)
        till = self._till(check.restaurant, check.unit)
        try:
            with self.turns.of(check.reference):
                done = self._settled(till, check)
        except Refused as no:
            return settled_said(1, text=self.words.refused(no.code))
        except Away:
            log.warning("no answer: it is open whether %s was settled", check.reference)
            return settled_said(1, text=self.words.away)
        return settled_said(0, check.card, done, "")

    def _settled(self, till: KopilkaTill, check: Check) -> str:
        if check.money <= 0 and check.points_money <= 0:
            return self._take_back(till, check)
        return self._sell(till, check)

    def _sell(self, till: KopilkaTill, check: Check) -> str:
        """The purchase that this check became, now or when it was sent before."""
        if sold := till.sold(check.receipt_id, check.day, check.reference):
            if sold["total"] != check.total:
                raise Refused("receipt_used")
            return str(sold["purchase_id"])
        quote = self._opened(till, check)
        if (quote["to_pay"], quote["by_points"]) != (check.money, check.points_money):
            till.cancel(quote["purchase_id"])
            raise Refused("sums_differ")
        till.complete(quote["purchase_id"])
        return str(quote["purchase_id"])

    def _opened(self, till: KopilkaTill, check: Check) -> Mapping[str, Any]:
        """The check as an open purchase."""
        burn = check.points_money / self.worth
        if burn.denominator != 1 or check.money < 0 or burn < 0:
            raise Refused("sums_differ")
        body = {
            "scan_id": self._scanned(till, str(check.card))["scan_id"],
            "receipt_id": check.receipt_id,
            "business_day": check.day.isoformat(),
            "reference": check.reference,
            "lines": lines_of(check),
            "total": check.total,
            "burn": int(burn),
        }
        return till.open(body)

    def _take_back(self, till: KopilkaTill, check: Check) -> str:
        """The whole check, or so much of its money; what went back before does so once."""
        if check.total == 0:
            return ""
        sold = till.sold(check.receipt_id, check.day, check.reference)
        if sold is None:
            raise Refused("not_found")
        purchase_id = str(sold["purchase_id"])
        if -check.total != sold["total"]:
            till.refund(purchase_id, {"amount": -check.money}, f"{check.reference} {check.money}")
        elif sold["lines"]:
            lines = [{"sku": line["sku"], "quantity": line["quantity"]} for line in sold["lines"]]
            till.refund(purchase_id, {"lines": lines}, f"{check.reference} whole")
        return purchase_id

    def _scanned(self, till: KopilkaTill, card: str) -> Mapping[str, Any]:
        """This card at this till: as it was read, or a number read anew."""
        if scan := self.scans.held(till, card, self.clock()):
            return scan
        if card.isdecimal() and TAKEN_NUMBERS <= int(card[:20]) < TAKEN_NUMBERS + 10**17:
            raise Refused("scan_expired")
        scan = till.scan(card, self.clock())
        self.scans.keep(till, card, scan)
        return scan

    def _till(self, restaurant: int, unit: int) -> KopilkaTill:
        """Whose key is used. Raises `Unreadable` for a till that the settings do not have."""
        till = self.tills.get((restaurant, unit)) or self.tills.get((restaurant, 0))
        if till is None:
            raise Unreadable(f"no till of restaurant {restaurant}, unit {unit} in the settings")
        return till
