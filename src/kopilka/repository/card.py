"""The card's codes, made on the device: no network, no fresh sign-in."""

from collections.abc import Callable

from kopilka.domain import NotKept, ShownCode, step_ends_at, step_now
from kopilka.local.device_key import DeviceKey, Message, Signed
from kopilka.repository.live_view import Known
from loyalty_api.card_code import (
    MANUAL_INFO,
    QR_INFO,
    CodeType,
    manual_counter,
    manual_from_digest,
    unsigned_code,
    with_mac,
)


class CardCodes:
    """Both are None without a credential, or while the device does not give its key."""

    def __init__(self, device_key: DeviceKey, clock: Callable[[], float]) -> None:
        self._device_key = device_key
        self._clock = clock
        self._made: dict[CodeType, tuple[str, ShownCode]] = {}

    def at_hand(self, known: Known, code_type: CodeType) -> ShownCode | None:
        """The code of this moment when it has been made already; nothing is asked of the device."""
        signed_in, made = self._made.get(code_type, (None, None))
        if made is None or known.kid is None or known.kid != signed_in:
            return None
        return made if made.step == step_now(self._clock(), known.offset) else None

    async def code(self, known: Known, code_type: CodeType) -> ShownCode | None:
        """LW1 (see `loyalty_api.card_code`)."""
        if known.kid is None:
            return None
        step = step_now(self._clock(), known.offset)
        signed = await self._signed(
            known.kid, QR_INFO, lambda kid: unsigned_code(code_type, kid, step).encode()
        )
        if signed is None:
            return None
        text = with_mac(unsigned_code(code_type, signed.kid, step), signed.digest)
        made = _shown(text, step, known)
        self._made[code_type] = known.kid, made
        return made

    async def manual(self, known: Known) -> ShownCode | None:
        """Eight digits for the cashier to type (RFC 6238)."""
        if known.kid is None:
            return None
        step = step_now(self._clock(), known.offset)
        signed = await self._signed(known.kid, MANUAL_INFO, lambda _: manual_counter(step))
        return _shown(manual_from_digest(signed.digest), step, known) if signed else None

    async def _signed(self, signed_in: str, info: bytes, message: Message) -> Signed | None:
        try:
            return await self._device_key.sign(signed_in, info, message)
        except NotKept:
            return None


def _shown(text: str, step: int, known: Known) -> ShownCode:
    return ShownCode(text, step, step_ends_at(step, known.offset))
