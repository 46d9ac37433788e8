"""`kopilka promo make`: a batch of single-use promo codes; they are printed here and nowhere else."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from kopilka_cli.database_option import add_database_option, database_of
from loyalty_server.keys import keys_in
from loyalty_server.offers.promo_codes import make_promo_codes
from loyalty_server.publishing import rules_at

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
    making.add_argument(
        "--keys", type=Path, default=Path("kopilka.key"), metavar="FILE", help="the server's secret"
    )
    making.set_defaults(run=_make)
    add_database_option(making)


def _make(chosen: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    if not 1 <= chosen.count <= MOST:
        print(f"1 to {MOST} codes can be made at once", file=sys.stderr)
        return 1
    with database_of(chosen).writing() as session:
        program = rules_at(session, now).program
        if chosen.promo not in {one.id for one in program.promo_codes if one.code is None}:
            print(f"the programme has no single-use promo code {chosen.promo!r}", file=sys.stderr)
            return 1
        codes = tuple(
            make_promo_codes(session, keys_in(chosen.keys), chosen.promo, chosen.count, now)
        )
    print("\n".join(codes))
    return 0
