"""The published contract, made from the routes and read again from the package."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from loyalty_api.problems import Problem
from loyalty_server.face.answers import JSON, PROBLEM_JSON
from loyalty_server.face.bodies import Body
from loyalty_server.face.examples import exemplify
from loyalty_server.face.webhooks_told import TOLD, webhooks

SCHEMAS = "#/components/schemas/"
ANY_REFUSAL: Mapping[str, Any] = {
    "description": "A problem (RFC 9457); its `code` says which.",
    "content": {PROBLEM_JSON: {"schema": {"$ref": SCHEMAS + Problem.__name__}}},
}

REFUSALS: Final[Mapping[int | str, dict[str, Any]]] = {
    "4XX": dict(ANY_REFUSAL),
    "5XX": dict(ANY_REFUSAL),
}
ABOUT: Final = {
    "summary": "A loyalty programme's wallet and till.",
    "description": (
        "Times are RFC 3339 in UTC, points whole numbers, money whole minor units of its currency. "
        "Errors are problems (RFC 9457) with a stable `code`. A write that must not happen twice "
        "carries an `Idempotency-Key`: the same key gets the same answer again."
    ),
    "contact": {"name": "Kopilka"},
    "license": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
}
SERVERS: Final = [{"url": "/", "description": "The server that serves this document."}]
TAGS: Final = {
    "sign-in": "One-time codes, sessions, tokens, this device's credential.",
    "member": "The wallet as one snapshot, its history, what the member does with offers.",
    "account": "The member's own details, consents, preferences and devices.",
    "card": "The card on paper.",
    "passes": "The card in the phone's own wallet.",
    "privacy": "Everything about the member as a file, and erasure.",
    "events": "What changes, as Server-Sent Events.",
    "till": "Scans, purchases and refunds, with a till's key.",
    "join": "Joining by the receipt that was just paid.",
    "surveys": "Answers to surveys.",
    "rewards": "Points for rewards.",
    "promo codes": "Codes that members type.",
    "family": "Members whose cards use one account.",
    "referrals": "Friends who came by an invitation.",
    "contests": "Taking part in contests, and what is published of their draws.",
    "messages": "The thread with support, and news.",
    "claims": "Receipts paid without the card.",
    "operations": "Alive, ready, and this document.",
}


def describe(app: FastAPI, routers: Iterable[APIRouter]) -> dict[str, Any]:
    """The OpenAPI document of the application, with the bodies that our own codec reads."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        routes=app.routes,
        separate_input_output_schemas=False,  # else a decimal is always answered as a text
    )
    document["info"] |= ABOUT
    document["servers"] = SERVERS
    document["tags"] = [{"name": name, "description": about} for name, about in TAGS.items()]
    document["webhooks"] = webhooks(SCHEMAS)
    for operation in _operations(document):
        operation.setdefault("security", [])
    bodies: set[type] = set()
    for route in _routes_in(routers):
        for body in _bodies(route.dependant):
            bodies.add(body.kind)
            for method in route.methods or ():
                operation = document["paths"][route.path][method.lower()]
                operation["requestBody"] = _request_body(body.kind)
    schemas = document["components"]["schemas"] | _schemas(
        {Problem, *bodies, *(told.kind for told in TOLD)}
    )
    for kind in bodies:
        schemas[kind.__name__]["additionalProperties"] = False
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    for operation in _operations(document):
        exemplify(operation)
    return document


def _operations(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in document["paths"].values():
        yield from methods.values()


def _routes_in(routers: Iterable[APIRouter]) -> Iterator[APIRoute]:
    routes = (route for router in routers for route in router.routes)
    return (one for one in routes if isinstance(one, APIRoute) and one.include_in_schema)


def _bodies(dependant: Dependant) -> Iterator[Body[Any]]:
    if isinstance(dependant.call, Body):
        yield dependant.call
    for dependency in dependant.dependencies:
        yield from _bodies(dependency)


def _request_body(kind: type) -> dict[str, Any]:
    return {"required": True, "content": {JSON: {"schema": {"$ref": SCHEMAS + kind.__name__}}}}


def _schemas(kinds: Iterable[type]) -> dict[str, Any]:
    described: dict[str, Any] = {}
    for kind in kinds:
        schema = TypeAdapter(kind).json_schema(ref_template=SCHEMAS + "{model}")
        described |= schema.pop("$defs", {}) | {kind.__name__: schema}
    return described
