"""A browser's notifications (web push): the page subscribes, since this worker cannot ask."""

from typing import Final

from kopilka.browser.asking import asked
from loyalty_api.codec import loads
from loyalty_api.devices import PushSubscription

NOTICES: Final = "notices"


class PageNotices:
    """See `kopilka.local.notices.Notices` and `assets/web/scripts/notices.js`."""

    async def is_there(self) -> bool:
        return bool(await asked(NOTICES, "isThere"))

    async def subscribe(self, key: str) -> PushSubscription | None:
        said = await asked(NOTICES, "subscribe", key)
        return loads(PushSubscription, str(said)) if said else None

    async def unsubscribe(self) -> None:
        await asked(NOTICES, "unsubscribe")
