"""`kopilka promo make`: a batch of single-use promo codes; they are printed here and nowhere else."""

import argparse
from datetime import UTC, datetime

from kopilka_cli.options.database import add_database_option, database_of
from kopilka_cli.options.keys import add_keys_option, keys_of
from kopilka_cli.terminal import complain, say
from loyalty_server.offers.promo_codes import make_promo_codes
from loyalty_server.programme.versions import rules_at

MOST = 100_000


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka promo make`."""
    making = (
        verbs.add_parser("promo", help="promo codes")
        .add_subparsers(metavar="VERB", required=True)
        .add_parser("make", help="print new single-use codes; only their keyed hashes are kept")
    )
    making.add_argument(
        "promo", metavar="ID", help="of `[[promo_codes]]` without a code of its own"
    )
    making.add_argument("--count", type=int, default=1, metavar="N")
    add_keys_option(making)
    making.set_defaults(run=_make)
    add_database_option(making)


def _make(chosen: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    if not 1 <= chosen.count <= MOST:
        complain(f"1 to {MOST} codes can be made at once")
        return 1
    with database_of(chosen) as database:
        keys = keys_of(chosen, database)
        with database.reading() as session:
            program = rules_at(session, now).program
        if chosen.promo not in {one.id for one in program.promo_codes if one.code is None}:
            complain(f"the programme has no single-use promo code {chosen.promo!r}")
            return 1
        with database.writing() as session:
            codes = tuple(make_promo_codes(session, keys, chosen.promo, chosen.count, now))
    say(*codes)
    return 0
