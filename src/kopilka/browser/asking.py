"""Asking the page for what this worker cannot do itself."""

import asyncio
from typing import Any

import js
from pyodide.ffi import create_proxy, to_js


async def asked(whom: str, order: str, *values: str) -> Any:
    """What `whom` of the page's `interpreter.js` answers to this order."""
    channel = js.MessageChannel.new()
    said = asyncio.get_running_loop().create_future()
    hear = create_proxy(lambda event: said.set_result(event.data))
    channel.port1.onmessage = hear
    told = to_js({whom: [order, *values]}, dict_converter=js.Object.fromEntries)
    js.postMessage(told, to_js([channel.port2]))
    try:
        return await said
    finally:
        channel.port1.close()
        hear.destroy()
