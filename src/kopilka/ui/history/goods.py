"""What of a receipt is said alike on the screen and on paper: its goods, what was taken off, what became of it."""

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


def delivered(look: Look, purchase: Purchase) -> str:
    """When the goods of an order were handed over, and whether for nothing; empty where nothing tells."""
    if purchase.delivered_at is None:
        return ""
    say = look.say.history
    words = say.delivered_free if purchase.free_delivery else say.delivered
    return words.format(moment=look.write.whole_moment(purchase.delivered_at))


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
