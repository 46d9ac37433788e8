"""What a programme's catalogue holds: what a reward costs in points and money, and what it gives."""

from collections.abc import Iterator
from dataclasses import dataclass

from loyalty_api.offers import OfferKind
from loyalty_server.programme.bounds import COUNT, MONEY, number_faults, whole_number_faults
from loyalty_server.programme.discounts import MONEY_KINDS, Discount
from loyalty_server.programme.goods import goods_faults, several
from loyalty_server.programme.picture_rules import PictureRule

PIECES = 10**6
LEAST_PART = 0.01


@dataclass(frozen=True)
class RewardRule:
    """Something that costs `points`, as long as the `stock` lasts (None: always one more).

    It gives a coupon for `valid_days`: with a `discount` the till takes it off; otherwise the goods
    are handed over, and `price` (minor units) is what is paid beside the points. In `stores` alone, if
    it names any. A reward for a `charity` gives no coupon: the points are donated.
    """

    id: str
    title: str
    text: str
    points: int
    stock: int | None = None
    price: int | None = None
    discount: Discount | None = None
    valid_days: int = 30
    partner: str | None = None
    charity: str | None = None
    icon: str | None = None
    stores: tuple[str, ...] = ()
    picture: PictureRule | None = None


@dataclass(frozen=True)
class CouponRule:
    """A coupon that is won: what it is called, what it takes off, for how many days, in which stores."""

    title: str
    text: str
    discount: Discount | None = None
    valid_days: int = 30
    icon: str | None = None
    stores: tuple[str, ...] = ()


@dataclass(frozen=True)
class Redeeming:
    """A reward that was taken may be given back within so many minutes, if it was not used."""

    cancel_within_minutes: int = 30


def reward_faults(
    path: str, reward: RewardRule, stores: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """What makes no sense in this reward, each with its place; `stores` are those there are."""
    bounds = {
        ".points": (reward.points, 1, 10**9),
        ".stock": (reward.stock, 0, COUNT),
        ".price": (reward.price, 1, MONEY),
        ".valid_days": (reward.valid_days, 1, 3660),
    }
    yield from number_faults(path, bounds)
    if reward.charity and (reward.discount or reward.price or reward.stores):
        yield f"{path}.charity", "a donation has neither a discount nor a price, and no stores"
    yield from _store_faults(path, reward.stores, stores)
    if reward.discount:
        yield from discount_faults(f"{path}.discount", reward.discount)


def coupon_faults(
    path: str, coupon: CouponRule, stores: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """What makes no sense in this coupon, each with its place; `stores` are those there are."""
    yield from _store_faults(path, coupon.stores, stores)
    if not 1 <= coupon.valid_days <= 3660:
        yield f"{path}.valid_days", f"{coupon.valid_days} is not between 1 and 3660"
    if coupon.discount:
        yield from discount_faults(f"{path}.discount", coupon.discount)


def _store_faults(
    path: str, named: tuple[str, ...], stores: frozenset[str]
) -> Iterator[tuple[str, str]]:
    for place, store in enumerate(named):
        if store not in stores:
            yield f"{path}.stores[{place}]", f"no store {store!r}"


def discount_faults(path: str, discount: Discount) -> Iterator[tuple[str, str]]:
    """What makes no sense in this discount, each with its place."""
    if discount.kind not in MONEY_KINDS:
        yield f"{path}.kind", f"one of {', '.join(MONEY_KINDS)} is needed"
    is_per_cent = discount.kind is OfferKind.PERCENT_OFF
    least = 0 if discount.kind is OfferKind.FIXED_PRICE else LEAST_PART if is_per_cent else 1
    bounds = {
        ".value": (discount.value, least, 100 if is_per_cent else MONEY),
        ".percent": (discount.percent, 1, 100),
        ".free": (discount.free, 1, PIECES),
        ".minimum_basket": (discount.minimum_basket, 0, MONEY),
        ".pieces": (discount.pieces, 1, PIECES),
    }
    yield from number_faults(path, bounds)
    if not is_per_cent:
        yield from whole_number_faults(f"{path}.value", discount.value)
    if discount.kind is OfferKind.BUNDLE and discount.pieces is None:
        yield f"{path}.pieces", "how many pieces have the price together is needed"
    is_of_got = discount.percent != 100 or discount.free_goods
    if is_of_got and discount.kind is not OfferKind.BUY_X_GET_Y:
        yield f"{path}.kind", "percent, free_category and free_skus are of buy_x_get_y"
    if discount.free_category is not None and not several(discount.free_category):
        yield (
            f"{path}.free_category",
            "a category at least is needed; leave it out for those bought",
        )
    yield from goods_faults(path, discount.goods)
