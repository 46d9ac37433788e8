"""The phone around the page, where the Android app shows it."""

import js
from pyodide.ffi import to_js

from kopilka.ui.look.phone_device import Order


class PhoneAround:
    """Carries orders to the page, which has the app's `walletDevice`; this worker has it not."""

    def ask(self, order: Order, *values: float | bool | str) -> None:
        told = {"phone": [order.value, *values]}
        js.postMessage(to_js(told, dict_converter=js.Object.fromEntries))


def phone_around() -> PhoneAround | None:
    """The phone, or nothing in a browser."""
    return PhoneAround() if getattr(js, "onPhone", False) else None
