"""`kopilka ledger`: check the invariants, sweep what has run out, correct with two approvals."""

import argparse
import sys
from datetime import UTC, datetime, timedelta

from kopilka_cli.database_option import add_database_option, database_of
from loyalty_server.checks.invariants import CHECKS, broken_invariants
from loyalty_server.database.transactions import Database
from loyalty_server.migrations import NotTodaysSchema, require_todays_schema
from loyalty_server.points.adjustments import approve, propose
from loyalty_server.problems import Refused
from loyalty_server.sweep import sweep

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
    approving = nouns.add_parser("approve", help="approve one; it is applied by the second person")
    approving.add_argument("adjustment", help="what `propose` printed")
    approving.set_defaults(run=_approve)
    for verb in (proposing, approving):
        verb.add_argument("--by", required=True, metavar="PERSON", help="who says so")
    for verb in (check, sweeping, proposing, approving):
        add_database_option(verb)


def _check(chosen: argparse.Namespace) -> int:
    """Changes nothing, the schema neither."""
    swept_at = datetime.now(UTC) - SWEPT_WITHIN
    database = Database(chosen.database_url)
    try:
        require_todays_schema(database)
    except NotTodaysSchema as fault:
        print(f"not checked: {fault}", file=sys.stderr)
        return 1
    with database.reading() as session:
        broken = broken_invariants(session, swept_at)
    database.engine.dispose()
    for invariant in broken:
        print(f"broken: {invariant.invariant}", file=sys.stderr)
        for row in invariant.rows[:ROWS_SHOWN]:
            print(f"  {row}", file=sys.stderr)
        if len(invariant.rows) > ROWS_SHOWN:
            print(f"  and {len(invariant.rows) - ROWS_SHOWN} more", file=sys.stderr)
    if not broken:
        print(f"{len(CHECKS) + 1} invariants hold")
    return 1 if broken else 0


def _sweep(chosen: argparse.Namespace) -> int:
    swept = sweep(database_of(chosen), datetime.now(UTC))
    print(f"{swept.purchases} purchases expired, {swept.members} members brought up to date")
    return 0


def _propose(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen).writing() as session:
            adjustment = propose(
                session, chosen.member, chosen.points, chosen.reason, chosen.by, datetime.now(UTC)
            )
    except ValueError as fault:
        print(fault, file=sys.stderr)
        return 1
    except Refused:
        print(f"there is no member {chosen.member!r}", file=sys.stderr)
        return 1
    print(adjustment)
    return 0


def _approve(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen).writing() as session:
            is_applied = approve(session, chosen.adjustment, chosen.by, datetime.now(UTC))
    except Refused:
        print(f"there is no adjustment {chosen.adjustment!r}", file=sys.stderr)
        return 1
    print("applied" if is_applied else "approved; another person's approval is needed")
    return 0
