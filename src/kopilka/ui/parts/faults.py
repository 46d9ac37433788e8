"""What went wrong, in the member's words."""

from collections.abc import Awaitable, Callable
from math import ceil

from kopilka.domain import NotKept, NotUnlocked, Refusal, Refused, SignedOut, Unreachable
from kopilka.ui.hooks.scene import Scene
from kopilka.ui.look.look import Look
from kopilka.ui.parts.spans import SECOND, span

Fault = Unreachable | SignedOut | Refused | NotKept | NotUnlocked


def worded(look: Look, fault: Fault) -> str:
    """A fault in words, with how long to wait when the server said so."""
    match fault:
        case Unreachable(code=None):
            return look.say.unreachable
        case SignedOut():
            return look.say.sign_in.session_ended
        case NotKept():
            return look.say.sign_in.not_kept
        case NotUnlocked(able=able):
            return look.say.lock.not_unlocked if able else look.say.lock.missing
        case Refused(code=str(code), retry_after=seconds):
            return _with_wait(look, look.say.problem(code), seconds)
        case Unreachable(code=str(code), retry_after=seconds):
            return _with_wait(look, look.say.problem(code), seconds)
    return look.say.common.failed


async def fault_of(look: Look, attempt: Callable[[], Awaitable[None]]) -> str:
    """Try it; what went wrong, in words, or nothing."""
    try:
        await attempt()
    except (Unreachable, SignedOut, Refused, NotKept, NotUnlocked) as fault:
        return worded(look, fault)
    return ""


def refusal_words(scene: Scene, refusal: Refusal) -> str:
    """Why the shop undid what was done, and how long there is still to wait before another try."""
    left = None if refusal.until is None else (refusal.until - scene.now).total_seconds()
    return _with_wait(scene.look, scene.look.say.problem(refusal.code), left)


def _with_wait(look: Look, words: str, seconds: float | None) -> str:
    if seconds is None or seconds <= 0:
        return words
    return f"{words}. {look.say.wait.format(span=span(look, seconds, SECOND, ceil))}"
