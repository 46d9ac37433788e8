"""`kopilka members`: bring members of another programme in; say who is in which group of yours."""

import argparse
import codecs
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR
from pathlib import Path

from phonenumbers import SUPPORTED_REGIONS
from sqlalchemy.exc import IntegrityError, NoResultFound

from kopilka_cli.options.database import add_database_option, database_of
from kopilka_cli.options.keys import add_keys_option, keys_of
from kopilka_cli.segments import register_segments
from kopilka_cli.terminal import complain, say
from loyalty_server.database.transactions import Database
from loyalty_server.members.consents import standard_texts
from loyalty_server.moving.bringing import Conflict, Move, bring_all
from loyalty_server.moving.checking import Checked, check
from loyalty_server.moving.members_file import COLUMNS, Reading
from loyalty_server.moving.tables_read import Fault, passed_over
from loyalty_server.programme.versions import rules_at
from loyalty_server.toml_file import FileRefused, NotItsEncoding, read_text

FAULTS_SHOWN = 50
ROUNDINGS = {"down": ROUND_FLOOR, "up": ROUND_CEILING}
AGAIN = "read the same file again: it goes on where it stopped"


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka members import|segment`."""
    nouns = verbs.add_parser("members", help="bring members in, and group them").add_subparsers(
        metavar="VERB", required=True
    )
    register_segments(nouns)
    bringing = nouns.add_parser("import", help="bring members in with their cards and points")
    bringing.add_argument("file", type=Path, metavar="FILE", help="CSV in UTF-8, a member a line")
    bringing.add_argument(
        "--country",
        type=_country,
        metavar="RU",
        help="read phones without a country code as people of this country write them",
    )
    bringing.add_argument(
        "--column",
        action="append",
        default=[],
        type=_column,
        metavar="OURS=THEIRS",
        help="another system's name for a column, like 'points=Points Balance'; its other columns are passed over",
    )
    bringing.add_argument(
        "--slashes",
        choices=("day", "month"),
        help="what days like 01/02/1990 begin with (else they are refused)",
    )
    bringing.add_argument(
        "--encoding",
        type=_encoding,
        metavar="NAME",
        help="of the file, like windows-1251 or utf-16 (else UTF-8)",
    )
    bringing.add_argument(
        "--round",
        choices=ROUNDINGS,
        help="parts of a point, as in 12.50: to fewer points or to more (else they are refused)",
    )
    bringing.add_argument("--check", action="store_true", help="only say what is wrong with it")
    bringing.set_defaults(run=_import)
    add_keys_option(bringing)
    add_database_option(bringing)


def _country(text: str) -> str:
    """A country by its two letters (ISO 3166)."""
    if text.upper() not in SUPPORTED_REGIONS:
        raise argparse.ArgumentTypeError("two letters of a country are needed, like RU")
    return text.upper()


def _column(text: str) -> tuple[str, str]:
    """Their name in small letters, and ours."""
    ours, is_named, theirs = (part.strip() for part in text.partition("="))
    if ours not in COLUMNS or not is_named or not theirs:
        raise argparse.ArgumentTypeError(
            f"{text!r} is none of ours with its name there, like 'points=Points Balance';"
            f" ours are {', '.join(COLUMNS)}"
        )
    return theirs.lower(), ours


def _columns(chosen: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    """Ours by theirs. Raises `FileRefused` when one of them is said twice."""
    for side, whose in enumerate(("of the file", "of ours")):
        names = [one[side] for one in chosen]
        if twice := [name for name in names if names.count(name) > 1]:
            raise FileRefused(f"--column: the column {twice[0]!r} {whose} is named twice")
    return dict(chosen)


def _encoding(name: str) -> str:
    """Its name; one that turns bytes into bytes (base64, zip) is none of a text."""
    try:
        b" ".decode(name, "ignore")
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        raise argparse.ArgumentTypeError(f"{name!r} is no encoding") from None


def _text(file: Path, encoding: str | None) -> str:
    try:
        return read_text(file, encoding)
    except NotItsEncoding as fault:
        if encoding:
            raise
        likely = "utf-16" if "UTF-16" in str(fault) else "windows-1251"
        raise FileRefused(f"{fault}, or name its encoding, like --encoding {likely}") from None


def _import(chosen: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    ours = _columns(chosen.column)
    text = _text(chosen.file, chosen.encoding)
    month_first = None if chosen.slashes is None else chosen.slashes == "month"
    rounding = ROUNDINGS[chosen.round] if chosen.round else None
    reading = Reading(chosen.country, ours, month_first, rounding)
    if reading.ours and (columns := passed_over(text, COLUMNS, reading.ours)):
        complain(f"passed over: {', '.join(columns)}")
    with database_of(chosen) as database:
        keys = keys_of(chosen, database)
        try:
            with database.reading() as session:
                program = rules_at(session, now).program
                checked = check(session, keys, program, standard_texts(), text, now, reading)
        except NoResultFound:
            complain("there is no programme yet: `kopilka program publish FILE` comes first")
            return 1
        _tell(chosen.file.name, "are left out", checked.left)
        _tell(chosen.file.name, "look like this", checked.strange)
        if checked.faults:
            _tell(chosen.file.name, "are wrong", checked.faults)
            complain("nothing was written")
            return 1
        if chosen.check:
            say(*_sums(checked, "to bring in"), "nothing was written")
            return 0
        numbers = frozenset(card.number for line in checked.new for card in line.card)
        return _bring(database, Move(keys, program, numbers, now), checked, chosen.file.name)


def _bring(database: Database, move: Move, checked: Checked, name: str) -> int:
    done = 0
    try:
        for some in bring_all(database, move, checked.new):
            done += some
    except Conflict as late:
        _tell(name, "are wrong", [late.fault])
        complain(f"{done} members were brought in till then; {AGAIN}")
        return 1
    except IntegrityError:
        complain(f"somebody joined meanwhile; {done} members were brought in; {AGAIN}")
        return 1
    except KeyboardInterrupt:
        complain(f"{done} members were brought in; {AGAIN}")
        raise
    say(*_sums(checked, "brought in"))
    return 0


def _sums(checked: Checked, happened: str) -> Sequence[str]:
    return (
        f"{len(checked.new)} members {happened}",
        f"{checked.here} are here already",
        f"{len(checked.left)} left out",
    )


def _tell(name: str, happened: str, faults: Sequence[Fault]) -> None:
    """The first of them, and how many more there are."""
    for fault in faults[:FAULTS_SHOWN]:
        complain(f"{name}:{fault.line}: {fault.what}")
    if len(faults) > FAULTS_SHOWN:
        complain(f"and {len(faults) - FAULTS_SHOWN} more {happened}")
