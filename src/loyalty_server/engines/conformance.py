"""What every engine must do, tried on a running one: `kopilka engine check`.

It needs a member whom it may change. What the engine cannot do is not tried, and is told as such.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from loyalty_server.engines import checks_of_doing, checks_of_telling
from loyalty_server.engines.port import Can
from loyalty_server.engines.trial import Fault, NotTried, Trial


@dataclass(frozen=True)
class Check:
    """One rule, tried where the engine can do all of what it `needs`."""

    name: str
    needs: frozenset[Can]
    look: Callable[[Trial], None]


@dataclass(frozen=True)
class Finding:
    """What came of one check; `kept` is None where it was not tried."""

    check: str
    kept: bool | None
    told: str = ""


def tried(trial: Trial, checks: "Sequence[Check] | None" = None) -> Iterator[Finding]:
    """Every check, one after the other; a fault of one keeps none of the others."""
    for check in checks or CHECKS:
        if lacking := check.needs - trial.engine.can:
            yield Finding(
                check.name, None, f"the engine's `can` lacks {', '.join(sorted(lacking))}"
            )
            continue
        try:
            check.look(trial)
        except NotTried as missing:
            yield Finding(check.name, None, str(missing))
        except Exception as fault:  # noqa: BLE001, whatever the engine raised is a finding
            told = str(fault) if isinstance(fault, Fault) else f"{type(fault).__name__}: {fault}"
            yield Finding(check.name, False, told)
        else:
            yield Finding(check.name, True)


CHECKS: Final = (
    Check("finds its members", frozenset(), checks_of_telling.finds),
    Check("knows nobody by a wrong reference", frozenset(), checks_of_telling.knows_nobody),
    Check("speaks the contract", frozenset(), checks_of_telling.speaks_contract),
    Check("pages the history", frozenset({Can.HISTORY}), checks_of_telling.pages_history),
    Check("gives once a key", frozenset({Can.GIVE}), checks_of_doing.gives_once),
    Check("gives once a key at once", frozenset({Can.GIVE}), checks_of_doing.gives_once_at_once),
    Check("refuses rewards in words", frozenset({Can.REWARDS}), checks_of_doing.refuses_rewards),
    Check("redeems once a key", frozenset({Can.REWARDS}), checks_of_doing.redeems_once),
    Check(
        "gives back once", frozenset({Can.REWARDS, Can.GIVE_BACK}), checks_of_doing.gives_back_once
    ),
    Check(
        "applies a promo code once",
        frozenset({Can.PROMO_CODES}),
        checks_of_doing.applies_promo_once,
    ),
    Check("activates offers", frozenset({Can.OFFERS}), checks_of_doing.activates),
    Check(
        "shows receipts", frozenset({Can.HISTORY, Can.RECEIPTS}), checks_of_telling.shows_receipts
    ),
    Check("tells of changes", frozenset({Can.CHANGED, Can.GIVE}), checks_of_doing.tells_of_changes),
    Check("enrols once a key", frozenset({Can.ENROL}), checks_of_doing.enrols_once),
    Check("erases", frozenset({Can.ENROL, Can.ERASE}), checks_of_doing.erases),
    Check("adds up", frozenset({Can.HISTORY}), checks_of_telling.adds_up),
    Check("says when it is away", frozenset(), checks_of_telling.says_away),
)
"""The balance is added up near the end, when points were moved in every way."""
