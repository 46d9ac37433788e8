"""The one source of truth of the wallet: view, act, sync, listen."""

from kopilka.domain import AtTill, Refusal, Settings, ShownCode, View
from kopilka.repository.repository import Repository

__all__ = ["AtTill", "Refusal", "Repository", "Settings", "ShownCode", "View"]
