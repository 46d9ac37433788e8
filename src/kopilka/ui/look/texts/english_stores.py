"""English: stores."""

from typing import Final

from kopilka.ui.look.texts.stores import ManagerTexts, StoreTexts

STORES: Final = StoreTexts(
    near="Near me",
    near_hint="This device works out the distance itself: nobody else learns where you are.",
    no_place="We could not find out where you are. Allow it for this site in the browser’s settings.",
    metres="{count}\u00a0m",
    kilometres="{count}\u00a0km",
    open_until="Open until\u00a0{time}",
    always="Open day and night",
    opens_at="Closed, opens at\u00a0{time}",
    opens_tomorrow="Closed, opens tomorrow at\u00a0{time}",
    opens_on="Closed, opens on {day} at\u00a0{time}",
    closed="Closed",
    hours="Hours",
    hours_of="Opening hours: {store}",
    span="{opens}\u2013{closes}",
    days="{first}\u2013{last}",
    call="Call",
    call_of="Call: {store}",
    route="Show the way",
    route_of="Show the way: {store}",
    copy="Address",
    copy_of="Copy the address: {store}",
    copied="Address copied",
)


MANAGER: Final = ManagerTexts(
    title="Your manager",
    open_until="Available until {time}",
    always="Available day and night",
    opens_at="Available from {time}",
    opens_tomorrow="Available tomorrow from {time}",
    opens_on="Available on {day} from {time}",
    closed="Not available for now",
)
