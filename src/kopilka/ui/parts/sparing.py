"""What the member is to be spared, as it is changed: kept and seen at once, also without a network."""

from dataclasses import replace

from kopilka.ui.hooks.scene import Scene
from kopilka.ui.look.look import Look
from loyalty_api.actions import SetPreferences
from loyalty_api.messages import Topic
from loyalty_api.models import Channel, Preferences, Without


def topic_name(look: Look, topic: str) -> str:
    """A topic in words; the retailer's are words already."""
    say = look.say.notify
    match topic:
        case Topic.EXPIRY:
            return say.expiry
        case Topic.COUPON:
            return say.coupon
        case Topic.OFFER:
            return say.offer
        case Topic.TIER:
            return say.tier
        case Topic.EVENT:
            return say.event
    return topic


async def spare(scene: Scene, topic: str, *channels: Channel) -> None:
    """No more of this topic by these channels; without any it is wanted by all."""
    wallet = scene.repository.view.wallet
    if wallet is None:
        return
    change = without(wallet.preferences, topic, *channels)
    await scene.repository.act(SetPreferences(change, scene.now))


def without(preferences: Preferences, topic: str, *channels: Channel) -> Preferences:
    """The same but for this topic."""
    others = tuple(one for one in preferences.without if one.topic != topic)
    spared = tuple(Without(topic, channel) for channel in channels)
    return replace(preferences, without=others + spared)
