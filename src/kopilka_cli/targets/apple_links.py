"""Links of the host that an iPhone opens in the app: what the host says of the app, and the app of the host."""

import json
import plistlib
from typing import Final

from kopilka_cli.targets.settings import App

ASSOCIATION: Final = "apple-app-site-association"
ENTITLEMENTS: Final = "Runner.entitlements"
_OF_THE_SERVER: Final = ("/v1/*", "/cashier", "/cashier/*", "/desk", "/desk/*")
"""Pages of the host that no wallet has."""


def association(app: App) -> str:
    """What the server answers at `/.well-known/apple-app-site-association`."""
    elsewhere = [{"/": path, "exclude": True} for path in _OF_THE_SERVER]
    opened = {"appIDs": [f"{app.ios_team}.{app.bundle}"], "components": [*elsewhere, {"/": "*"}]}
    return json.dumps({"applinks": {"details": [opened]}}, indent=2) + "\n"


def entitlements(app: App) -> str:
    """What the app may, which its profile must allow too: "Associated Domains"."""
    domains = {"com.apple.developer.associated-domains": [f"applinks:{app.host}"]}
    return plistlib.dumps(domains).decode()
