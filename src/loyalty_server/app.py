"""The HTTP face put together: one application from its settings."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache, partial
from operator import attrgetter
from typing import Any

import anyio
from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute

from loyalty_server.database.replicas import hear_replicas
from loyalty_server.desk.routes import ROUTERS as DESK
from loyalty_server.engines.outbox import send_gifts_to
from loyalty_server.face import cashier_page, operations
from loyalty_server.face.discretion import Discretion
from loyalty_server.face.guard import SecurityHeaders
from loyalty_server.face.media_types import OnlyJson
from loyalty_server.face.metrics import Metrics
from loyalty_server.face.observed import Observed
from loyalty_server.face.old_apps import OnlyAppsOfToday
from loyalty_server.face.openapi import REFUSALS, describe
from loyalty_server.face.plain_address import PlainAddress
from loyalty_server.face.refusals import REQUEST_ID, answer_problems
from loyalty_server.face.routes import (
    account,
    apple_device,
    auth,
    card,
    cashier,
    catalogue,
    choice,
    claim,
    contest,
    event,
    family,
    join,
    letter,
    member,
    message,
    passes,
    picture,
    place,
    privacy,
    promo,
    push,
    referral,
    reward,
    survey,
    till,
)
from loyalty_server.face.traces import UNSEEN, Traces
from loyalty_server.housekeeping import (
    deliver_codes,
    deliver_dispatches,
    deliver_notices,
    deliver_pushes,
    keep_house,
    keep_with_engine,
    tell_wallets,
)
from loyalty_server.passes.complaints import Complaints
from loyalty_server.settings import ServerSettings
from loyalty_server.sign_in.cookies import SECURE
from loyalty_server.unforeseen import keep_up

ROUTERS = tuple(
    noun.routes
    for noun in (
        auth,
        member,
        catalogue,
        account,
        push,
        card,
        passes,
        apple_device,
        privacy,
        event,
        till,
        cashier,
        cashier_page,
        join,
        survey,
        reward,
        promo,
        choice,
        picture,
        family,
        referral,
        message,
        letter,
        place,
        contest,
        claim,
        operations,
    )
)
EXPOSED_HEADERS = ("ETag", "Date", "Link", "Retry-After", REQUEST_ID)
REQUEST_HEADERS = (
    "Authorization",
    "Content-Type",
    "If-Match",
    "If-None-Match",
    "Idempotency-Key",
    "App-Version",
    "Last-Event-ID",
    "Unlock-Code",
)


@asynccontextmanager
async def _open(app: FastAPI) -> AsyncIterator[None]:
    """While the server is open it keeps house, hears its replicas and tells the outside what waits."""
    settings: ServerSettings = app.state.settings
    async with anyio.create_task_group() as lasting:
        lasting.start_soon(keep_up, partial(keep_house, settings))
        lasting.start_soon(keep_up, partial(hear_replicas, settings.database))
        lasting.start_soon(keep_up, partial(deliver_codes, settings))
        lasting.start_soon(keep_up, partial(deliver_notices, settings))
        lasting.start_soon(keep_up, partial(deliver_pushes, settings))
        lasting.start_soon(keep_up, partial(deliver_dispatches, settings))
        lasting.start_soon(keep_up, partial(tell_wallets, settings))
        lasting.start_soon(keep_up, partial(keep_with_engine, settings))
        yield
        lasting.cancel_scope.cancel()


def _without_routes() -> FastAPI:
    return FastAPI(
        title="Loyalty API",
        version="1",
        openapi_url=None,
        lifespan=_open,
        generate_unique_id_function=attrgetter("name"),
        responses=dict(REFUSALS),
    )


def api_routes() -> FastAPI:
    """The bare routes, enough to publish the contract."""
    app = _without_routes()
    for router in (*ROUTERS, *DESK):
        app.include_router(router)
    return app


@cache
def _routes() -> tuple[BaseRoute, ...]:
    """What each route asks for is worked out at its first request, once for all servers of a process."""
    return tuple(api_routes().routes)


@cache
def contract() -> dict[str, Any]:
    """The OpenAPI document, which `src/loyalty_api/openapi.json` publishes."""
    return describe(api_routes(), ROUTERS)


def create_app(
    settings: ServerSettings, metrics: Metrics | None = None, traces: Traces = UNSEEN
) -> FastAPI:
    """The loyalty API as an ASGI application; it holds no state but its settings.

    What it answers is counted in `metrics`, which somebody else shows to whoever may see them, and followed by `traces`.
    """
    app = _without_routes()
    app.router.routes.extend(_routes())
    send_gifts_to(settings.database, settings.engine)
    app.state.contract = contract()
    app.state.settings = settings
    app.state.readiness = operations.Readiness()
    app.state.complaints = Complaints()
    answer_problems(app)
    app.add_middleware(Discretion)
    app.add_middleware(OnlyJson)
    app.add_middleware(PlainAddress)
    app.add_middleware(OnlyAppsOfToday, oldest=settings.oldest_app)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.allowed_origins,
        allow_credentials=True,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=REQUEST_HEADERS,
        expose_headers=EXPOSED_HEADERS,
    )
    behind_tls = settings.public_url.startswith(SECURE)
    app.add_middleware(SecurityHeaders, behind_tls=behind_tls)
    app.add_middleware(Observed, metrics=metrics, traces=traces)
    return app
