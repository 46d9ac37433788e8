"""`kopilka claims`: receipts paid without the card that the shop has to decide on."""

import argparse
from datetime import UTC, datetime

from kopilka_cli.options.database import add_database_option, database_of
from kopilka_cli.tables import print_table
from kopilka_cli.terminal import complain, say
from loyalty_server.problems import Refused
from loyalty_server.purchases.receipt_claims import grant_claim, refuse_claim, waiting_claims

HEAD = ("claim", "member", "receipt", "paid", "total")


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka claims list|grant|refuse`."""
    nouns = verbs.add_parser("claims", help="receipts paid without the card").add_subparsers(
        metavar="VERB", required=True
    )
    listing = nouns.add_parser("list", help="what waits for a decision")
    listing.set_defaults(run=_list)
    granting = nouns.add_parser("grant", help="give the receipt's points")
    granting.set_defaults(run=_grant)
    refusing = nouns.add_parser("refuse", help="refuse, and write to the member why")
    refusing.set_defaults(run=_refuse)
    for verb in (granting, refusing):
        verb.add_argument("claim", help="the claim's id")
    refusing.add_argument("why", help="what the member reads")
    for verb in (listing, granting, refusing):
        add_database_option(verb)


def _list(chosen: argparse.Namespace) -> int:
    with database_of(chosen) as database, database.reading() as session:
        print_table(
            HEAD,
            (
                (row.id, row.member_id, row.receipt_id, f"{row.paid_at:%Y-%m-%d %H:%M}", row.total)
                for row in waiting_claims(session)
            ),
        )
    return 0


def _grant(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen) as database, database.writing() as session:
            points = grant_claim(session, chosen.claim, datetime.now(UTC))
    except Refused as refusal:
        return _complain(chosen, refusal)
    say(f"{points} points given")
    return 0


def _refuse(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen) as database, database.writing() as session:
            refuse_claim(session, chosen.claim, chosen.why, datetime.now(UTC))
    except Refused as refusal:
        return _complain(chosen, refusal)
    return 0


def _complain(chosen: argparse.Namespace, refusal: Refused) -> int:
    complain(f"claim {chosen.claim!r}: {refusal.code}")
    return 1
