"""`kopilka messages`: who waits for an answer, answer, write to many, the webhooks' secret."""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from kopilka_cli.database_option import add_database_option, database_of
from kopilka_cli.keys_option import add_keys_option, keys_of
from kopilka_cli.tables import print_table
from kopilka_cli.terminal import complain, say
from loyalty_api.codec import Malformed
from loyalty_server.database.transactions import Database
from loyalty_server.messages.broadcasting import send_to_all
from loyalty_server.messages.broadcasts import Broadcast, parse_broadcasts
from loyalty_server.messages.replies import reply, thread_of, waiting_for_answer
from loyalty_server.messages.support_desk import secret_told
from loyalty_server.problems import Refused
from loyalty_server.programme.versions import rules_at
from loyalty_server.toml_file import FileRefused, read_text

HEAD = ("member", "at", "who", "text")


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka messages list|reply|send|secret`."""
    nouns = verbs.add_parser("messages", help="the thread with support, and news").add_subparsers(
        metavar="VERB", required=True
    )
    listing = nouns.add_parser("list", help="who waits for an answer, or one member's thread")
    listing.add_argument("member", nargs="?", help="the member's id")
    listing.set_defaults(run=_list)
    replying = nouns.add_parser("reply", help="write to a member as support")
    replying.add_argument("member", help="the member's id")
    replying.add_argument("text")
    replying.set_defaults(run=_reply)
    sending = nouns.add_parser("send", help="send news, events and notes; nobody gets one twice")
    sending.add_argument("file", type=Path, metavar="FILE", help="`[[messages]]` in TOML")
    sending.set_defaults(run=_send)
    for verb in (listing, replying, sending):
        add_database_option(verb)
    telling = nouns.add_parser("secret", help="the secret that signs every webhook")
    add_keys_option(telling)
    add_database_option(telling)
    telling.set_defaults(run=_secret)


def _list(chosen: argparse.Namespace) -> int:
    with database_of(chosen) as database, database.reading() as session:
        rows = thread_of(session, chosen.member) if chosen.member else waiting_for_answer(session)
        print_table(
            HEAD,
            (
                (row.member_id, f"{row.at:%Y-%m-%d %H:%M}", _who(is_mine=row.is_mine), row.text)
                for row in rows
            ),
        )
    return 0


def _reply(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen) as database, database.writing() as session:
            reply(session, chosen.member, chosen.text, datetime.now(UTC))
    except Refused:
        complain(f"there is no member {chosen.member!r}")
        return 1
    except Malformed as fault:
        complain(fault)
        return 1
    return 0


def _send(chosen: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    with database_of(chosen) as database:
        try:
            broadcasts = _read(chosen.file, database, now)
        except (FileRefused, OSError) as fault:
            complain(fault)
            return 1
        for broadcast in broadcasts:
            result = send_to_all(database, broadcast, now)
            say(f"{broadcast.id}: {result.sent} sent, {result.held_back} held back by preferences")
    return 0


def _read(file: Path, database: Database, now: datetime) -> Sequence[Broadcast]:
    text = read_text(file)
    with database.reading() as session:
        program = rules_at(session, now).program
    return parse_broadcasts(text, file.name, program)


def _secret(chosen: argparse.Namespace) -> int:
    with database_of(chosen) as database:
        say(secret_told(keys_of(chosen, database)))
    return 0


def _who(*, is_mine: bool) -> str:
    return "member" if is_mine else "support"
