"""The HTTP face put together: one application from its settings."""

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from loyalty_server.face import (
    auth_routes,
    event_routes,
    member_routes,
    operations,
    survey_routes,
    till_routes,
)
from loyalty_server.face.guard import SecurityHeaders
from loyalty_server.face.refusals import answer_problems
from loyalty_server.settings import ServerSettings

NOUNS = (auth_routes, member_routes, survey_routes, event_routes, till_routes, operations)
EXPOSED_HEADERS = ("ETag", "Date", "Link", "Retry-After")
REQUEST_HEADERS = (
    "Authorization",
    "Content-Type",
    "If-Match",
    "If-None-Match",
    "Idempotency-Key",
    "App-Version",
    "Last-Event-ID",
)


def create_app(settings: ServerSettings) -> FastAPI:
    """The loyalty API as an ASGI application; it holds no state but its settings."""
    app = FastAPI(title="Loyalty API", version="1", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.settings = settings
    for noun in NOUNS:
        app.include_router(noun.routes)
    answer_problems(app)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.allowed_origins,
        allow_credentials=True,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=REQUEST_HEADERS,
        expose_headers=EXPOSED_HEADERS,
    )
    app.add_middleware(SecurityHeaders)
    return app
