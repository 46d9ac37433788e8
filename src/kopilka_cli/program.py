"""`kopilka program`: check a programme file, try a basket on it, make it the rules from now on."""

import argparse
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final

from kopilka_cli.days import day_given
from kopilka_cli.options.database import add_database_option, database_of
from kopilka_cli.rehearsing import add_rehearsal
from kopilka_cli.terminal import complain, say
from loyalty_api.codec import loads
from loyalty_api.malformed import Malformed
from loyalty_api.receipts import Line
from loyalty_server.pictures.reading import read_pictures
from loyalty_server.problems import Refused
from loyalty_server.programme.file import parse_program, read_program
from loyalty_server.programme.program import Program
from loyalty_server.programme.texts import languages_lacking, texts_missing
from loyalty_server.publishing import publish
from loyalty_server.purchases.trial import Trial, explain
from loyalty_server.toml_file import line_of, read_text

NOON = time(12)


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka program check|try|rehearse|publish`."""
    nouns = verbs.add_parser("program", help="the programme file").add_subparsers(
        metavar="VERB", required=True
    )
    checking = nouns.add_parser("check", help="say what is wrong with it and in which line")
    checking.set_defaults(run=_check)
    trying = nouns.add_parser("try", help="say what a till would say to a basket, rule by rule")
    trying.set_defaults(run=_try)
    publishing = nouns.add_parser("publish", help="make it the rules from now on")
    publishing.set_defaults(run=_publish)
    for verb in (checking, trying, publishing, add_rehearsal(nouns)):
        verb.add_argument("file", type=Path, metavar="FILE", help="a programme in TOML")
    _ask_for_a_basket(trying)
    add_database_option(publishing)


_SAID_AGAIN: Final = (
    ("--activate", "OFFER", "an offer that the member has tapped"),
    ("--coupon", "REWARD", "a reward whose coupon the member shows"),
    ("--segment", "NAME", "a group of yours that the member is in"),
    ("--chosen", "CATEGORY", "a category that the member chose for the month"),
)


def _ask_for_a_basket(trying: argparse.ArgumentParser) -> None:
    trying.add_argument(
        "basket",
        type=Path,
        metavar="BASKET",
        help='JSON: [{"sku", "title", "category", "quantity", "amount"}], amounts in minor units',
    )
    trying.add_argument("--tier", metavar="ID", help="the member's tier (else the lowest)")
    trying.add_argument("--burn", type=int, default=0, metavar="POINTS")
    trying.add_argument(
        "--on", type=day_given, metavar="DATE", help="the day of the purchase (else today)"
    )
    trying.add_argument(
        "--at", type=time.fromisoformat, metavar="HH:MM", help="the time of day there"
    )
    trying.add_argument("--store", metavar="ID", help="where (else the first store of the file)")
    for option, metavar, what in _SAID_AGAIN:
        trying.add_argument(
            option, action="append", default=[], metavar=metavar, help=f"{what}; may be said again"
        )
    trying.add_argument(
        "--bought-before", action="store_true", help="it is not the member's first purchase"
    )


def _check(chosen: argparse.Namespace) -> int:
    text, program = read_text(chosen.file), read_program(chosen.file)
    pictures = read_pictures(text, chosen.file)
    say(*_not_said(text, chosen.file.name))
    tiers, offers = len(program.tiers.levels), len(program.offers)
    shown = f", {len(pictures)} pictures" if pictures else ""
    say(f"{program.name}: {tiers} tiers, {offers} offers{shown}")
    return 0


def _not_said(text: str, name: str) -> Iterator[str]:
    """What lacks a language: no fault, since another stands in."""
    data = tomllib.loads(text)
    for language in languages_lacking(data):
        yield f"{name}: nothing is said in {language}; who reads it gets the texts in {data['language']}"
    for path, tag, instead in texts_missing(data):
        place = path.removeprefix("$.")
        yield f"{name}:{line_of(text, place)}: {place}: not said in {tag}; said instead: {instead}"


def _try(chosen: argparse.Namespace) -> int:
    try:
        program = read_program(chosen.file)
        lines = loads(tuple[Line, ...], read_text(chosen.basket), refuse_unknown=True)
        trial = Trial(
            lines,
            _moment(program, chosen.on, chosen.at),
            chosen.tier,
            chosen.store,
            chosen.burn,
            tuple(chosen.activate),
            tuple(chosen.coupon),
            chosen.bought_before,
            tuple(chosen.segment),
            tuple(chosen.chosen),
        )
        explanation = explain(program, read_text(chosen.file), trial)
    except (Malformed, LookupError) as fault:
        complain(fault)
        return 1
    except Refused as refusal:
        complain(f"a till is refused: {refusal.code} {_members(refusal)}".rstrip())
        return 1
    say(*explanation)
    return 0


def _moment(program: Program, day: date | None, at: time | None) -> datetime:
    """In the programme's time; a day without an hour means noon, an hour without a day today."""
    now = datetime.now(UTC)
    if day is None and at is None:
        return now
    return datetime.combine(day or program.day(now), at or NOON, program.zone).astimezone(UTC)


def _members(refusal: Refused) -> str:
    return ", ".join(f"{name} {value}" for name, value in refusal.extra.items())


def _publish(chosen: argparse.Namespace) -> int:
    text = read_text(chosen.file)
    parse_program(text, chosen.file.name)
    pictures = read_pictures(text, chosen.file)
    with database_of(chosen) as database, database.writing() as session:
        version = publish(session, text, datetime.now(UTC), chosen.file.name, pictures)
    say(f"version {version.number} of {version.program.name} holds from now on")
    return 0
