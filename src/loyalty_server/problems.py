"""Refusals: the one exception the server's rooms raise, with its stable code and HTTP status."""

from collections.abc import Mapping
from http import HTTPStatus

from loyalty_api.problems import ProblemCode

STATUS: Mapping[ProblemCode, HTTPStatus] = {
    ProblemCode.INVALID: HTTPStatus.BAD_REQUEST,
    ProblemCode.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ProblemCode.METHOD_NOT_ALLOWED: HTTPStatus.METHOD_NOT_ALLOWED,
    ProblemCode.UNAUTHENTICATED: HTTPStatus.UNAUTHORIZED,
    ProblemCode.FORBIDDEN: HTTPStatus.FORBIDDEN,
    ProblemCode.RATE_LIMITED: HTTPStatus.TOO_MANY_REQUESTS,
    ProblemCode.UPGRADE_REQUIRED: HTTPStatus.UPGRADE_REQUIRED,
    ProblemCode.BODY_TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    ProblemCode.UNSUPPORTED_MEDIA_TYPE: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    ProblemCode.PRECONDITION_FAILED: HTTPStatus.PRECONDITION_FAILED,
    ProblemCode.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    ProblemCode.INTERNAL: HTTPStatus.INTERNAL_SERVER_ERROR,
    ProblemCode.ADDRESS_UNREACHABLE: HTTPStatus.BAD_REQUEST,
    ProblemCode.SIGN_IN_CODE_WRONG: HTTPStatus.FORBIDDEN,
    ProblemCode.SIGN_IN_CODE_EXPIRED: HTTPStatus.FORBIDDEN,
    ProblemCode.REFRESH_REFUSED: HTTPStatus.UNAUTHORIZED,
    ProblemCode.FRESH_SIGN_IN_REQUIRED: HTTPStatus.FORBIDDEN,
    ProblemCode.UNLOCK_REQUIRED: HTTPStatus.FORBIDDEN,
    ProblemCode.IDEMPOTENCY_KEY_REQUIRED: HTTPStatus.BAD_REQUEST,
    ProblemCode.IDEMPOTENCY_KEY_REUSED: HTTPStatus.UNPROCESSABLE_ENTITY,
    ProblemCode.CODE_MALFORMED: HTTPStatus.BAD_REQUEST,
    ProblemCode.CODE_INVALID: HTTPStatus.FORBIDDEN,
    ProblemCode.DEVICE_REVOKED: HTTPStatus.FORBIDDEN,
    ProblemCode.TILL_RATE_LIMITED: HTTPStatus.TOO_MANY_REQUESTS,
}
"""Every code that is not here answers 409: the request is well formed, the state forbids it."""


class Refused(Exception):
    """The request cannot be granted; `extra` are further members of the problem's body.

    What the transaction has changed is undone, unless the refusal itself `is_remembered`
    (a bad code counted against its till, a purchase found to have expired).
    """

    def __init__(self, code: ProblemCode, *, is_remembered: bool = False, **extra: object) -> None:
        super().__init__(str(code))
        self.code = code
        self.status = STATUS.get(code, HTTPStatus.CONFLICT)
        self.is_remembered = is_remembered
        self.extra = extra
