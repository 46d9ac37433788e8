"""URLs of the wallet that several screens lead to, and what one carries after its path."""

from typing import Final
from urllib.parse import parse_qs, urlparse

SIGN_IN: Final = "/sign-in"
HOME_SCREEN: Final = "/profile/home-screen"
MESSAGES: Final = "/profile/messages"
SUPPORT: Final = f"{MESSAGES}/support"
TILL: Final = "/card/till"
CLAIM: Final = "/history/missing/receipt"
YEARS: Final = "/history/year"
PRIVACY: Final = "/profile/privacy"


def asked_of(route: str, path: str) -> dict[str, str]:
    """The query of a route below this path, each name once; nothing for another path."""
    url = urlparse(route)
    if url.path.rstrip("/") != path:
        return {}
    return {name: values[0] for name, values in parse_qs(url.query).items()}
