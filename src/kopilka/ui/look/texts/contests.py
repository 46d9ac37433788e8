"""Words about contests."""

from dataclasses import dataclass

from kopilka.ui.look.formats import Plural


@dataclass(frozen=True)
class ContestTexts:
    """What names a day takes `{day}`; own and winning numbers `{numbers}`, `won` the `{prize}`, `among` a `{count}`,
    what tells of the seed `{seed}`."""

    title: str
    enter: str
    entered: str
    enter_until: str
    own_numbers: str
    draws: str
    waits: str
    among: Plural
    won: str
    not_won: str
    winning: str
    seed: str
    seed_hash: str
    online_only: str
