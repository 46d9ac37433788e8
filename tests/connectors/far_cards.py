"""FarCards 6 with its HTTP module, as r_keeper describes it; nothing here knows the connector.

docs.rkeeper.ru: "Описание HTTP протокола для FarCards", "XML описание кассового документа для предоставления
внешним системам", "Настройка FarCards для внешней системы лояльности" (kinds of transactions and their signs).
"""

import re
from dataclasses import dataclass
from datetime import date
from html import escape, unescape

import httpx

PAYMENT, DISCOUNT, BONUS, SPENT = 0, 1, 2, 3


@dataclass(frozen=True)
class Dish:
    """A line of the check; money is roubles with kopecks as the till prints them."""

    code: str
    name: str
    categ: str
    quantity: str
    sum: int


@dataclass(frozen=True)
class Answer:
    """What came back, read as FarCards does: attributes by name, whichever element has them."""

    status: int
    text: str

    def __getitem__(self, name: str) -> str:
        found = re.search(rf'\b{name}="([^"]*)"', self.text)
        assert found, f"no {name} in {self.text}"
        return unescape(found[1])


@dataclass(frozen=True)
class FarCards:
    """One till of one restaurant."""

    url: str
    restaurant: int = 9999
    unit: int = 2
    encoding: str = "UTF-8"

    def card(self, number: int | str) -> Answer:
        """GetCardInfoEx: the card is slid or its number typed."""
        return self.post("getcardinfoex", self._query(f'Card="{number}"'))

    def email(self, text: str) -> Answer:
        """FindEmail: what was typed or read where an e-mail is looked for."""
        return self.post("findemail", self._query(f'Email="{escape(text)}"'))

    def settle(
        self,
        card: int | str,
        check: int,
        *moves: tuple[int, int],
        day: date,
        dishes: tuple[Dish, ...] = (),
    ) -> Answer:
        """TransactionsEx: what one check moves on one card, kind by kind, in kopecks."""
        return self.post("transactionsex", self.packet(card, check, *moves, day=day, dishes=dishes))

    def packet(
        self,
        card: int | str,
        check: int,
        *moves: tuple[int, int],
        day: date,
        dishes: tuple[Dish, ...] = (),
    ) -> str:
        rows = "".join(
            f'<TransactionsEx Card="{card}" PersonID="0" Account="1" Kind="{kind}" Summa="{kopecks}" '
            f'Restaurant="{self.restaurant}" RKDate="{day}T00-00-00" RKUni="{self.unit}" RKCheck="{check}" '
            'VatSumA="0" VatPrcA="0"/>'
            for kind, kopecks in moves
        )
        return f"<ROOT><Transactions>{rows}</Transactions>{_document(check, dishes)}</ROOT>"

    def post(self, function: str, xml: str) -> Answer:
        body = f'<?xml version="1.0" encoding="{self.encoding}"?>\n{xml}'.encode(self.encoding)
        return self.post_bytes(function, body)

    def post_bytes(self, function: str, body: bytes) -> Answer:
        answer = httpx.post(f"{self.url}/{function}.php", content=body, timeout=30)
        return Answer(answer.status_code, answer.text)

    def _query(self, attribute: str) -> str:
        return (
            f'<ROOT><QRY {attribute} Restaurant="{self.restaurant}" UnitNo="{self.unit}"><INPBUF>'
            f'<CHECK stationcode="{self.unit}" restaurantcode="{self.restaurant}" cashservername="MIDSERV">'
            '<EXTINFO><INTERFACES><INTERFACE type="PDS" id="1" mode="0"/></INTERFACES></EXTINFO>'
            "</CHECK></INPBUF></QRY></ROOT>"
        )


def _document(check: int, dishes: tuple[Dish, ...]) -> str:
    """The till's own document; tags in capitals, attributes in small letters."""
    if not dishes:
        return ""
    lines = "".join(
        f'<LINE id="{{{place}}}" code="{dish.code}" name="{escape(dish.name)}" uni="{place}" type="dish" '
        f'quantity="{dish.quantity}" categ_id="{{{dish.categ}}}" sum="{dish.sum}"/>'
        for place, dish in enumerate(dishes, 1)
    )
    categs = "".join(
        f'<CATEG id="{{{name}}}" code="{name}" name="{name}"/>'
        for name in sorted({dish.categ for dish in dishes})
    )
    return (
        f'<INPBUF InpKind="1"><CHECK><CHECKDATA checknum="{check}"><CHECKLINES>{lines}</CHECKLINES>'
        f"<CHECKCATEGS>{categs}</CHECKCATEGS></CHECKDATA></CHECK></INPBUF>"
    )
