"""What was answered to a question, and how it is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from loyalty_api.surveys.models import Choice


@dataclass(frozen=True)
class Reply:
    """The answer so far, the words beside it, and how to change it: say something else, say one part
    of it, take one choice more or less, write beside it.
    """

    given: object
    say: Callable[[object], object]
    say_part: Callable[[str, object], object]
    flip: Callable[[Choice], object]
    beside: str
    write_beside: Callable[[object], object]

    @property
    def parts(self) -> Mapping[str, object]:
        """What was answered in each row or field."""
        return self.given if isinstance(self.given, Mapping) else {}

    @property
    def taken(self) -> tuple[object, ...]:
        """The choices that were taken."""
        if isinstance(self.given, tuple | list):
            return tuple(self.given)
        return () if self.given is None else (self.given,)
