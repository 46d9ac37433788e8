"""Every error of every route as a problem, never in a framework's own shape."""

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from loyalty_api.malformed import Malformed
from loyalty_api.problems import ProblemCode
from loyalty_server.database.passing import is_passing
from loyalty_server.face.answers import problem_answer
from loyalty_server.face.etags import IF_MATCH
from loyalty_server.face.keyed_call import IDEMPOTENCY_KEY
from loyalty_server.problems import Refused

REQUEST_ID: Final = "Request-Id"
RETRY_AFTER = timedelta(seconds=2)
ABSENT: Final[Mapping[str, ProblemCode]] = {
    IDEMPOTENCY_KEY: ProblemCode.IDEMPOTENCY_KEY_REQUIRED,
    IF_MATCH: ProblemCode.PRECONDITION_FAILED,
}
"""The refusals of requests without a header that they need."""


def answer_problems(app: FastAPI) -> None:
    """Install the handlers."""
    app.exception_handler(Refused)(_refused)
    app.exception_handler(Malformed)(_malformed)
    app.exception_handler(RequestValidationError)(_invalid_parameters)
    app.exception_handler(HTTPException)(_refused_by_framework)
    app.exception_handler(ClientDisconnect)(_gone)
    app.exception_handler(SQLAlchemyError)(_database_failed)
    app.exception_handler(Exception)(_failed)


def invalid(path: str, what: str) -> Refused:
    """A refusal of one value; `path` says where, like `$.device.name`."""
    errors = [{"path": path, "what": what}]
    return Refused(ProblemCode.INVALID, detail=f"{path}: {what}", errors=errors)


def _said(request: Request, refusal: Refused) -> Response:
    """The refusal as an answer; who counts requests finds its code with the request."""
    request.state.problem = refusal.code
    return problem_answer(refusal)


async def _refused(request: Request, refusal: Refused) -> Response:
    return _said(request, refusal)


async def _malformed(request: Request, error: Malformed) -> Response:
    return _said(request, invalid(error.path, error.what))


async def _invalid_parameters(request: Request, error: RequestValidationError) -> Response:
    """An id that cannot be one belongs to nothing."""
    first = error.errors()[0]
    match first["loc"], first["type"]:
        case ("path", *_), _:
            refusal = Refused(ProblemCode.NOT_FOUND)
        case ("header", name), ("missing" | "string_too_short") if name in ABSENT:
            refusal = Refused(ABSENT[name])
        case (_, *path), _:
            refusal = invalid(".".join(map(str, path)), first["msg"])
    return _said(request, refusal)


async def _refused_by_framework(request: Request, error: HTTPException) -> Response:
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            refusal = Refused(ProblemCode.NOT_FOUND)
        case HTTPStatus.METHOD_NOT_ALLOWED:
            refusal = Refused(ProblemCode.METHOD_NOT_ALLOWED)
        case _:
            refusal = Refused(ProblemCode.INVALID, detail=error.detail)
    response = _said(request, refusal)
    response.headers.update(error.headers or {})
    return response


async def _database_failed(request: Request, error: SQLAlchemyError) -> Response:
    if not is_passing(error):
        raise error
    return _said(request, Refused(ProblemCode.UNAVAILABLE, retry_after=RETRY_AFTER))


async def _gone(_: Request, __: Exception) -> Response:
    """Who went away in the middle of a body hears nothing, and there is nothing to log."""
    return problem_answer(Refused(ProblemCode.INVALID))


async def _failed(request: Request, __: Exception) -> Response:
    """Answered outside of everything else, so the request's id is put here."""
    response = _said(request, Refused(ProblemCode.INTERNAL))
    response.headers[REQUEST_ID] = request.state.request_id
    return response
