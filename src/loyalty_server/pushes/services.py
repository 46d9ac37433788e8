"""Which push services this server calls. A subscription comes from whoever is signed in: it names a URL."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

KNOWN: Final = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
)
FAMILIES: Final = (".push.apple.com", ".notify.windows.com", ".push.services.mozilla.com")
LONGEST: Final = 2000


@dataclass(frozen=True)
class PushServices:
    """Those of the browsers' makers, by https at its own port, and the origins in `also`.

    No other place is called, so an endpoint cannot lead the server into its own network; only `also`
    may name one there.
    """

    also: Sequence[str] = ()

    def may_call(self, endpoint: str) -> bool:
        """Whether a message may be sent to this URL."""
        if len(endpoint) > LONGEST or not endpoint.isascii() or not endpoint.isprintable():
            return False
        try:
            place = urlsplit(endpoint)
            port, host = place.port, place.hostname or ""
        except ValueError:
            return False
        if place.username is not None or place.password is not None or "\\" in endpoint:
            return False
        if f"{place.scheme}://{place.netloc}" in self.also:
            return True
        is_known = host in KNOWN or host.endswith(FAMILIES)
        return place.scheme == "https" and port in (None, 443) and is_known
