"""`kopilka till`: give tills, their displays and devices their keys, list them, take the keys away."""

import argparse
from datetime import UTC, datetime

from kopilka_cli.options.database import add_database_option, database_of
from kopilka_cli.options.keys import add_keys_option, keys_of
from kopilka_cli.terminal import complain, say
from loyalty_server.cashiers.devices import all_devices, offer_pairing, revoke_device
from loyalty_server.problems import Refused
from loyalty_server.till.tills import add_till, all_tills, display_key, revoke_till, take_returns


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka till add|display|list|returns|revoke|pair|devices|unpair`."""
    nouns = verbs.add_parser("till", help="tills and their keys").add_subparsers(
        metavar="VERB", required=True
    )
    adding = nouns.add_parser("add", help="print a new till's id and key; the key is shown once")
    adding.add_argument("store", help="the store's id in the programme file")
    adding.add_argument("name", help="what the cashiers call it")
    adding.set_defaults(run=_add)
    listing = nouns.add_parser(
        "list", help="id, store, name, whose goods it takes back, whether it is revoked"
    )
    listing.set_defaults(run=_list)
    revoking = nouns.add_parser("revoke", help="refuse this till from now on")
    revoking.add_argument("till", help="the till's id")
    revoking.set_defaults(run=_revoke)
    returns = nouns.add_parser("returns", help="which stores' goods this till takes back")
    returns.add_argument("till", help="the till's id")
    returns.add_argument("stores", choices=("own", "all"), help="its own store's, or every store's")
    returns.set_defaults(run=_returns)
    display = nouns.add_parser("display", help="print the key of the display beside a till")
    display.add_argument("till", help="the till's id")
    add_keys_option(display)
    display.set_defaults(run=_display)
    pairing = nouns.add_parser("pair", help="print a one-time code that makes a browser this till")
    pairing.add_argument("till", help="the till's id")
    add_keys_option(pairing)
    pairing.set_defaults(run=_pair)
    devices = nouns.add_parser("devices", help="paired devices: id, till, name, since when")
    devices.set_defaults(run=_devices)
    unpairing = nouns.add_parser("unpair", help="refuse this device from now on")
    unpairing.add_argument("device", help="the device's id")
    unpairing.set_defaults(run=_unpair)
    for verb in (adding, listing, revoking, returns, display, pairing, devices, unpairing):
        add_database_option(verb)


def _add(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen) as database, database.writing() as session:
            till = add_till(session, chosen.store, chosen.name, datetime.now(UTC))
    except Refused:
        complain(f"the programme has no store {chosen.store!r}")
        return 1
    say(f"{till.id} {till.key}")
    return 0


def _list(chosen: argparse.Namespace) -> int:
    with database_of(chosen) as database, database.reading() as session:
        for till in all_tills(session):
            revoked = f" revoked {till.revoked_at:%Y-%m-%d %H:%M}" if till.revoked_at else ""
            returns = " takes all returns" if till.takes_all_returns else ""
            say(f"{till.id} {till.store_id} {till.name}{returns}{revoked}")
    return 0


def _display(chosen: argparse.Namespace) -> int:
    """The key opens nothing where there is no such till."""
    with database_of(chosen) as database:
        say(display_key(keys_of(chosen, database), chosen.till))
    return 0


def _returns(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen) as database, database.writing() as session:
            take_returns(session, chosen.till, of_all_stores=chosen.stores == "all")
    except Refused:
        complain(f"there is no till {chosen.till!r}")
        return 1
    return 0


def _revoke(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen) as database, database.writing() as session:
            revoke_till(session, chosen.till, datetime.now(UTC))
    except Refused:
        complain(f"there is no till {chosen.till!r}")
        return 1
    return 0


def _pair(chosen: argparse.Namespace) -> int:
    """Good for ten minutes and for one device, at `/cashier` of the server."""
    try:
        with database_of(chosen) as database:
            keys = keys_of(chosen, database)
            with database.writing() as session:
                code = offer_pairing(session, keys, chosen.till, datetime.now(UTC))
    except Refused:
        complain(f"there is no till {chosen.till!r}")
        return 1
    say(code)
    return 0


def _devices(chosen: argparse.Namespace) -> int:
    with database_of(chosen) as database, database.reading() as session:
        for device in all_devices(session):
            gone = f" unpaired {device.revoked_at:%Y-%m-%d %H:%M}" if device.revoked_at else ""
            name = device.name or "?"
            say(
                f"{device.id} {device.till_id} {name} since {device.paired_at:%Y-%m-%d %H:%M}{gone}"
            )
    return 0


def _unpair(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen) as database, database.writing() as session:
            revoke_device(session, chosen.device, datetime.now(UTC))
    except Refused:
        complain(f"there is no device {chosen.device!r}")
        return 1
    return 0
