"""Contract objects and problems as HTTP answers."""

from collections.abc import Mapping
from http import HTTPStatus
from math import ceil

from fastapi import Response

from loyalty_api.codec import dumps, encode
from loyalty_server.problems import Problem

JSON = "application/json"
PROBLEM_JSON = "application/problem+json"
SECRET = {"Cache-Control": "no-store"}
PERSONAL = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Accept-Language"}


def answer(
    value: object, status: int = HTTPStatus.OK, headers: Mapping[str, str] = PERSONAL
) -> Response:
    """A contract object as JSON."""
    return Response(dumps(value), status, headers, JSON)


def no_content(headers: Mapping[str, str] = SECRET) -> Response:
    """Done, and nothing to say (204)."""
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)


def problem_answer(problem: Problem) -> Response:
    """RFC 9457: `type` is `about:blank`, and the stable `code` says which refusal it is."""
    body = {
        "type": "about:blank",
        "title": problem.status.phrase,
        "status": problem.status.value,
        "code": problem.code,
        **({"detail": problem.detail} if problem.detail else {}),
        **{name: encode(value) for name, value in problem.members.items()},
    }
    return Response(dumps(body), problem.status, _problem_headers(problem), PROBLEM_JSON)


def _problem_headers(problem: Problem) -> dict[str, str]:
    headers = dict(SECRET)
    if problem.retry_after is not None:
        headers["Retry-After"] = str(max(1, ceil(problem.retry_after.total_seconds())))
    if problem.status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return headers
