"""The loyalty API seen from the wallet; the only room that knows HTTP.

Importing it imports httpx, which is slow in a browser: main does so after the first paint.
"""

from kopilka.api.answers import Fetched
from kopilka.api.client import LoyaltyApi, Opened
from kopilka.api.display import DisplayApi
from kopilka.api.events import Event

__all__ = ["DisplayApi", "Event", "Fetched", "LoyaltyApi", "Opened"]
