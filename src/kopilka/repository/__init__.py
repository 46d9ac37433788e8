"""The one source of truth of the wallet: view, act, sync, listen."""

from kopilka.domain import AtTill, Refusal, Settings, ShownCode, View
from kopilka.repository.display import ConnectDisplay, InStoreDisplay
from kopilka.repository.repository import Connect, Repository

__all__ = [
    "AtTill",
    "Connect",
    "ConnectDisplay",
    "InStoreDisplay",
    "Refusal",
    "Repository",
    "Settings",
    "ShownCode",
    "View",
]
