"""The device where an app shows the page: what a browser cannot do the phone around it does."""

from base64 import b64encode
from dataclasses import replace
from enum import StrEnum
from typing import Final, Protocol

import flet as ft

from kopilka.ui.look.device import Traits, Wish
from kopilka.ui.look.flet_device import Around, FletDevice

BRIGHTEST: Final = 1.0
AS_MEMBER_SET_IT: Final = -1.0
ANY_FILE: Final = "application/octet-stream"


class Order(StrEnum):
    """The names of `walletDevice`'s methods (`assets/android/classes/Device.smali`)."""

    BRIGHTNESS = "brightness"
    AWAKE = "awake"
    TAP = "tap"
    GIVE = "give"
    SEND = "send"
    HIDDEN = Wish.HIDDEN.value
    OVER_LOCK = Wish.OVER_LOCK.value
    QUIET = Wish.QUIET.value


class Phone(Protocol):
    """Whoever carries an order to the phone; nothing comes back."""

    def ask(self, order: Order, *values: float | bool | str) -> None:
        """Tell the phone to do this."""


class PhoneDevice(FletDevice):
    """Flet's web device, but for the screen, the hand and files, which are the phone's."""

    def __init__(self, page: ft.Page, phone: Phone, around: Around | None = None) -> None:
        super().__init__(page, around=around)
        self._phone = phone

    async def traits(self) -> Traits:
        return replace(await super().traits(), can_brighten=True, in_app=True)

    async def stay_awake(self) -> None:
        self._kept_awake_by += 1
        self._phone.ask(Order.AWAKE, True)

    async def may_sleep(self) -> None:
        self._kept_awake_by -= 1
        if self._kept_awake_by <= 0:
            self._phone.ask(Order.AWAKE, False)

    async def brighten(self) -> None:
        self._phone.ask(Order.BRIGHTNESS, BRIGHTEST)

    async def give_brightness_back(self) -> None:
        self._phone.ask(Order.BRIGHTNESS, AS_MEMBER_SET_IT)

    async def wish(self, wish: Wish, on: bool) -> None:
        self._phone.ask(Order(wish.value), on)

    async def tap(self) -> None:
        self._phone.ask(Order.TAP)

    async def give_file(self, name: str, content: bytes) -> None:
        """Android asks the member where it is to be kept."""
        self._phone.ask(Order.GIVE, name, ANY_FILE, b64encode(content).decode())

    async def send_text(self, text: str) -> bool:
        """Android asks the member which app takes it."""
        self._phone.ask(Order.SEND, text)
        return True

    @property
    def can_send(self) -> bool:
        return True
