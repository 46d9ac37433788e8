"""`kopilka cashier`: give cashiers their PINs, take them away, and tell what each of them did."""

import argparse
from datetime import UTC, datetime, timedelta

from kopilka_cli.days import day_given, days_given
from kopilka_cli.options.database import add_database_option, database_of
from kopilka_cli.options.keys import add_keys_option, keys_of
from kopilka_cli.terminal import complain, say
from loyalty_server.cashiers.deeds import deeds
from loyalty_server.cashiers.staff import add_cashier, all_cashiers, give_pin, revoke_cashier
from loyalty_server.problems import Refused
from loyalty_server.tables import CashierDeedRow


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka cashier add|list|pin|revoke|did`."""
    nouns = verbs.add_parser(
        "cashier", help="who stands at the tills, and what each did"
    ).add_subparsers(metavar="VERB", required=True)
    adding = nouns.add_parser("add", help="print a new cashier's id and PIN; it is shown once")
    adding.add_argument("store", help="the store's id in the programme file")
    adding.add_argument("name", help="what stands on the page they sign in at")
    adding.set_defaults(run=_add)
    listing = nouns.add_parser("list", help="id, store, name, whether they are revoked")
    listing.set_defaults(run=_list)
    renewing = nouns.add_parser("pin", help="print another PIN; the one before is worth nothing")
    renewing.set_defaults(run=_pin)
    revoking = nouns.add_parser("revoke", help="refuse this cashier from now on")
    revoking.set_defaults(run=_revoke)
    for verb in (renewing, revoking):
        verb.add_argument("cashier", help="the cashier's id")
    telling = nouns.add_parser(
        "did", help="when, who, what, the receipt, money in minor units, points"
    )
    telling.add_argument("--cashier", metavar="ID", help="only what this one did")
    telling.add_argument("--day", type=day_given, help="the first day, UTC (today)")
    telling.add_argument(
        "--days", type=days_given, default=1, metavar="NUMBER", help="so many days (1)"
    )
    telling.set_defaults(run=_did)
    for verb in (adding, renewing):
        add_keys_option(verb)
    for verb in (adding, listing, renewing, revoking, telling):
        add_database_option(verb)


def _add(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen) as database:
            keys = keys_of(chosen, database)
            with database.writing() as session:
                new = add_cashier(session, keys, chosen.store, chosen.name, datetime.now(UTC))
    except Refused:
        complain(f"the programme has no store {chosen.store!r}")
        return 1
    except ValueError as fault:
        complain(fault)
        return 1
    say(f"{new.id} {new.pin}")
    return 0


def _list(chosen: argparse.Namespace) -> int:
    with database_of(chosen) as database, database.reading() as session:
        for one in all_cashiers(session):
            revoked = f" revoked {one.revoked_at:%Y-%m-%d %H:%M}" if one.revoked_at else ""
            say(f"{one.id} {one.store_id} {one.name}{revoked}")
    return 0


def _pin(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen) as database:
            keys = keys_of(chosen, database)
            with database.writing() as session:
                pin = give_pin(session, keys, chosen.cashier)
    except Refused:
        return _nobody(chosen)
    say(pin)
    return 0


def _revoke(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen) as database, database.writing() as session:
            revoke_cashier(session, chosen.cashier, datetime.now(UTC))
    except Refused:
        return _nobody(chosen)
    return 0


def _nobody(chosen: argparse.Namespace) -> int:
    complain(f"there is no cashier {chosen.cashier!r}")
    return 1


def _did(chosen: argparse.Namespace) -> int:
    day = chosen.day or datetime.now(UTC).date()
    since = datetime(day.year, day.month, day.day, tzinfo=UTC)
    until = since + timedelta(days=chosen.days)
    with database_of(chosen) as database, database.reading() as session:
        names = {one.id: one.name for one in all_cashiers(session)}
        for row in deeds(session, since, until, chosen.cashier):
            say(_line(row, names))
    return 0


def _line(row: CashierDeedRow, names: dict[str, str]) -> str:
    parts = [f"{row.happened_at:%Y-%m-%d %H:%M:%S}", names[row.cashier_id], row.kind.value]
    if row.receipt_id:
        parts.append(f"receipt {row.receipt_id}")
    amounts = (("money", row.money), ("earned", row.earned), ("burned", row.burned))
    parts += [f"{name} {amount}" for name, amount in amounts if amount]
    if row.sent_by:
        parts.append(f"sent {row.at:%H:%M:%S} by {names[row.sent_by]}")
    elif row.at != row.happened_at:
        parts.append(f"sent {row.at:%H:%M:%S}")
    return " ".join(parts)
