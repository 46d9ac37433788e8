"""The published contract, made from the routes and read again from the package."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from loyalty_api.problems import Problem
from loyalty_server.face.answers import JSON, PROBLEM_JSON
from loyalty_server.face.bodies import Body

SCHEMAS = "#/components/schemas/"
ANY_REFUSAL: Mapping[str, Any] = {
    "description": "A problem (RFC 9457); its `code` says which.",
    "content": {PROBLEM_JSON: {"schema": {"$ref": SCHEMAS + Problem.__name__}}},
}


def describe(app: FastAPI, routers: Iterable[APIRouter]) -> dict[str, Any]:
    """The OpenAPI document of the application, with the bodies that our own codec reads."""
    document = get_openapi(title=app.title, version=app.version, routes=app.routes)
    bodies: set[type] = set()
    for route in _routes_in(routers):
        for body in _bodies(route.dependant):
            bodies.add(body.kind)
            for method in route.methods or ():
                operation = document["paths"][route.path][method.lower()]
                operation["requestBody"] = _request_body(body.kind)
    schemas = document["components"]["schemas"] | _schemas({Problem, *bodies})
    for kind in bodies:
        schemas[kind.__name__]["additionalProperties"] = False
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    return document


def _routes_in(routers: Iterable[APIRouter]) -> Iterator[APIRoute]:
    return (route for router in routers for route in router.routes if isinstance(route, APIRoute))


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
