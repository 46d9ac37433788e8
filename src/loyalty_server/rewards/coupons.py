"""Coupons: issued with a code of their own, shown at a till, used with the purchase they are paid in."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import Update, select, update
from sqlalchemy.orm import Session

from loyalty_api.card import StaticCode, Symbology
from loyalty_api.card_code import ALPHABET
from loyalty_api.codec import decode, encode
from loyalty_api.problems import ProblemCode
from loyalty_api.rewards import Coupon
from loyalty_server.database.columns import UtcTime
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.problems import Refused
from loyalty_server.programme.discounts import Discount
from loyalty_server.programme.priced import Promise
from loyalty_server.programme.program import Program
from loyalty_server.programme.promo_rules import ways_scanned
from loyalty_server.programme.wording import words_in
from loyalty_server.tables import CouponRow, PurchaseRow

PREFIX = "KC"
COUPON = "coupon:"
LENGTH = 16
SHOWN_AFTER_USE = timedelta(days=7)


@dataclass(frozen=True)
class Right:
    """What a coupon gives, until when, and in which stores (all, if it names none); it may be given
    back until `cancel_until`."""

    title: str
    text: str
    discount: Discount | None
    valid_until: datetime
    icon: str | None = None
    cancel_until: datetime | None = None
    stores: tuple[str, ...] = ()


def issue_coupon(session: Session, member_id: str, right: Right, now: datetime) -> CouponRow:
    """A new coupon; its code is `KC` and 80 random bits in Crockford's base 32."""
    row = CouponRow(
        id=uuid4().hex,
        member_id=member_id,
        code=PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH)),
        title=right.title,
        text=right.text,
        icon=right.icon,
        discount=encode(right.discount),
        stores=list(right.stores),
        valid_from=now,
        valid_until=right.valid_until,
        cancel_until=right.cancel_until,
    )
    session.add(row)
    session.flush()
    return row


def coupons_of(session: Session, member_id: str, now: datetime) -> tuple[Coupon, ...]:
    """The coupons that can be shown, and those used lately; one statement."""
    since = now - SHOWN_AFTER_USE
    rows = _SHOWN.rows(session, {"member": member_id, "now": now, "since": since})
    return tuple(coupon_seen(row, now) for row in rows)


_SHOWN: Final = Prepared(
    select(CouponRow)
    .where(
        CouponRow.member_id == told("member"),
        CouponRow.cancelled_at.is_(None),
        CouponRow.valid_until > told("now", UtcTime()),
        CouponRow.used_at.is_(None) | (CouponRow.used_at > told("since", UtcTime())),
    )
    .order_by(CouponRow.used_at.is_not(None), CouponRow.valid_until, CouponRow.id)
)


def coupon_seen(row: CouponRow, now: datetime) -> Coupon:
    """A coupon as its member sees it."""
    can_cancel = row.used_at is None and row.cancel_until and now < row.cancel_until
    return Coupon(
        id=row.id,
        title=row.title,
        text=row.text,
        code=StaticCode(Symbology.QR, row.code),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        used_at=row.used_at,
        icon=row.icon,
        cancel_until=row.cancel_until if can_cancel else None,
    )


def shown_coupons(
    session: Session, member_id: str, codes: Iterable[str], now: datetime
) -> Sequence[CouponRow]:
    """The member's coupons with these codes, in their order, as a scanner or a cashier types them; the member's balance is locked.

    Raises `coupon_invalid` (also for another member's), `coupon_used`, `coupon_ended`.
    """
    shown: list[CouponRow] = []
    for code in codes:
        row = _shown_as(session, member_id, code)
        if row is None or row.cancelled_at or row in shown:
            raise Refused(ProblemCode.COUPON_INVALID)
        if row.used_at or row.purchase_id:
            raise Refused(ProblemCode.COUPON_USED)
        if now >= row.valid_until:
            raise Refused(ProblemCode.COUPON_ENDED)
        shown.append(row)
    return shown


def _shown_as(session: Session, member_id: str, code: str) -> CouponRow | None:
    rows = session.scalars(
        select(CouponRow)
        .where(CouponRow.code.in_(ways_scanned(code)), CouponRow.member_id == member_id)
        .execution_options(populate_existing=True)
    )
    return rows.one_or_none()


def promises_of(coupons: Iterable[CouponRow]) -> list[Promise]:
    """What these coupons take off a receipt."""
    return [
        Promise(rule_of(row), row.title, decode(Discount, row.discount))
        for row in coupons
        if row.discount
    ]


def works_in(program: Program, row: CouponRow, store_id: str) -> bool:
    """Whether the coupon can be used in this store; a partner's is one that it names."""
    return program.counts_at(store_id, row.stores)


def with_stores(program: Program, text: str, stores: Iterable[str]) -> str:
    """The text of something that these stores alone give; of none it is the text itself."""
    named = {*stores}
    names = [shop.name for shop in program.stores if shop.id in named] if named else []
    return words_in(program.language).only_at(text, names) if names else text


def rule_of(row: CouponRow) -> str:
    """Under which name the breakdown tells of this coupon."""
    return f"{COUPON}{row.id}"


def use_coupons(session: Session, purchase: PurchaseRow, now: datetime) -> None:
    """The purchase is paid: the coupons shown for it, of which its breakdown tells, are used."""
    if any(effect["rule"].startswith(COUPON) for effect in purchase.breakdown):
        session.execute(_shown_for(purchase.id).values(used_at=now))


def let_coupons_go(session: Session, purchase_id: str) -> None:
    """The purchase did not come about: the coupons shown for it can be shown again."""
    session.execute(_shown_for(purchase_id).values(purchase_id=None, used_at=None))


def give_coupons_back(session: Session, purchase_id: str) -> None:
    """Everything on the receipt went back: so do its coupons, but those for what was handed over beside it."""
    for coupon in session.scalars(select(CouponRow).filter_by(purchase_id=purchase_id)):
        if coupon.discount:
            coupon.purchase_id = coupon.used_at = None


def _shown_for(purchase_id: str) -> Update:
    return update(CouponRow).where(CouponRow.purchase_id == purchase_id)
