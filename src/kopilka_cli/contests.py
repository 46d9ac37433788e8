"""`kopilka contests`: which are on, draw one, and draw a published one again."""

import argparse
from pathlib import Path

from kopilka_cli.options.database import add_database_option, database_as_it_is, database_of
from kopilka_cli.tables import print_table
from kopilka_cli.terminal import complain, say
from loyalty_api.codec import dumps, loads
from loyalty_api.contests import Draw, faults_of, wins_of
from loyalty_api.malformed import Malformed
from loyalty_server.contests.drawing import draw, drawn, give_prizes, list_entries
from loyalty_server.contests.overview import standings
from loyalty_server.problems import Refused
from loyalty_server.settings import utc_now

HEAD = ("contest", "title", "ends (UTC)", "draws (UTC)", "entries", "drawn (UTC)", "seed's SHA-256")
WINS = ("number", "prize")


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb `contests`."""
    nouns = verbs.add_parser("contests", help="contests and their draws").add_subparsers(
        metavar="VERB", required=True
    )
    listing = nouns.add_parser(
        "list", help="those of the programme, with the hashes of their seeds"
    )
    listing.set_defaults(run=_list)
    drawing = nouns.add_parser("draw", help="draw one now, once its last day is over")
    drawing.set_defaults(run=_draw)
    telling = nouns.add_parser("publish", help="write what anybody needs to draw again, as JSON")
    telling.set_defaults(run=_publish)
    for verb in (drawing, telling):
        verb.add_argument("contest", metavar="ID")
    for verb in (listing, drawing, telling):
        add_database_option(verb)
    verifying = nouns.add_parser("verify", help="draw a published one again; needs no database")
    verifying.add_argument("file", metavar="FILE", type=Path, help="what `publish` wrote")
    verifying.set_defaults(run=_verify)


def _list(chosen: argparse.Namespace) -> int:
    with database_as_it_is(chosen) as database, database.reading() as session:
        rows = standings(session, utc_now())
    print_table(
        HEAD,
        [
            (
                one.id,
                one.title,
                f"{one.ends_at:%Y-%m-%d %H:%M}",
                f"{one.draws_at:%Y-%m-%d %H:%M}",
                one.entries,
                f"{one.drawn_at:%Y-%m-%d %H:%M}" if one.drawn_at else None,
                one.seed_hash,
            )
            for one in rows
        ],
    )
    return 0


def _draw(chosen: argparse.Namespace) -> int:
    now = utc_now()
    with database_of(chosen) as database:
        try:
            list_entries(database, chosen.contest, now)
            said = database.write(lambda session: draw(session, chosen.contest, now))
        except Refused as refused:
            complain(f"{chosen.contest}: {refused.code}")
            return 1
        given = give_prizes(database, utc_now)
    say(f"seed {said.seed}")
    say(f"{len(said.numbers)} numbers, {given} prizes given now")
    _print_wins(said)
    return 0


def _publish(chosen: argparse.Namespace) -> int:
    with database_as_it_is(chosen) as database, database.reading() as session:
        try:
            said = drawn(session, chosen.contest)
        except Refused as refused:
            complain(f"{chosen.contest}: {refused.code}")
            return 1
    say(dumps(said))
    return 0


def _verify(chosen: argparse.Namespace) -> int:
    try:
        said = loads(Draw, chosen.file.read_bytes())
    except (OSError, Malformed) as fault:
        complain(fault)
        return 1
    faults = list(faults_of(said))
    complain(*faults)
    if faults:
        return 1
    say(f"{said.contest}: {len(said.numbers)} numbers, the draw is what the seed gives")
    _print_wins(said)
    return 0


def _print_wins(said: Draw) -> None:
    wins = wins_of(said.seed, said.numbers, said.prizes)
    print_table(WINS, [(win.number, win.prize) for win in wins])
