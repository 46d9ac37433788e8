"""What went wrong, in the member's words."""

from collections.abc import Awaitable, Callable
from typing import Final

from kopilka.domain import NotKept, Refused, SignedOut, Unreachable
from kopilka.ui.look import Look

Fault = Unreachable | SignedOut | Refused | NotKept

MINUTE: Final = 60.0


def worded(look: Look, fault: Fault) -> str:
    """A fault in words, with how long to wait when the server said so."""
    match fault:
        case Unreachable(code=None):
            return look.say.unreachable
        case SignedOut():
            return look.say.sign_in.session_ended
        case NotKept():
            return look.say.sign_in.not_kept
        case Refused(code=str(code), retry_after=seconds):
            return _with_wait(look, look.say.problem(code), seconds)
        case Unreachable(code=str(code), retry_after=seconds):
            return _with_wait(look, look.say.problem(code), seconds)
    return look.say.common.failed


async def fault_of(look: Look, attempt: Callable[[], Awaitable[None]]) -> str:
    """Try it; what went wrong, in words, or nothing."""
    try:
        await attempt()
    except (Unreachable, SignedOut, Refused, NotKept) as fault:
        return worded(look, fault)
    return ""


def _with_wait(look: Look, words: str, seconds: float | None) -> str:
    if seconds is None:
        return words
    count, forms = max(1, round(seconds)), look.say.wait_seconds
    if seconds >= MINUTE:
        count, forms = round(seconds / MINUTE), look.say.wait_minutes
    return f"{words}. {look.write.plural(count, forms).format(count=count)}"
