"""What every engine must do, tried on a running one: `kopilka engine check`.

It needs a member whom it may change. What the engine cannot do is not tried, and is told as such.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

from loyalty_api.codec import Malformed, dumps, loads
from loyalty_api.history import EntryKind
from loyalty_api.offers import Activation
from loyalty_api.problems import ProblemCode
from loyalty_api.rewards import Reward
from loyalty_server.engines.port import Can, EngineAway, Person, Standing
from loyalty_server.engines.trial import (
    NOBODY,
    Fault,
    NotTried,
    Trial,
    require,
    require_nobody,
    require_refused,
)

GIVEN: Final = 7
AT_ONCE: Final = 4


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


def _finds(trial: Trial) -> None:
    require(trial.ref == trial.ref, "the same member has another reference each time")
    stranger = replace(trial.member, phone=None, email=f"{trial.unique()}@nobody.example")
    require(trial.engine.identify(stranger) is None, "a stranger is taken for somebody")


def _knows_nobody(trial: Trial) -> None:
    require_nobody(lambda: trial.standing(NOBODY), "standing")
    if Can.HISTORY in trial.engine.can:
        ask = trial.engine.history
        require_nobody(lambda: ask(NOBODY, None, None, trial.language), "history")
    if Can.GIVE in trial.engine.can:
        require_nobody(lambda: trial.engine.give(trial.key(), NOBODY, 1, "trial"), "give")


def _speaks_contract(trial: Trial) -> None:
    said = trial.standing()
    try:
        again = loads(Standing, dumps(said))
    except Malformed as fault:
        raise Fault(f"the standing is not of the contract: {fault}") from fault
    require(again == said, "the standing is not the same after it was sent")
    for name in ("offers", "coupons", "rewards", "challenges"):
        ids = [one.id for one in getattr(said, name)]
        require(len(ids) == len(set(ids)), f"two {name} have one id")


def _pages_history(trial: Trial) -> None:
    entries = trial.entries()
    times = [entry.at for entry in entries]
    require(times == sorted(times, reverse=True), "the history is not newest first")
    ids = [entry.id for entry in entries]
    require(len(ids) == len(set(ids)), "an entry is on two pages")
    for kind in EntryKind:
        of_kind = [entry.id for entry in entries if entry.kind is kind]
        told = [entry.id for entry in trial.entries(kind)]
        require(told == of_kind, f"asked for {kind.value} alone the history is another")
    bad = "no such cursor"
    require_refused(
        ProblemCode.INVALID, lambda: trial.engine.history(trial.ref, None, bad, trial.language)
    )


def _adds_up(trial: Trial) -> None:
    total = sum(entry.points for entry in trial.entries() if not entry.pending)
    said = trial.standing()
    told = said.balance + said.held
    require(total == told, f"the history adds up to {total}, and the balance is {told}")


def _gives_once(trial: Trial) -> None:
    ref, key, before = trial.ref, trial.key(), trial.standing().balance
    first = trial.engine.give(key, ref, GIVEN, "Trial")
    require(first == before + GIVEN, f"giving {GIVEN} to {before} answered {first}")
    again = trial.engine.give(key, ref, GIVEN, "Trial")
    after = trial.standing().balance
    require(after == before + GIVEN, f"given twice under one key: {before} became {after}")
    require(again == first, "the same key got another answer")


def _gives_once_at_once(trial: Trial) -> None:
    ref, key, before = trial.ref, trial.key(), trial.standing().balance
    with ThreadPoolExecutor(AT_ONCE) as threads:
        asked = [
            threads.submit(trial.engine.give, key, ref, GIVEN, "Trial") for _ in range(AT_ONCE)
        ]
        heard = [_heard(one.result) for one in asked]
    require(any(one is not None for one in heard), "nobody got an answer")
    after = trial.standing().balance
    require(after == before + GIVEN, f"one key at once from {AT_ONCE}: {before} became {after}")


def _heard(result: Callable[[], int]) -> int | None:
    """Who loses such a race may be told to ask again."""
    try:
        return result()
    except EngineAway:
        return None


def _refuses_rewards(trial: Trial) -> None:
    require_refused(
        ProblemCode.NOT_FOUND, lambda: trial.engine.redeem(trial.key(), trial.ref, NOBODY)
    )
    said = trial.standing()
    dear = [reward for reward in said.rewards if reward.points > said.balance]
    if not dear:
        raise NotTried("no reward costs more than the member has")
    redeem = trial.engine.redeem
    require_refused(
        ProblemCode.NOT_ENOUGH_POINTS, lambda: redeem(trial.key(), trial.ref, dear[0].id)
    )
    require(trial.standing().balance == said.balance, "a refused reward moved points")


def _redeems_once(trial: Trial) -> None:
    reward = _affordable(trial)
    ref, key, before = trial.ref, trial.key(), trial.standing()
    taken = trial.engine.redeem(key, ref, reward.id)
    require(taken.points == reward.points, "it cost other points than the reward says")
    again = trial.engine.redeem(key, ref, reward.id)
    after = trial.standing()
    left = before.balance - reward.points
    require(after.balance == left, f"{before.balance} less {reward.points} became {after.balance}")
    require(taken.balance == left, f"it answered {taken.balance}, and {left} are left")
    require(again.redemption_id == taken.redemption_id, "the same key is another redemption")
    new = {one.id for one in after.coupons} - {one.id for one in before.coupons}
    require(
        new == ({taken.coupon.id} if taken.coupon else set()), "the coupon is not in the standing"
    )


def _gives_back_once(trial: Trial) -> None:
    reward = _affordable(trial)
    ref, key, before = trial.ref, trial.key(), trial.standing().balance
    taken = trial.engine.redeem(trial.key(), ref, reward.id)
    for _ in range(2):
        trial.engine.give_back(key, ref, taken.redemption_id)
    after = trial.standing()
    require(after.balance == before, f"given back, {before} became {after.balance}")
    kept = taken.coupon and taken.coupon.id in {one.id for one in after.coupons}
    require(not kept, "the coupon of what was given back is still there")
    require_refused(ProblemCode.NOT_FOUND, lambda: trial.engine.give_back(trial.key(), ref, NOBODY))


def _applies_promo_once(trial: Trial) -> None:
    ref, before = trial.ref, trial.standing().balance
    wrong = trial.unique()[-12:].upper()
    require_refused(
        ProblemCode.PROMO_CODE_WRONG, lambda: trial.engine.apply_promo(trial.key(), ref, wrong)
    )
    if trial.promo is None:
        raise NotTried("name a code that may be used: --promo CODE")
    key, code = trial.key(), trial.promo
    first = trial.engine.apply_promo(key, ref, code)
    again = trial.engine.apply_promo(key, ref, code)
    after = trial.standing().balance
    require(after == before + first.points, f"{first.points} for {before} became {after}")
    require(again == first, "the same key got another answer")


def _activates(trial: Trial) -> None:
    require_refused(
        ProblemCode.NOT_FOUND,
        lambda: trial.engine.activate(trial.key(), trial.ref, NOBODY, trial.clock()),
    )
    asleep = (one for one in trial.standing().offers if one.activated_at is None)
    offer = next((one for one in asleep if one.activation is Activation.OPT_IN), None)
    if offer is None:
        raise NotTried("the member has no offer to activate")
    key, at = trial.key(), trial.clock()
    for _ in range(2):
        trial.engine.activate(key, trial.ref, offer.id, at)
    shown = next((one for one in trial.standing().offers if one.id == offer.id), None)
    require(shown is None or shown.activated_at is not None, "it was not activated")


def _shows_receipts(trial: Trial) -> None:
    ask = trial.engine.receipt
    require_refused(ProblemCode.NOT_FOUND, lambda: ask(trial.ref, NOBODY, trial.language))
    bought = next((one.purchase_id for one in trial.entries() if one.purchase_id), None)
    if bought is None:
        raise NotTried("no entry of the history is a purchase's")
    require(ask(trial.ref, bought, trial.language).id == bought, "another receipt was shown")


def _tells_of_changes(trial: Trial) -> None:
    begun = trial.engine.changed(None)
    require(not begun.refs, "a feed that begins now tells of earlier changes")
    trial.engine.give(trial.key(), trial.ref, GIVEN, "Trial")
    told = trial.engine.changed(begun.cursor)
    require(trial.ref in told.refs, "it does not tell of who was given points")
    require(trial.ref in trial.engine.changed(begun.cursor).refs, "asked again it forgot")
    rest = trial.engine.changed(told.cursor)
    require(not rest.refs, "it tells of a change again and again")


def _enrols_once(trial: Trial) -> None:
    key, ref, person = _enrolled(trial)
    require(trial.engine.enrol(key, person) == ref, "the same key enrolled somebody else")
    require(trial.engine.identify(person) == ref, "who was enrolled is not found")
    trial.standing(ref)
    if Can.ERASE in trial.engine.can:
        trial.engine.erase(trial.key(), ref)


def _erases(trial: Trial) -> None:
    _, ref, person = _enrolled(trial)
    key = trial.key()
    for _ in range(2):
        trial.engine.erase(key, ref)
    require(trial.engine.identify(person) is None, "who was erased is still found")
    require_nobody(lambda: trial.standing(ref), "standing of who was erased")


def _says_away(trial: Trial) -> None:
    if trial.away is None:
        raise NotTried("neither --engine-url nor --engine-file says where it could be cut off")
    ref = trial.ref
    try:
        trial.away().standing(ref, trial.clock(), trial.language)
    except EngineAway:
        return
    except Exception as error:
        raise Fault(f"cut off, it raises {type(error).__name__}, not EngineAway") from error
    raise Fault("cut off, it answers all the same")


CHECKS: Final = (
    Check("finds its members", frozenset(), _finds),
    Check("knows nobody by a wrong reference", frozenset(), _knows_nobody),
    Check("speaks the contract", frozenset(), _speaks_contract),
    Check("pages the history", frozenset({Can.HISTORY}), _pages_history),
    Check("gives once a key", frozenset({Can.GIVE}), _gives_once),
    Check("gives once a key at once", frozenset({Can.GIVE}), _gives_once_at_once),
    Check("refuses rewards in words", frozenset({Can.REWARDS}), _refuses_rewards),
    Check("redeems once a key", frozenset({Can.REWARDS}), _redeems_once),
    Check("gives back once", frozenset({Can.REWARDS, Can.GIVE_BACK}), _gives_back_once),
    Check("applies a promo code once", frozenset({Can.PROMO_CODES}), _applies_promo_once),
    Check("activates offers", frozenset({Can.OFFERS}), _activates),
    Check("shows receipts", frozenset({Can.HISTORY, Can.RECEIPTS}), _shows_receipts),
    Check("tells of changes", frozenset({Can.CHANGED, Can.GIVE}), _tells_of_changes),
    Check("enrols once a key", frozenset({Can.ENROL}), _enrols_once),
    Check("erases", frozenset({Can.ENROL, Can.ERASE}), _erases),
    Check("adds up", frozenset({Can.HISTORY}), _adds_up),
    Check("says when it is away", frozenset(), _says_away),
)
"""The balance is added up near the end, when points were moved in every way."""


def _enrolled(trial: Trial) -> tuple[str, str, Person]:
    mail = f"trial-{trial.unique()}@kopilka.example"
    person = Person(trial.unique(), None, mail, "Trial", "2900000000000")
    key = trial.key()
    return key, trial.engine.enrol(key, person), person


def _affordable(trial: Trial) -> Reward:
    """A reward that the member can take; points are given for it where the engine can."""
    said = trial.standing()
    with_coupon = [reward for reward in said.rewards if reward.charity is None]
    if not with_coupon:
        raise NotTried("there is no reward")
    reward = min(with_coupon, key=lambda one: one.points)
    lacking = reward.points - said.balance
    if lacking > 0 and Can.GIVE not in trial.engine.can:
        raise NotTried("the member has not enough points for any reward")
    if lacking > 0:
        trial.engine.give(trial.key(), trial.ref, lacking, "Trial")
    return reward
