"""The card's codes, made on the device: no network, no fresh sign-in."""

import hmac
from collections.abc import Callable
from typing import Final

from kopilka.domain import NotKept, ShownCode, step_ends_at, step_now
from kopilka.local.device_key import DeviceKey, Message, Signed
from kopilka.repository.live_view import Known
from loyalty_api.card_code import (
    MANUAL_INFO,
    QR_INFO,
    CodeType,
    derive_key,
    manual_counter,
    manual_from_digest,
    unsigned_code,
    with_mac,
)

OPEN_SECONDS: Final = 120.0
"""For so long a device stays unlocked for spending: one purchase at a till with a queue."""


class CardCodes:
    """Both are None without a credential, or while the device does not give its key."""

    def __init__(self, device_key: DeviceKey, clock: Callable[[], float]) -> None:
        self._device_key = device_key
        self._clock = clock
        self._made: dict[CodeType, tuple[str, ShownCode]] = {}
        self._opened: tuple[bytes, float] | None = None

    @property
    def opened_by(self) -> bytes | None:
        """The key of the device's lock, while its owner has it open."""
        if self._opened is None or self._clock() >= self._opened[1]:
            return None
        return self._opened[0]

    def open(self, key: bytes) -> float:
        """Until then, in unix seconds, the codes that spend are made with this key."""
        until = self._clock() + OPEN_SECONDS
        self._opened = key, until
        self._made.clear()
        return until

    def close(self) -> None:
        """They are made with the device's own again."""
        self._opened = None
        self._made.clear()

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
        signed = await self._signed_code(known.kid, code_type, step)
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

    async def _signed_code(self, signed_in: str, code_type: CodeType, step: int) -> Signed | None:
        key = self.opened_by if code_type is CodeType.PAY else None
        if key is None:
            return await self._signed(
                signed_in, QR_INFO, lambda kid: unsigned_code(code_type, kid, step).encode()
            )
        try:
            held = await self._device_key.held(signed_in)
        except NotKept:
            return None
        if held is None:
            return None
        message = unsigned_code(code_type, held.kid, step).encode()
        return Signed(held.kid, hmac.digest(derive_key(key, QR_INFO), message, "sha256"))

    async def _signed(self, signed_in: str, info: bytes, message: Message) -> Signed | None:
        try:
            return await self._device_key.sign(signed_in, info, message)
        except NotKept:
            return None


def _shown(text: str, step: int, known: Known) -> ShownCode:
    return ShownCode(text, step, step_ends_at(step, known.offset))
