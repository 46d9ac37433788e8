"""Words about contests."""

from dataclasses import dataclass

from kopilka.ui.look.formats import Plural


@dataclass(frozen=True)
class ContestTexts:
    """What names a day takes `{day}`; own and winning numbers `{numbers}`, how many there are `{count}`, `won` the
    `{prize}`, `by_sum` the `{sum}`, what tells of the seed `{seed}`."""

    title: str
    enter: str
    entered: str
    numbers: Plural
    by_sum: str
    by_any: str
    enter_until: str
    own_numbers: Plural
    draws: str
    waits: str
    among: Plural
    won: str
    not_won: str
    winning: str
    why_fair: str
    promise: str
    seed_hash: str
    check: str
    fair: str
    unfair: str
    seed: str
    online_only: str
