"""A receipt as a printer gets it: the words of the screen, in black."""

from collections.abc import Iterator

from kopilka.ui.history.goods import delivered, good_words, savings, unpaid
from kopilka.ui.look.device import Paper
from kopilka.ui.look.look import Look
from kopilka.ui.parts.points import gained_points, less, points_text
from loyalty_api.models import Wallet
from loyalty_api.programme import Money
from loyalty_api.receipts import Purchase

Rows = tuple[tuple[str, str], ...]


def receipt_on_paper(look: Look, wallet: Wallet, purchase: Purchase) -> Paper:
    """Its goods, its money, its points and what went back, each where there is some."""
    number = look.say.history.receipt_number.format(number=purchase.receipt_id)
    brought = delivered(look, purchase)
    why = unpaid(look, purchase.state)
    parts = (
        _goods(look, purchase),
        *((_total(look, purchase),) if why else _moved(look, wallet, purchase)),
    )
    return Paper(
        language=str(look.write.language),
        title=look.name,
        lines=(
            purchase.store,
            look.write.whole_moment(purchase.at),
            *([brought] if brought else []),
            number,
            *([why] if why else []),
        ),
        parts=tuple(part for part in parts if part),
    )


def _goods(look: Look, purchase: Purchase) -> Rows:
    currency = purchase.total.currency
    return tuple(
        (good_words(look, line), look.write.money(Money(line.amount, currency)))
        for line in purchase.lines
    )


def _total(look: Look, purchase: Purchase) -> Rows:
    return ((look.say.history.total, look.write.money(purchase.total)),)


def _moved(look: Look, wallet: Wallet, purchase: Purchase) -> tuple[Rows, ...]:
    return (
        tuple(_money(look, purchase)),
        tuple(_points(look, wallet, purchase)),
        _refunds(look, purchase),
    )


def _money(look: Look, purchase: Purchase) -> Iterator[tuple[str, str]]:
    say, write = look.say.history, look.write
    if purchase.discount.amount:
        yield say.total, write.money(purchase.total)
        for words, money in savings(look, purchase):
            yield words, less(look, money)
    yield say.paid, write.money(purchase.paid)


def _points(look: Look, wallet: Wallet, purchase: Purchase) -> Iterator[tuple[str, str]]:
    say = look.say.history
    if purchase.earned:
        yield say.earned_points, gained_points(look, wallet, purchase.earned)
    if purchase.burned:
        yield say.burned_points, points_text(look, wallet, -purchase.burned)


def _refunds(look: Look, purchase: Purchase) -> Rows:
    say = look.say.history
    return tuple((say.refund, look.write.money(one.amount)) for one in purchase.refunds)
