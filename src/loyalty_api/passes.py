"""The card in the phone's own wallet: how Google's save link comes, and GW1, the code that its pass shows.

```
GW1 kkkkkkkkkkkk tttttttttt dddddddd      33 characters, letters and digits only
 |  |            |          +- RFC 6238 with HMAC-SHA-1, 30 s, 8 digits, under the pass's own seed
 |  |            +- unix seconds at which the phone made it; the step is that divided by 30
 |  +- kid, 60 random bits in Crockford base32: the id of the pass's credential
 +- format and version
```

Google's wallet counts by TOTP with SHA-1 alone, so LW1 cannot rotate in it. GW1 earns only; window, one
use and an offline till's day are LW1's.
"""

import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from loyalty_api.card_code import (
    PREFIX,
    STEP_SECONDS,
    MalformedCode,
    canonical,
    kept,
    manual_counter,
    manual_from_digest,
)
from loyalty_api.keyboards import by_other_layout, in_russian

GW1: Final = "GW1"
KID_DIGITS: Final = 12
SEED_BYTES: Final = 20
"""What RFC 4226 recommends for SHA-1."""

_CODE: Final = re.compile(r"GW1([0-9A-HJKMNP-TV-Z]{12})(\d{10})(\d{8})", re.ASCII)
_LOOK_ALIKES: Final = str.maketrans("OIL", "011")


@dataclass(frozen=True)
class SaveLink:
    """Where the member saves the card to Google's wallet."""

    url: str


@dataclass(frozen=True)
class PassCode:
    """A parsed code: which pass made it, when, and its digits."""

    kid: str
    made_at: int
    digits: str

    @property
    def step(self) -> int:
        return self.made_at // STEP_SECONDS


def pass_pattern(kid: str) -> str:
    """The `valuePattern` by which Google's wallet makes the codes of this pass."""
    return f"{GW1}{kid}{{totp_timestamp_seconds}}{{totp_value_0}}"


def is_pass_code(raw: str) -> bool:
    """Whether a scanner read a code of this format, good or bad, and none of LW1."""
    text = canonical(raw)
    if text.startswith(PREFIX):
        return False
    return text.startswith(GW1) or any(_codes_in(raw))


def parse_pass_codes(raw: str) -> tuple[PassCode, ...]:
    """Canonicalise as LW1 is, and take apart; what it may be in other layouts of the keyboard stands behind.

    One of each pass, the likeliest: its digits may be guessed once a reading. Raises `MalformedCode`; says nothing
    about validity.
    """
    by_pass: dict[str, PassCode] = {}
    for code in _codes_in(raw):
        by_pass.setdefault(code.kid, code)
    if not by_pass:
        raise MalformedCode("not 33 characters that begin with GW1")
    return tuple(by_pass.values())


def parse_pass_code(raw: str) -> PassCode:
    """The likeliest of `parse_pass_codes`. Raises what that does."""
    return parse_pass_codes(raw)[0]


def _codes_in(raw: str) -> Iterator[PassCode]:
    for typed in (in_russian(raw), *by_other_layout(raw)):
        _, _, body = kept(typed).partition(GW1)
        if found := _CODE.fullmatch(GW1 + body.translate(_LOOK_ALIKES)):
            yield PassCode(found[1], int(found[2]), found[3])


def pass_digits(seed: bytes, step: int) -> str:
    """The 8 digits of one step (RFC 6238, SHA-1)."""
    return manual_from_digest(hmac.digest(seed, manual_counter(step), "sha1"))


def is_pass_authentic(code: PassCode, seed: bytes) -> bool:
    """Whether this seed made the code; takes the same time whatever the answer."""
    return hmac.compare_digest(pass_digits(seed, code.step), code.digits)
