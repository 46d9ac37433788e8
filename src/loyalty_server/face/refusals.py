"""Every error of every route as a problem, never in a framework's own shape."""

from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from loyalty_api.codec import Malformed
from loyalty_api.problems import ProblemCode
from loyalty_server.face.answers import problem_answer
from loyalty_server.problems import Problem

_CODE_OF_STATUS: Final = {
    HTTPStatus.NOT_FOUND: ProblemCode.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED: ProblemCode.METHOD_NOT_ALLOWED,
}


def answer_problems(app: FastAPI) -> None:
    """Install the handlers."""
    app.add_exception_handler(Problem, _refused)
    app.add_exception_handler(Malformed, _malformed)
    app.add_exception_handler(RequestValidationError, _invalid_parameters)
    app.add_exception_handler(HTTPException, _refused_by_framework)
    app.add_exception_handler(Exception, _failed)


def invalid(path: str, what: str) -> Problem:
    """A refusal of one value; `path` says where, like `$.device.name`."""
    return Problem(
        ProblemCode.INVALID, f"{path}: {what}", errors=[{"path": path, "what": what}]
    )


async def _refused(_: Request, refusal: Exception) -> Response:
    assert isinstance(refusal, Problem)  # noqa: S101
    return problem_answer(refusal)
