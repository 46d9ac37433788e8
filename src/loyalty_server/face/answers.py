"""Contract objects and refusals as HTTP answers."""

from collections.abc import Mapping
from datetime import timedelta
from http import HTTPStatus
from math import ceil

from fastapi import Response

from loyalty_api.codec import dumps
from loyalty_server.problems import Refused

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


def problem_answer(refusal: Refused) -> Response:
    """RFC 9457: `type` is `about:blank`, and the stable `code` says which refusal it is.

    A `retry_after` (a duration) becomes the header of that name.
    """
    body = {
        "type": "about:blank",
        "title": refusal.status.phrase,
        "status": refusal.status.value,
        "code": refusal.code,
        **{name: value for name, value in refusal.extra.items() if name != "retry_after"},
    }
    return Response(dumps(body), refusal.status, _headers(refusal), PROBLEM_JSON)


def _headers(refusal: Refused) -> dict[str, str]:
    headers = dict(SECRET)
    match refusal.extra.get("retry_after"):
        case timedelta() as wait:
            headers["Retry-After"] = str(max(1, ceil(wait.total_seconds())))
    if refusal.status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return headers
