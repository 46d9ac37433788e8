"""Nothing of a request comes into the log by way of an error."""

from starlette.types import ASGIApp, Receive, Scope, Send

from loyalty_server.unforeseen import Unforeseen


class Discretion:
    """Lets an error out only as `Unforeseen`: whoever serves the application logs what comes out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, receive, send)
        except Exception as error:  # noqa: BLE001, this is the place for all of them
            raise Unforeseen(error) from None
