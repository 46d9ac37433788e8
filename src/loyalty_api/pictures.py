"""Pictures of offers, rewards, partners, stores and tiers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Image:
    """A picture of `width` by `height` pixels: what is at its `url` never changes.

    Both addresses begin at the API's own (RFC 3986, 4.2); at `small_url` is the same for lists, up to 480 pixels
    wide. `alt` says what is to be seen, in the member's language; `color` (`#RRGGBB`) is what it is mostly of.
    """

    url: str
    small_url: str
    width: int
    height: int
    alt: str
    color: str
