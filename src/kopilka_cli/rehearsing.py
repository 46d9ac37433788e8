"""`kopilka program rehearse`: what a file would have done to the purchases of the last four weeks."""

import argparse
from collections.abc import Iterator

from kopilka_cli.options.database import add_database_option, database_as_it_is
from kopilka_cli.tables import print_table
from kopilka_cli.terminal import say
from loyalty_api.currencies import decimal_text
from loyalty_server.programme.file import read_program
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_at
from loyalty_server.purchases.past_baskets import past_baskets
from loyalty_server.purchases.rehearsal import AHEAD, Month, OfferSums, beside
from loyalty_server.settings import utc_now

HEAD = ("of these purchases", "rules in force", "this file")
OFFERS = ("offer", "uses", "by this file", "points", "by this file", "off", "by this file")


def add_rehearsal(
    nouns: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> argparse.ArgumentParser:
    """Add the verb; returns its parser."""
    rehearsing = nouns.add_parser(
        "rehearse", help="judge the purchases of the last four weeks by it; nothing is written"
    )
    rehearsing.set_defaults(run=_rehearse)
    add_database_option(rehearsing)
    return rehearsing


def _rehearse(chosen: argparse.Namespace) -> int:
    now = utc_now()
    program = read_program(chosen.file)
    with database_as_it_is(chosen) as database, database.reading() as session:
        held = rules_at(session, now).program
        past = past_baskets(session, held, now - AHEAD, now)
    month = beside(held, program, past)
    say(f"{month.baskets} of {month.of} purchases, money in {program.currency}")
    print_table(HEAD, _sums(month, program))
    print_table(OFFERS, _offers(month, program))
    for title in month.after.left_out:
        say(f"not judged, since it looks at what no purchase has told yet: {title}")
    return 0


def _sums(month: Month, program: Program) -> Iterator[tuple[str, object, object]]:
    one, other = month.before.sums, month.after.sums

    def money(minor_units: int) -> str:
        return decimal_text(minor_units, program.currency)

    yield "full price", money(one.full), money(other.full)
    yield "off", money(one.off), money(other.off)
    yield "points earned", one.earned, other.earned
    yield "what these can pay", money(one.worth), money(other.worth)
    yield "points paid", one.burned, other.burned
    yield "given, % of the price", 100 * one.given, 100 * other.given


def _offers(month: Month, program: Program) -> Iterator[tuple[object, ...]]:
    """Those of either, the file's first."""
    before, after = month.before.offers, month.after.offers
    for offer in {**after, **before}:
        one, other = before.get(offer, OfferSums()), after.get(offer, OfferSums())
        off = (decimal_text(each.money, program.currency) for each in (one, other))
        yield offer, one.uses, other.uses, one.points, other.points, *off
