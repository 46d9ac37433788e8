"""What an engine tells: of its members, in the contract's words, the same from every side."""

from dataclasses import replace

from loyalty_api.codec import dumps, loads
from loyalty_api.history import EntryKind
from loyalty_api.malformed import Malformed
from loyalty_api.problems import ProblemCode
from loyalty_server.engines.port import Can, EngineAway, Standing
from loyalty_server.engines.trial import (
    NOBODY,
    Fault,
    NotTried,
    Trial,
    require,
    require_nobody,
    require_refused,
)


def finds(trial: Trial) -> None:
    require(trial.ref == trial.ref, "the same member has another reference each time")
    stranger = replace(trial.member, phone=None, email=f"{trial.unique()}@nobody.example")
    require(trial.engine.identify(stranger) is None, "a stranger is taken for somebody")


def knows_nobody(trial: Trial) -> None:
    require_nobody(lambda: trial.standing(NOBODY), "standing")
    if Can.HISTORY in trial.engine.can:
        ask = trial.engine.history
        require_nobody(lambda: ask(NOBODY, None, None, trial.language), "history")
    if Can.GIVE in trial.engine.can:
        require_nobody(lambda: trial.engine.give(trial.key(), NOBODY, 1, "trial"), "give")


def speaks_contract(trial: Trial) -> None:
    said = trial.standing()
    try:
        again = loads(Standing, dumps(said))
    except Malformed as fault:
        raise Fault(f"the standing is not of the contract: {fault}") from fault
    require(again == said, "the standing is not the same after it was sent")
    for name in ("offers", "coupons", "rewards", "challenges"):
        ids = [one.id for one in getattr(said, name)]
        require(len(ids) == len(set(ids)), f"two {name} have one id")


def pages_history(trial: Trial) -> None:
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


def adds_up(trial: Trial) -> None:
    total = sum(entry.points for entry in trial.entries() if not entry.pending)
    said = trial.standing()
    told = said.balance + said.held
    require(total == told, f"the history adds up to {total}, and the balance is {told}")


def shows_receipts(trial: Trial) -> None:
    ask = trial.engine.receipt
    require_refused(ProblemCode.NOT_FOUND, lambda: ask(trial.ref, NOBODY, trial.language))
    bought = next((one.purchase_id for one in trial.entries() if one.purchase_id), None)
    if bought is None:
        raise NotTried("no entry of the history is a purchase's")
    require(ask(trial.ref, bought, trial.language).id == bought, "another receipt was shown")


def says_away(trial: Trial) -> None:
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
