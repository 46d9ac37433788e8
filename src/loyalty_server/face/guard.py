"""The security headers of every answer of the API."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
ONLY_TLS = {"Strict-Transport-Security": "max-age=63072000"}
"""For two years (RFC 6797); this host alone, because others of the domain are not ours to speak for."""


class SecurityHeaders:
    """Adds what an answer has not said itself (OWASP Secure Headers): a page served by the same
    process brings a content policy of its own."""

    def __init__(self, app: ASGIApp, *, behind_tls: bool = False) -> None:
        """`behind_tls`: shoppers come by https, and their browsers are to come by nothing else."""
        self.app = app
        self.headers = SECURITY_HEADERS | (ONLY_TLS if behind_tls else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_guarded)
