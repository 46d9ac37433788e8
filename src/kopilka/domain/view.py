"""What the screens draw: one frozen view of everything the wallet knows now."""

from dataclasses import dataclass
from datetime import datetime

from kopilka.domain.till_news import AtTill
from loyalty_api.actions import Action
from loyalty_api.history import History
from loyalty_api.models import Wallet


@dataclass(frozen=True)
class Settings:
    """What the member chose on this device; it never leaves the device and outlives a sign-out.

    `language` is "ru", "en" or None for the device's; `theme` "system", "light" or "dark";
    `text_scale` 1.0 to 2.0; `code_scale` 0.8 to 1.4; `code_form` the form of the code that worked
    last, "qr", "larger", "barcode" or "manual"; `bright` raises the brightness while the card shows.
    In the app of a phone: `hidden` keeps it out of screenshots, `over_lock` keeps the till's code in front of
    the phone's lock, `quiet` lets no terminal find a card in the phone while that code shows.
    """

    language: str | None = None
    theme: str = "system"
    text_scale: float = 1.0
    code_scale: float = 1.0
    code_form: str = "qr"
    bright: bool = True
    hidden: bool = False
    over_lock: bool = False
    quiet: bool = False


@dataclass(frozen=True)
class Refusal:
    """An action the server refused, and by which problem's `code`; all times are by its own clock.

    `until` is when it may be done again, if the server said so.
    """

    action: Action
    code: str
    at: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class View:
    """Everything the screens draw.

    `signed_in`: a session is open on this device. A session that ended by itself leaves `wallet`
    and the card, so that it can still be shown while the member is asked to sign in again.
    `wallet`: the last snapshot with what the member did since; None before the first.
    `offline`: the last sync could not reach the server. `outdated`: the server wants a newer app
    than this one; the card is shown all the same. `as_of`: when the snapshot was true, by the
    server's clock. `clock_offset`: seconds, server minus device. `waiting`: actions the server has
    not heard of yet. `at_till`: what to show first of what tills did. `history`: its first page. `keeps`: what was written last is still there when
    the app opens again; false where storage is full or denied. `open_until`: the owner has
    opened this device's lock on spending, until then by the device's clock in unix seconds.
    """

    signed_in: bool
    wallet: Wallet | None
    offline: bool = False
    outdated: bool = False
    syncing: bool = False
    as_of: datetime | None = None
    clock_offset: float = 0.0
    waiting: tuple[Action, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    at_till: AtTill | None = None
    history: History | None = None
    settings: Settings = Settings()
    keeps: bool = True
    open_until: float | None = None

    @property
    def pending(self) -> int:
        """How many actions the server has not heard of yet."""
        return len(self.waiting)


@dataclass(frozen=True)
class ShownCode:
    """What to draw now; `changes_at` is in unix seconds on the device's own clock."""

    text: str
    step: int
    changes_at: float
