"""The wallet's request as wallets put it, read without FastAPI: its reading of six parameters takes longer than the
answer to who has the newest already. Whatever is put otherwise goes its way, errors too.
"""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute

from loyalty_api.models import SHOWN_AT_MOST
from loyalty_api.surveys.needs import ASKS_AT_MOST, asks_heard
from loyalty_server.face.asking import language_of, now_of, settings_of
from loyalty_server.face.member_desk import MemberDesk
from loyalty_server.face.wallet_answers import wallet_answer
from loyalty_server.sign_in.access import Asker, asker_of

BEARER: Final = "bearer"
MOST: Final[Mapping[str | None, int | None]] = {
    None: None,
    **{str(most): most for most in range(1, SHOWN_AT_MOST + 1)},
}
"""How many a wallet asks for at most, as it is plainly written."""
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class WalletRoute(APIRoute):
    """`GET /v1/wallet`."""

    def get_route_handler(self) -> Handler:
        """That of FastAPI, for what is not plainly asked."""
        otherwise = super().get_route_handler()

        async def handler(request: Request) -> Response:
            asked = request.query_params
            asker, asks, most = await _asker(request), asked.get("asks"), asked.get("most")
            if asker is None or len(asks or "") > ASKS_AT_MOST or most not in MOST:
                return await otherwise(request)
            return await run_in_threadpool(
                wallet_answer,
                MemberDesk(await settings_of(request), asker, await now_of(request)),
                await language_of(request),
                asks_heard(asks),
                MOST[most],
                request.headers.get("if-none-match"),
            )

        return handler


async def _asker(request: Request) -> Asker | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != BEARER:
        return None
    return asker_of((await settings_of(request)).keys, token, await now_of(request))
