"""What of a receipt is said alike on the screen and on paper: its goods, what was taken off, what became of it."""

from datetime import datetime

from kopilka.ui.look.look import Look
from loyalty_api.programme import Money
from loyalty_api.receipts import PIECE, Line, Purchase, PurchaseState


def good_words(look: Look, line: Line) -> str:
    """`Хлеб`, `Хлеб × 2`, `Сыр, 0,35 кг`."""
    if line.unit != PIECE:
        return f"{line.title}, {look.write.quantity(line.quantity, line.unit)}"
    if line.quantity == 1:
        return line.title
    return f"{line.title} × {look.write.quantity(line.quantity)}"


def delivered(look: Look, at: datetime) -> str:
    """When the goods of an order were handed over."""
    return look.say.history.delivered.format(moment=look.write.whole_moment(at))


def unpaid(look: Look, state: PurchaseState) -> str | None:
    """Why nothing was paid, saved or earned, where that is so: what a till had worked out is not said then."""
    say = look.say.history
    match state:
        case PurchaseState.COMPLETED:
            return None
        case PurchaseState.OPEN:
            return say.open
        case PurchaseState.CANCELLED:
            return say.cancelled
        case PurchaseState.EXPIRED:
            return say.expired


def savings(look: Look, purchase: Purchase) -> list[tuple[str, Money]]:
    """What each rule took off, then what points paid."""
    say, currency = look.say.history, purchase.total.currency
    if purchase.saved is None or purchase.by_points is None:
        return [(say.discount, purchase.discount)]
    ruled = [
        (effect.text, Money(effect.money, currency))
        for effect in purchase.breakdown
        if effect.money
    ]
    if not ruled and purchase.saved.amount:
        ruled = [(say.discount, purchase.saved)]
    by_points = [(say.by_points, purchase.by_points)] if purchase.by_points.amount else []
    return ruled + by_points
