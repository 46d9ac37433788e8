"""`kopilka members segment`: groups of members that the retailer knows, for `segments` of offers."""

import argparse
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.orm import Session

from kopilka_cli.days import day_given
from kopilka_cli.options.database import add_database_option, database_of
from kopilka_cli.tables import print_table
from kopilka_cli.terminal import complain, say
from loyalty_server.members.plastic import NotANumber, number_printed
from loyalty_server.moving.segments import Span, listed, put_in, set_segment, sizes, take_out
from loyalty_server.programme.eligibility import SEGMENT_FORM, is_segment
from loyalty_server.toml_file import read_text

FAULTS_SHOWN = 50


def register_segments(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka members segment set|drop|list`."""
    verbs = nouns.add_parser("segment", help="groups of members for offers").add_subparsers(
        metavar="VERB", required=True
    )
    setting = verbs.add_parser("set", help="let those of a list be in it, and nobody else")
    setting.add_argument("segment", metavar="NAME", help="as `segments` of an offer name it")
    setting.add_argument(
        "file", type=Path, metavar="FILE", help="CSV: card, phone or email; since, until"
    )
    setting.set_defaults(run=_set)
    putting = verbs.add_parser("put", help="let one member be in it")
    taking = verbs.add_parser("take", help="let one member be in it no longer")
    for verb, run in ((putting, _put), (taking, _take)):
        verb.add_argument("segment", metavar="NAME")
        verb.add_argument("card", metavar="CARD", help="the number of the member's card")
        verb.set_defaults(run=run)
    for name in ("since", "until"):
        putting.add_argument(
            f"--{name}", type=day_given, metavar="DAY", help="like 2027-01-31, it counts"
        )
    dropping = verbs.add_parser("drop", help="let nobody be in it")
    dropping.add_argument("segment", metavar="NAME")
    dropping.set_defaults(run=_drop)
    listing = verbs.add_parser("list", help="how many members are in each")
    listing.set_defaults(run=_list)
    for verb in (setting, putting, taking, dropping, listing):
        add_database_option(verb)


def _set(chosen: argparse.Namespace) -> int:
    if not is_segment(chosen.segment):
        complain(SEGMENT_FORM)
        return 1
    text = read_text(chosen.file)
    with database_of(chosen) as database:
        with database.reading() as session:
            found = listed(session, text)
        for wrong in found.faults[:FAULTS_SHOWN]:
            complain(f"{chosen.file.name}:{wrong.line}: {wrong.what}")
        if found.faults:
            complain(f"{len(found.faults)} lines are wrong, nothing was written")
            return 1
        changed = set_segment(database, chosen.segment, found.spans)
    say(
        f"{len(found.spans)} members are in {chosen.segment}",
        f"{found.strangers} lines are nobody here",
        f"{changed} members changed",
    )
    return 0


def _put(chosen: argparse.Namespace) -> int:
    span = Span(chosen.since, chosen.until)
    if not is_segment(chosen.segment):
        complain(SEGMENT_FORM)
        return 1
    if span.since and span.until and span.since > span.until:
        complain("--until: it ends before it begins")
        return 1
    return _moved(chosen, lambda session, number: put_in(session, chosen.segment, number, span))


def _take(chosen: argparse.Namespace) -> int:
    return _moved(chosen, lambda session, number: take_out(session, chosen.segment, number))


def _moved(chosen: argparse.Namespace, move: Callable[[Session, str], bool]) -> int:
    try:
        number = number_printed(chosen.card)
    except NotANumber as fault:
        complain(fault)
        return 1
    with database_of(chosen) as database:
        is_member = database.write(lambda session: move(session, number))
    if not is_member:
        complain("this card is nobody's here")
        return 1
    say("done")
    return 0


def _drop(chosen: argparse.Namespace) -> int:
    with database_of(chosen) as database:
        changed = set_segment(database, chosen.segment, {})
    say(f"{changed} members changed")
    return 0


def _list(chosen: argparse.Namespace) -> int:
    with database_of(chosen) as database, database.reading() as session:
        print_table(("segment", "members"), sorted(sizes(session).items()))
    return 0
