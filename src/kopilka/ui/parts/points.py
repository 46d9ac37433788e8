"""What the member collects, in words: points in the programme's own name, or money where it is cashback."""

from kopilka.ui.look.formats import Plural
from kopilka.ui.look.look import Look
from loyalty_api.currencies import minor_digits
from loyalty_api.models import Expiring, Wallet
from loyalty_api.programme import Money, ProgramKind


def points_text(look: Look, wallet: Wallet, points: int) -> str:
    """`86 баллов`; of cashback, which counts minor units, `0,86 ₽`."""
    if wallet.program.kind is ProgramKind.CASHBACK:
        return look.write.money(Money(points, wallet.program.currency))
    return look.write.points(points, wallet.program.points_name)


def points_of(look: Look, wallet: Wallet, points: int) -> str:
    """`21 балла`, `343 баллов`: what is lacking, or how far it goes; of cashback `0,86 ₽`."""
    if wallet.program.kind is ProgramKind.CASHBACK:
        return points_text(look, wallet, points)
    return look.write.points_of(points, wallet.program.points_name)


def bare_points(look: Look, wallet: Wallet, points: int) -> str:
    """`86` where the word stands nearby already; of cashback `0,86 ₽`."""
    if wallet.program.kind is ProgramKind.CASHBACK:
        return points_text(look, wallet, points)
    return look.write.number(points)


def short_points(look: Look, wallet: Wallet, points: int) -> str:
    """`86` where there is little room; of cashback the whole money without its sign."""
    if wallet.program.kind is ProgramKind.CASHBACK:
        points = round(points / 10 ** minor_digits(wallet.program.currency))
    return look.write.number(points)


def gained(look: Look, wallet: Wallet, points: int) -> str:
    """`+86`, `−500`; of cashback `+0,86 ₽`."""
    return _plus(points) + bare_points(look, wallet, points)


def gained_points(look: Look, wallet: Wallet, points: int) -> str:
    """`+86 баллов`, `−500 баллов`; of cashback `+0,86 ₽`."""
    return _plus(points) + points_text(look, wallet, points)


def collects(wallet: Wallet) -> bool:
    """Whether there is anything to collect: a discount card only takes money off."""
    return wallet.program.kind is not ProgramKind.DISCOUNT


def less(look: Look, money: Money) -> str:
    """`−120 ₽`: what the price was lowered by."""
    return look.write.money(Money(-money.amount, money.currency))


def agreeing(look: Look, wallet: Wallet, points: int, forms: Plural) -> str:
    """The phrase whose verb agrees with so many points, or with the money that stands for them."""
    if wallet.program.kind is ProgramKind.CASHBACK:
        return look.write.plural_of_money(Money(points, wallet.program.currency), forms)
    return look.write.plural(points, forms)


def expiry_phrase(look: Look, wallet: Wallet, lot: Expiring, day: str) -> str:
    """Which points are lost and when, the verb agreeing with the number."""
    phrase = agreeing(look, wallet, lot.points, look.say.history.expires)
    return phrase.format(points=points_text(look, wallet, lot.points), day=day)


def _plus(points: int) -> str:
    return "+" if points > 0 else ""
