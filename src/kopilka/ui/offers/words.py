"""What can be said of an offer in a few words: how long it lasts, whether it is on."""

from kopilka.ui.hooks.scene import Scene
from kopilka.ui.parts.spans import time_left
from loyalty_api.offers import Activation, Offer


def is_active(offer: Offer) -> bool:
    """Whether the till will count it."""
    return offer.activation is Activation.AUTOMATIC or offer.activated_at is not None


def has_ended(scene: Scene, offer: Offer) -> bool:
    """A snapshot from before its end holds it still."""
    return offer.ends_at is not None and offer.ends_at <= scene.now


def lasts(scene: Scene, offer: Offer) -> str:
    """How long the offer goes on."""
    return time_left(scene, offer.ends_at)


def state(scene: Scene, offer: Offer) -> str:
    """`Активно`, that it works by itself, or that it does no more."""
    say = scene.look.say.offers
    if has_ended(scene, offer):
        return say.ended
    return say.automatic if offer.activation is Activation.AUTOMATIC else say.active
