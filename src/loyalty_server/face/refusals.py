"""Every error of every route as a problem, never in a framework's own shape."""

from datetime import timedelta
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from loyalty_api.codec import Malformed
from loyalty_api.problems import ProblemCode
from loyalty_server.database.transactions import is_passing
from loyalty_server.face.answers import problem_answer
from loyalty_server.problems import Refused

RETRY_AFTER = timedelta(seconds=2)


def answer_problems(app: FastAPI) -> None:
    """Install the handlers."""
    app.exception_handler(Refused)(_refused)
    app.exception_handler(Malformed)(_malformed)
    app.exception_handler(RequestValidationError)(_invalid_parameters)
    app.exception_handler(HTTPException)(_refused_by_framework)
    app.exception_handler(SQLAlchemyError)(_database_failed)
    app.exception_handler(Exception)(_failed)


def invalid(path: str, what: str) -> Refused:
    """A refusal of one value; `path` says where, like `$.device.name`."""
    errors = [{"path": path, "what": what}]
    return Refused(ProblemCode.INVALID, detail=f"{path}: {what}", errors=errors)


async def _refused(_: Request, refusal: Refused) -> Response:
    return problem_answer(refusal)


async def _malformed(_: Request, error: Malformed) -> Response:
    return problem_answer(invalid(error.path, error.what))


async def _invalid_parameters(_: Request, error: RequestValidationError) -> Response:
    """An id that cannot be one belongs to nothing."""
    place, *path = error.errors()[0]["loc"]
    if place == "path":
        return problem_answer(Refused(ProblemCode.NOT_FOUND))
    return problem_answer(invalid(".".join(map(str, path)), error.errors()[0]["msg"]))


async def _refused_by_framework(_: Request, error: HTTPException) -> Response:
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            refusal = Refused(ProblemCode.NOT_FOUND)
        case HTTPStatus.METHOD_NOT_ALLOWED:
            refusal = Refused(ProblemCode.METHOD_NOT_ALLOWED)
        case _:
            refusal = Refused(ProblemCode.INVALID, detail=error.detail)
    response = problem_answer(refusal)
    response.headers.update(error.headers or {})
    return response


async def _database_failed(_: Request, error: SQLAlchemyError) -> Response:
    if not is_passing(error):
        raise error
    return problem_answer(Refused(ProblemCode.UNAVAILABLE, retry_after=RETRY_AFTER))


async def _failed(_: Request, __: Exception) -> Response:
    return problem_answer(Refused(ProblemCode.INTERNAL))
