"""A member's review of a visit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

WORST: Final = 1
BEST: Final = 5
LONGEST_REVIEW: Final = 2000
"""Characters of a review's text, at most."""


@dataclass(frozen=True)
class Review:
    """How a visit was, 1 to 5, in as many words as the member likes; the latest by `at` holds. Where it is
    `public` the shop may show the words to others, without who said them.

    Body of `PUT /v1/purchases/{id}/review`, and what the receipt then carries.
    """

    rating: int
    at: datetime
    text: str = ""
    public: bool = False
