"""What can be said of an offer in a few words: how long it lasts, whether it is on."""

from datetime import datetime, timedelta

from kopilka.ui.hooks.scene import Scene
from loyalty_api.offers import Activation, Offer

SOON = timedelta(days=14)
"""Until then days are counted; what ends later has a date."""


def is_active(offer: Offer) -> bool:
    """Whether the till will count it."""
    return offer.activation is Activation.AUTOMATIC or offer.activated_at is not None


def lasts(scene: Scene, offer: Offer) -> str:
    """How long the offer goes on."""
    return time_left(scene, offer.ends_at)


def time_left(scene: Scene, ends_at: datetime) -> str:
    """`ещё 2 дня`, `ещё 5 часов`, `до 30 ноя`."""
    look, left = scene.look, ends_at - scene.now
    if left > SOON:
        day = look.write.day(look.write.last_day(ends_at), scene.today)
        return look.say.card.by.format(day=day)
    if left >= timedelta(days=1):
        count, forms = left.days, look.say.offers.days_left
    else:
        count, forms = max(1, int(left.total_seconds() // 3600)), look.say.offers.hours_left
    return look.write.plural(count, forms).format(count=count)


def state(scene: Scene, offer: Offer) -> str:
    """`Активно`, or that it works by itself."""
    say = scene.look.say.offers
    return say.automatic if offer.activation is Activation.AUTOMATIC else say.active
