"""What can go wrong, named by its remedy: try later, sign in, tell the member, make room."""

from collections.abc import Mapping

from loyalty_api.models import Consent


class Unreachable(Exception):
    """Later: keep everything and try again. `retry_after` is what the server asked for, in seconds.

    `code` is the problem's, when the server answered with one that only puts off.
    """

    def __init__(self, why: str, retry_after: float | None = None, code: str | None = None) -> None:
        super().__init__(why)
        self.retry_after = retry_after
        self.code = code


class SignedOut(Exception):
    """The session has ended: keep everything and ask the member to sign in."""


class Refused(Exception):
    """The server understood and said no: tell the member, by `code` (see `ProblemCode`).

    `retry_after` is in seconds; `extra` holds the problem's own members (RFC 9457, 3.2); `consents`
    is what a new member has to be asked when `code` is `consents_required`.
    """

    def __init__(
        self,
        code: str,
        status: int,
        retry_after: float | None = None,
        extra: Mapping[str, object] | None = None,
        consents: tuple[Consent, ...] = (),
    ) -> None:
        super().__init__(f"{status} {code}")
        self.code = code
        self.status = status
        self.retry_after = retry_after
        self.extra = extra or {}
        self.consents = consents


class NotKept(Exception):
    """This device could not keep or read it: its storage is full, denied or broken."""


class NotUnlocked(Exception):
    """The device's owner did not unlock it, or its key is gone: ask again, or sign in anew.

    A device that is not `able` gives no key to anybody.
    """

    def __init__(self, why: str, *, able: bool = True) -> None:
        super().__init__(why)
        self.able = able
