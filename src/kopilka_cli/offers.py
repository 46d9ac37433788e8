"""`kopilka offers report`: what each offer did, and what personal offers change."""

import argparse
from dataclasses import astuple
from datetime import timedelta
from functools import partial
from itertools import chain

from kopilka_cli.options.database import database_as_it_is
from kopilka_cli.reports import add_report
from kopilka_cli.tables import print_table
from kopilka_cli.terminal import say
from loyalty_api.currencies import decimal_text
from loyalty_server.offers.held_out import Brought, brought_by_offers
from loyalty_server.offers.report import (
    GroupFigures,
    OfferFigures,
    group_figures,
    offer_figures,
)
from loyalty_server.programme.versions import rules_at
from loyalty_server.settings import utc_now

OFFERS = ("offer", "shown", "activated", "used", "points", "money off")
GROUPS = ("group", "members", "purchases each", "paid each")
BROUGHT = ("offer", "had it", "paid each", "held back", "paid each", "difference", "95 %")


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb `offers`."""
    shows = "shown, activated, used; members with and without personal offers"
    add_report(verbs, "offers", "what offers did", shows, 90, _report)


def _report(chosen: argparse.Namespace) -> int:
    now = utc_now()
    since = now - timedelta(days=chosen.days)
    with database_as_it_is(chosen) as database, database.reading() as session:
        program = rules_at(session, now).program
        in_money = partial(_with_money, program.currency)
        print_table(OFFERS, map(in_money, offer_figures(session)))
        say("")
        print_table(GROUPS, map(in_money, group_figures(session, program, since)))
        if brought := brought_by_offers(session, program, now):
            say("")
            print_table(BROUGHT, (_brought(program.currency, one) for one in brought))
        say("", f"money in {program.currency}")
    return 0


def _brought(currency: str, one: Brought) -> tuple[object, ...]:
    sides = ((side.size, _money(currency, side.mean)) for side in (one.with_it, one.without))
    row = one.offer, *chain.from_iterable(sides)
    if one.difference is None:
        return *row, "not enough yet", ""
    value, low, high = (_money(currency, amount) for amount in astuple(one.difference))
    return *row, value, f"{low} to {high}"


def _money(currency: str, minor_units: float) -> str:
    return decimal_text(round(minor_units), currency)


def _with_money(currency: str, figures: OfferFigures | GroupFigures) -> tuple[object, ...]:
    """A row whose last cell is money, out of minor units."""
    *rest, minor = astuple(figures)
    return (*rest, _money(currency, minor))
