"""`kopilka partners report`: what the programme and each partner owe each other for a month."""

import argparse
from datetime import date

from kopilka_cli.options.database import add_database_option, database_as_it_is
from kopilka_cli.tables import print_table
from kopilka_cli.terminal import say
from loyalty_api.currencies import decimal_text
from loyalty_server.calendar_days import plus_months
from loyalty_server.programme.versions import rules_at
from loyalty_server.purchases.settlement import Settlement, settlements
from loyalty_server.settings import utc_now

HEAD = (
    "partner",
    "purchases",
    "paid",
    "earned",
    "burned",
    "partner owes",
    "programme owes",
    "to programme",
)


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb `partners`."""
    nouns = verbs.add_parser("partners", help="partners and their settlement").add_subparsers(
        metavar="WHAT", required=True
    )
    report = nouns.add_parser("report", help="a month's points at partners, and what they cost")
    report.add_argument("--month", type=_month, help="like 2026-11 (the last whole month)")
    report.set_defaults(run=_report)
    add_database_option(report)


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError("a month like 2026-11 is needed") from None


def _report(chosen: argparse.Namespace) -> int:
    now = utc_now()
    with database_as_it_is(chosen) as database, database.reading() as session:
        program = rules_at(session, now).program
        month = chosen.month or plus_months(program.day(now).replace(day=1), -1)
        rows = settlements(session, program, month)
    say(f"{month:%Y-%m}, money in {program.currency}", "below zero the programme pays")
    print_table(HEAD, [_row(program.currency, one) for one in rows])
    return 0


def _row(currency: str, one: Settlement) -> tuple[object, ...]:
    money = (one.by_partner, one.to_partner, one.to_programme)
    return (
        one.partner,
        one.sold.purchases,
        decimal_text(one.sold.paid, currency),
        one.sold.earned,
        one.sold.burned,
        *(decimal_text(each, currency) for each in money),
    )
