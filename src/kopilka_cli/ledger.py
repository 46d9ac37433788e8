"""`kopilka ledger`: check the invariants, sweep what has run out, correct with two approvals."""

import argparse
from datetime import UTC, datetime, timedelta

from kopilka_cli.options.database import add_database_option, database_as_it_is, database_of
from kopilka_cli.options.operator import add_operator_option, key_of
from kopilka_cli.terminal import complain, say
from loyalty_api.problems import ProblemCode
from loyalty_server.checks.invariants import CHECKS, broken_invariants
from loyalty_server.operators.deeds import note_deed
from loyalty_server.operators.people import operator_of
from loyalty_server.points.adjustments import approve, propose
from loyalty_server.problems import Refused
from loyalty_server.settings import utc_now
from loyalty_server.sweep import sweep
from loyalty_server.tables.operator import DeedKind

ROWS_SHOWN = 20
SWEPT_WITHIN = timedelta(hours=1)


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka ledger check|sweep|propose|approve`."""
    nouns = verbs.add_parser("ledger", help="check and correct the points").add_subparsers(
        metavar="VERB", required=True
    )
    check = nouns.add_parser("check", help="say which invariants do not hold; 1 if any")
    check.set_defaults(run=_check)
    sweeping = nouns.add_parser("sweep", help="expire and mature what is due now")
    sweeping.set_defaults(run=_sweep)
    proposing = nouns.add_parser("propose", help="propose an adjustment of a member's points")
    proposing.add_argument("member", help="the member's id")
    proposing.add_argument("points", type=int, help="points to give, or to take when below zero")
    proposing.add_argument("--reason", required=True, help="what the member reads")
    proposing.set_defaults(run=_propose)
    approving = nouns.add_parser(
        "approve", help="approve one; it is applied by the second operator"
    )
    approving.add_argument("adjustment", help="what `propose` printed")
    approving.set_defaults(run=_approve)
    for verb in (proposing, approving):
        add_operator_option(verb)
    for verb in (check, sweeping, proposing, approving):
        add_database_option(verb)


def _check(chosen: argparse.Namespace) -> int:
    """Changes nothing, the schema neither."""
    swept_at = datetime.now(UTC) - SWEPT_WITHIN
    with database_as_it_is(chosen) as database, database.reading() as session:
        broken = broken_invariants(session, swept_at)
    for invariant in broken:
        complain(f"broken: {invariant.invariant}")
        for row in invariant.rows[:ROWS_SHOWN]:
            complain(f"  {row}")
        if len(invariant.rows) > ROWS_SHOWN:
            complain(f"  and {len(invariant.rows) - ROWS_SHOWN} more")
    if not broken:
        say(f"{len(CHECKS) + 1} invariants hold")
    return 1 if broken else 0


def _sweep(chosen: argparse.Namespace) -> int:
    with database_of(chosen) as database:
        swept = sweep(database, utc_now)
    say(f"{swept.purchases} purchases expired, {swept.members} members brought up to date")
    return 0


def _propose(chosen: argparse.Namespace) -> int:
    try:
        key = key_of(chosen)
        with database_of(chosen) as database, database.writing() as session:
            operator, now = operator_of(session, key), datetime.now(UTC)
            adjustment = propose(
                session, chosen.member, chosen.points, chosen.reason, operator, now
            )
            asked = DeedKind.ASK_CORRECTION
            note_deed(session, operator.id, asked, adjustment, now, points=chosen.points)
    except (ValueError, OSError) as fault:
        complain(fault)
        return 1
    except Refused as refusal:
        return _refused(refusal, f"there is no member {chosen.member!r}")
    say(adjustment)
    return 0


def _approve(chosen: argparse.Namespace) -> int:
    try:
        key = key_of(chosen)
        with database_of(chosen) as database, database.writing() as session:
            operator, now = operator_of(session, key), datetime.now(UTC)
            is_applied = approve(session, chosen.adjustment, operator, now)
            kind = DeedKind.APPROVE_CORRECTION
            note_deed(session, operator.id, kind, chosen.adjustment, now, applied=is_applied)
    except (ValueError, OSError) as fault:
        complain(fault)
        return 1
    except Refused as refusal:
        return _refused(refusal, f"there is no adjustment {chosen.adjustment!r}")
    say("applied" if is_applied else "approved; another operator's approval is needed")
    return 0


def _refused(refusal: Refused, nothing_there: str) -> int:
    is_stranger = refusal.code is ProblemCode.UNAUTHENTICATED
    complain("this key is no operator's; see `kopilka operator`" if is_stranger else nothing_there)
    return 1
