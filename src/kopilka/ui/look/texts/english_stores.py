"""English: stores."""

from typing import Final

from kopilka.ui.look.texts.stores import ManagerTexts, StoreTexts

STORES: Final = StoreTexts(
    near="Near me",
    near_hint="This device works out the distance itself: nobody else learns where you are.",
    no_place="Where you are could not be found out. Allow it for this site in the browser’s settings.",
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
    call_of="Call {store}",
    route="Show the way",
    route_of="Show the way to {store}",
    copy="Copy the address",
    copy_of="Copy the address of {store}",
    copied="Address copied",
)


MANAGER: Final = ManagerTexts(
    title="Your manager",
    open_until="Answers until {time}",
    always="Answers day and night",
    opens_at="Answers from {time}",
    opens_tomorrow="Answers tomorrow from {time}",
    opens_on="Answers on {day} from {time}",
    closed="Does not answer for now",
)
