"""What each engine has here of what the wallet would like to have; `test_what_engines_can` asks them."""

from collections.abc import Mapping

EVERYWHERE = {
    "channels between pages",
    "database",
    "garbage-collected WebAssembly",
    "key signs",
    "locks",
    "module workers",
    "service worker",
    "streamed answers",
}
"""Without these the wallet does not start, or only as a page."""

BESIDE: Mapping[str, set[str]] = {
    "chromium": {
        "install prompt",
        "push",
        "storage that is not evicted",
        "vibration",
        "wake lock",
        "WebGL 2",
    },
    "webkit": {"WebGL 2"},
    "firefox": {"push", "storage that is not evicted", "wake lock"},
}

TEXT_WITHIN: Mapping[str, int] = {"webkit": 2, "firefox": 1}
"""CSS pixels by which text of the page and of the app may differ: WebKitGTK hints what a page writes, and so widens it."""
