"""What the screens may ask of the wallet."""

from collections.abc import Callable

from kopilka.domain import Settings, ShownCode, View
from loyalty_api.actions import Action
from loyalty_api.card_code import CodeType
from loyalty_api.models import Device, EntryKind, History, Purchase
from loyalty_api.sign_in import CodeSent, GrantedConsent


class Repository:
    """View, act, sync, listen. Screens draw `view` and call the verbs; none of them sees HTTP or SQL.

    Every verb that asks the server may raise `SignedOut` beside what it names.
    """

    @property
    def view(self) -> View:
        """What to draw now."""
        raise NotImplementedError

    def subscribe(self, listener: Callable[[View], None]) -> Callable[[], None]:
        """Call the listener with every new view; the answer ends it."""
        raise NotImplementedError

    async def open(self) -> None:
        """Make the view from what this device keeps. No network."""
        raise NotImplementedError

    async def run(self) -> None:
        """Keep in step with the server until cancelled: sync, listen, wait, again."""
        raise NotImplementedError

    async def sync(self) -> None:
        """Send what waits, oldest first, and fetch the snapshot. Never raises `Unreachable`."""
        raise NotImplementedError

    async def act(self, action: Action) -> None:
        """Do something offline-safe: kept and seen at once, told to the server in the background."""
        raise NotImplementedError

    async def card_code(self, code_type: CodeType) -> ShownCode | None:
        """The card's code of this moment, made on the device; None without a credential."""
        raise NotImplementedError

    async def manual_code(self) -> ShownCode | None:
        """The eight digits for a cashier to type; None without a credential."""
        raise NotImplementedError

    async def send_code(self, address: str) -> CodeSent:
        """Send a one-time code to a phone (E.164) or an e-mail. Raises `Unreachable`, `Refused`."""
        raise NotImplementedError

    async def sign_in(
        self, challenge_id: str, code: str, consents: tuple[GrantedConsent, ...] = ()
    ) -> None:
        """Open a session here. Raises `Unreachable`, `Refused`; a new member without the required
        consents is refused by `consents_required`, with the texts in `Refused.consents`."""
        raise NotImplementedError

    async def sign_out(self) -> None:
        """Wipe this device at once and tell the server when it can be reached."""
        raise NotImplementedError

    async def more_history(self, cursor: str | None, kind: EntryKind | None) -> History:
        """A page of the ledger, newest first. Raises `Unreachable`."""
        raise NotImplementedError

    async def purchase(self, purchase_id: str) -> Purchase:
        """A receipt; one that was seen before is had offline too. Raises `Unreachable`, `Refused`."""
        raise NotImplementedError

    async def devices(self) -> tuple[Device, ...]:
        """Where the member is signed in. Raises `Unreachable`."""
        raise NotImplementedError

    async def sign_out_device(self, device_id: str) -> None:
        """End the session of another device. Raises `Unreachable`, `Refused`."""
        raise NotImplementedError

    async def change_settings(self, settings: Settings) -> None:
        """Keep what the member chose on this device."""
        raise NotImplementedError

    def forget_refusals(self) -> None:
        """The member has read them."""
        raise NotImplementedError

    def forget_at_till(self) -> None:
        """The member has seen what the till did."""
        raise NotImplementedError
