"""The demo has one till, and every display that is opened stands beside it."""

from starlette.types import ASGIApp, Receive, Scope, Send

DISPLAY_EVENTS = "/v1/till/display/events"
AUTHORIZATION = b"authorization"


class DemoTillDisplays:
    """Brings the till's key to the display's events where the display has none of its own."""

    def __init__(self, app: ASGIApp, till_key: str) -> None:
        self.app = app
        self.authorization = (AUTHORIZATION, f"Bearer {till_key}".encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == DISPLAY_EVENTS:
            named = {name for name, _ in scope["headers"]}
            if AUTHORIZATION not in named:
                scope = {**scope, "headers": [*scope["headers"], self.authorization]}
        await self.app(scope, receive, send)
