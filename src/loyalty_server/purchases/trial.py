"""Explains what a programme would do with a basket, rule by rule, for the person who writes the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loyalty_api.codec import Malformed
from loyalty_api.receipts import Line
from loyalty_server.programme.program import Level, Program
from loyalty_server.purchases.earning import burn_limit, judge


@dataclass(frozen=True)
class Trial:
    """A basket on a day, for a member of this tier (of the lowest without one)."""

    lines: tuple[Line, ...]
    tier: str | None
    burn: int
    day: date


def explain(program: Program, trial: Trial) -> Sequence[str]:
    """The explanation, line by line.

    Raises `Malformed` for more burned than may be, `LookupError` for a tier that is not there.
    """
    level = _level(program, trial.tier)
    limit = burn_limit(program, level, trial.lines)
    if not 0 <= trial.burn <= limit:
        raise Malformed("burn", f"0 to {limit} points may pay for this basket")
    offers = tuple(offer for offer in program.offers if offer.is_on(trial.day))
    verdict = judge(program, level, trial.lines, trial.burn, offers)
    total = sum(line.amount for line in trial.lines)
    return (
        f"{trial.day}  {level.name}  total {_money(program, total)}",
        *(f"{effect.points:+7d}  {effect.rule}: {effect.text}" for effect in verdict.breakdown),
        *(() if verdict.breakdown else ("  no rule has an effect",)),
        f"{verdict.will_earn:7d}  points earned",
        f"{trial.burn:7d}  points burned of {limit} that may be",
        f"to pay {_money(program, verdict.to_pay)}, discount {_money(program, verdict.discount)}",
    )


def _level(program: Program, tier: str | None) -> Level:
    if tier is None:
        return program.tiers.levels[0]
    ids = [level.id for level in program.tiers.levels]
    if tier not in ids:
        raise LookupError(f"there is no tier {tier!r}; the tiers are {', '.join(ids)}")
    return program.tiers.level(tier)


def _money(program: Program, minor_units: int) -> str:
    return f"{minor_units / 100:.2f} {program.currency}"
