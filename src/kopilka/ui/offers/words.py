"""What can be said of an offer in a few words: how long it lasts, whether it is on."""

from kopilka.ui.hooks.scene import Scene
from kopilka.ui.parts.spans import time_left
from loyalty_api.offers import Activation, Offer


def is_active(offer: Offer) -> bool:
    """Whether the till will count it."""
    return offer.activation is Activation.AUTOMATIC or offer.activated_at is not None


def lasts(scene: Scene, offer: Offer) -> str:
    """How long the offer goes on."""
    return time_left(scene, offer.ends_at)


def state(scene: Scene, offer: Offer) -> str:
    """`Активно`, or that it works by itself."""
    say = scene.look.say.offers
    return say.automatic if offer.activation is Activation.AUTOMATIC else say.active
