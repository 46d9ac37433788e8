"""What an engine does: points, rewards, offers and members change once a key, whoever asks again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from loyalty_api.offers import Activation
from loyalty_api.problems import ProblemCode
from loyalty_api.rewards import Reward
from loyalty_server.engines.port import Can, EngineAway, Person
from loyalty_server.engines.trial import (
    NOBODY,
    NotTried,
    Trial,
    require,
    require_nobody,
    require_refused,
)

GIVEN: Final = 7
AT_ONCE: Final = 4


def gives_once(trial: Trial) -> None:
    ref, key, before = trial.ref, trial.key(), trial.standing().balance
    first = trial.engine.give(key, ref, GIVEN, "Trial")
    require(first == before + GIVEN, f"giving {GIVEN} to {before} answered {first}")
    again = trial.engine.give(key, ref, GIVEN, "Trial")
    after = trial.standing().balance
    require(after == before + GIVEN, f"given twice under one key: {before} became {after}")
    require(again == first, "the same key got another answer")


def gives_once_at_once(trial: Trial) -> None:
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


def applies_promo_once(trial: Trial) -> None:
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


def activates(trial: Trial) -> None:
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


def tells_of_changes(trial: Trial) -> None:
    begun = trial.engine.changed(None)
    require(not begun.refs, "a feed that begins now tells of earlier changes")
    trial.engine.give(trial.key(), trial.ref, GIVEN, "Trial")
    told = trial.engine.changed(begun.cursor)
    require(trial.ref in told.refs, "it does not tell of who was given points")
    require(trial.ref in trial.engine.changed(begun.cursor).refs, "asked again it forgot")
    rest = trial.engine.changed(told.cursor)
    require(not rest.refs, "it tells of a change again and again")


def refuses_rewards(trial: Trial) -> None:
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


def redeems_once(trial: Trial) -> None:
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


def gives_back_once(trial: Trial) -> None:
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


def enrols_once(trial: Trial) -> None:
    key, ref, person = _enrolled(trial)
    require(trial.engine.enrol(key, person) == ref, "the same key enrolled somebody else")
    require(trial.engine.identify(person) == ref, "who was enrolled is not found")
    trial.standing(ref)
    if Can.ERASE in trial.engine.can:
        trial.engine.erase(trial.key(), ref)


def erases(trial: Trial) -> None:
    _, ref, person = _enrolled(trial)
    key = trial.key()
    for _ in range(2):
        trial.engine.erase(key, ref)
    require(trial.engine.identify(person) is None, "who was erased is still found")
    require_nobody(lambda: trial.standing(ref), "standing of who was erased")


def _enrolled(trial: Trial) -> tuple[str, str, Person]:
    mail = f"trial-{trial.unique()}@kopilka.example"
    person = Person(trial.unique(), None, mail, "Trial", "2900000000000")
    key = trial.key()
    return key, trial.engine.enrol(key, person), person
