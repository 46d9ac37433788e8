"""1C's tills: the calls of its "loyalty server" (`loyaltyservice`) that tell a card's bonuses and spend them.

By the library that 1C published under CC BY 4.0 ("Сервер лояльности", 3.0.11) and https://its.1c.ru (i8106024). It has no call for a
finished receipt: 1C earns by the till API itself.
"""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qs
from uuid import NAMESPACE_URL, uuid5

from kopilka_tills.kopilka import Away, KopilkaTill, Refused
from kopilka_tills.onec_discounts import Receipt, answer_of, receipt_in
from kopilka_tills.scans import Scans, Turns
from kopilka_tills.serving import Asked, Said
from kopilka_tills.words import Words
from kopilka_tills.xml_in import Unreadable, whole

VERSION: Final = "3.0.11"
NO_END: Final = "0001-01-01T00:00:00"
UNKNOWN_CARDS: Final = ("code_malformed", "code_invalid")

log = logging.getLogger("kopilka_tills")


@dataclass(frozen=True)
class OneC:
    """The calls at these tills, by 1C's `Store`; a point is `worth` minor units, and bonuses pay `share` per cent.

    `discounts` are those of the programme; without them 1C calculates its own.
    """

    tills: Mapping[str, KopilkaTill]
    worth: Fraction
    share: int
    currency: str
    words: Words
    clock: Callable[[], datetime]
    discounts: bool = False
    scans: Scans = field(default_factory=Scans)
    turns: Turns = field(default_factory=Turns)

    def answer(self, asked: Asked) -> Said:
        """What 1C is answered: what was not done is a 500 with words, as its own server's faults."""
        name = asked.name.removeprefix("loyaltyservice").strip("/")
        calls: dict[tuple[str, str], Callable[[Mapping[str, str]], str]] = {
            ("GET", "ping"): lambda _: _told(Connection=True),
            ("GET", "findclientcard"): self._cards,
            ("GET", "getclientbonuses"): self._bonuses,
            ("GET", "useautomaticdiscounts"): lambda _: _told(
                UseAutomaticDiscounts=self.discounts, UseCounterpartyBonuses=False
            ),
            ("GET", "calculatediscounts"): lambda query: self._discounts(query, asked.body),
            ("POST", "calculatediscounts"): lambda query: self._discounts(query, asked.body),
            ("POST", "unlockclientbonuses"): self._let_go,
            ("POST", "unlockclientbonuses3_0"): self._in_json(self._let_go),
            ("POST", "writeoffclientbonuses"): self._spend,
            ("POST", "writeoffclientbonuses3_0"): self._in_json(self._spend),
        }
        call = calls.get((asked.method, name))
        if call is None:
            return Said(status=HTTPStatus.NOT_FOUND)
        query = {key: values[0].strip() for key, values in parse_qs(asked.query).items()}
        try:
            return _text(call(query))
        except Refused as no:
            return _text(self.words.refused(no.code), HTTPStatus.INTERNAL_SERVER_ERROR)
        except Away:
            return _text(self.words.away, HTTPStatus.INTERNAL_SERVER_ERROR)
        except Unreadable as fault:
            log.warning("%s: %s", name, fault)
            return _text(str(fault), HTTPStatus.BAD_REQUEST)

    def _bonuses(self, query: Mapping[str, str]) -> str:
        """What this card may pay with now. A code of the app is read by this, for five minutes."""
        scan, fault = self._read(query)
        return _told(
            Error=bool(fault),
            ErrorMessage=fault,
            **self._can_pay(scan),
            CardRef=_guid(scan) if scan else "",
            Barcode=query.get("ClientCardID", "") if scan else "",
            MagneticCode="",
            EndDate=NO_END,
            ClientNotFound=scan is None,
        )

    def _cards(self, query: Mapping[str, str]) -> str:
        """The card of this number or code, as a list of one; who owns it is told by an initial. By a phone, an e-mail or a name
        nobody is found: a till could look for anybody."""
        scan, fault = self._read(query)
        cards = [self._card(query.get("ClientCardID", ""), scan)] if scan else []
        return _told(Error=bool(fault), ErrorMessage=fault, LoyaltyCardsList=cards)

    def _card(self, card: str, scan: Mapping[str, Any]) -> dict[str, object]:
        bonuses = {**self._can_pay(scan), "BonusName": "", "BonusGUID": ""}
        return {
            **dict.fromkeys(("DateOfBirth", "Phone", "Email", "MagneticCode", "ClientGUID"), ""),
            **dict.fromkeys(("SearchType", "TypeCard"), ""),
            "ClientName": scan["member"]["initial"],
            "IsPerson": True,
            "Barcode": card,
            "CardGUID": _guid(scan),
            "IsBlocked": False,
            "BonusData": bonuses,
            "SellCount": 0,
            "Valid": True,
        }

    def _read(self, query: Mapping[str, str]) -> tuple[Mapping[str, Any] | None, str]:
        """Who this card is, if anybody, and why not; held under its number and under the identifier that it is given here."""
        till, card = self._till(query), _card_in(query)
        if not card:
            return None, ""
        try:
            scan = self.scans.held(till, card, self.clock()) or till.scan(card, self.clock())
        except Refused as no:
            return None, "" if no.code in UNKNOWN_CARDS else self.words.refused(no.code)
        for name in (card, _guid(scan)):
            self.scans.keep(till, name, scan)
        return scan, ""

    def _can_pay(self, scan: Mapping[str, Any] | None) -> dict[str, object]:
        count = max(0, scan["balance"]) if scan and scan["may_burn"] else 0
        return {
            "BonusCount": count,
            "BonusLimitBalance": count,
            "BonusRate": float(self.worth / 100),
            "BonusCurrency": self.currency,
            "PaymentPercent": self.share,
        }

    def _discounts(self, query: Mapping[str, str], body: bytes) -> str:
        """What the programme takes off this receipt, as often as 1C asks: nothing is kept of it."""
        if not self.discounts:
            self._till(query)
            return _told(Error=True, ErrorMessage=self.words.no_discounts)
        receipt = receipt_in(body)
        asked = {"Store": receipt.store, "ClientCardID": receipt.card, **query}
        scan, fault = self._read(asked)
        if fault:
            return _told(Error=True, ErrorMessage=fault)
        quote = self._quoted(asked, scan, receipt)
        return _told(
            **answer_of(receipt, quote, self.words.discounts), **self._whose(receipt, scan)
        )

    def _whose(self, receipt: Receipt, scan: Mapping[str, Any] | None) -> dict[str, object]:
        if not receipt.wants_card:
            return {}
        card = self._card(receipt.card, scan) if scan else None
        return {"LoyaltyCardDescription": {"CardNotFound": card is None, "LoyaltyCard": card}}

    def _quoted(
        self, query: Mapping[str, str], scan: Mapping[str, Any] | None, receipt: Receipt
    ) -> Mapping[str, Any] | None:
        """Nobody's receipt and one of goods that come back get nothing off."""
        if scan is None or receipt.is_return or not receipt.sold:
            return None
        lines = [good.line() for good in receipt.sold]
        return self._till(query).quote(
            {
                "scan_id": scan["scan_id"],
                "receipt_id": f"1C {scan['scan_id']}"[:32],
                "lines": lines,
                "total": sum(line["amount"] for line in lines),
            }
        )

    def _in_json(
        self, call: Callable[[Mapping[str, str]], str]
    ) -> Callable[[Mapping[str, str]], str]:
        """The form of 3.0: what was refused is no fault of the server's."""

        def answer(query: Mapping[str, str]) -> str:
            try:
                return _told(TextMessage=call(query))
            except Refused as no:
                return _told(Error=True, ErrorMessage=self.words.refused(no.code), TextMessage="")

        return answer

    def _let_go(self, query: Mapping[str, str]) -> str:
        """Nothing is held between the calls."""
        self._till(query)
        return "ok"

    def _spend(self, query: Mapping[str, str]) -> str:
        """So many bonuses paid; the same again on one reading of the card is the same payment."""
        till, card = self._till(query), _card_in(query)
        count = whole(query.get("BonusesCount", "").removesuffix(".00"))
        scan = self.scans.held(till, card, self.clock())
        if scan is None:
            raise Refused("scan_expired")
        if count <= 0 or (count * self.worth).denominator != 1:
            raise Refused("sums_differ")
        reference = f"1C {scan['scan_id']} {count}"
        day = datetime.fromisoformat(scan["expires_at"]).date()
        receipt_id = scan["scan_id"][:32]
        with self.turns.of(reference):
            if till.sold(receipt_id, day, reference) is None:
                self._pay(till, self._payment(scan, count, receipt_id, reference, day))
        return "ok"

    @staticmethod
    def _pay(till: KopilkaTill, payment: Mapping[str, Any]) -> None:
        quote = till.open(payment)
        if quote["to_pay"] != 0:
            till.cancel(quote["purchase_id"])
            raise Refused("sums_differ")
        till.complete(quote["purchase_id"])

    def _payment(
        self, scan: Mapping[str, Any], count: int, receipt_id: str, reference: str, day: date
    ) -> dict[str, Any]:
        total = int(count * self.worth)
        line = {
            "sku": "1c",
            "title": self.words.paid_by_card,
            "category": "1c",
            "quantity": 1,
            "amount": total,
        }
        return {
            "scan_id": scan["scan_id"],
            "receipt_id": receipt_id,
            "business_day": day.isoformat(),
            "reference": reference,
            "lines": [line],
            "total": total,
            "burn": count,
        }

    def _till(self, query: Mapping[str, str]) -> KopilkaTill:
        """Whose key is used. Raises `Unreadable` for a store that the settings do not have."""
        till = self.tills.get(query.get("Store", "")) or self.tills.get("")
        if till is None:
            raise Unreadable("no till of this store in the settings")
        return till


def _card_in(query: Mapping[str, str]) -> str:
    """What was read, or what this server called it when it was."""
    return query.get("ClientCardID") or query.get("CardGUID", "")


def _guid(scan: Mapping[str, Any]) -> str:
    """Of this reading of the card: nothing that tells one member from another for longer."""
    return str(uuid5(NAMESPACE_URL, f"kopilka:tills:card {scan['scan_id']}"))


def _told(**values: object) -> str:
    return json.dumps(
        {"Error": False, "ErrorMessage": "", "Version": VERSION} | values, ensure_ascii=False
    )


def _text(text: str, status: int = HTTPStatus.OK) -> Said:
    media = "application/json" if text.startswith("{") else "text/plain"
    return Said(text.encode(), f"{media}; charset=utf-8", status)
