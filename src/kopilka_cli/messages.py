"""`kopilka messages`: who waits for an answer, answer, write to many, the webhooks' secret."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from kopilka_cli.database_option import add_database_option, database_of
from kopilka_cli.tables import print_table
from loyalty_api.codec import Malformed
from loyalty_server.keys import keys_in
from loyalty_server.messages.broadcasting import send_to_all
from loyalty_server.messages.broadcasts import parse_broadcasts
from loyalty_server.messages.replies import reply, thread_of, waiting_for_answer
from loyalty_server.messages.support_desk import secret_told
from loyalty_server.problems import Refused
from loyalty_server.publishing import rules_at
from loyalty_server.toml_file import FileRefused

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
    telling.add_argument("--keys", type=Path, default=Path("kopilka.key"), metavar="FILE")
    telling.set_defaults(run=_secret)


def _list(chosen: argparse.Namespace) -> int:
    with database_of(chosen).reading() as session:
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
        with database_of(chosen).writing() as session:
            reply(session, chosen.member, chosen.text, datetime.now(UTC))
    except Refused:
        print(f"there is no member {chosen.member!r}", file=sys.stderr)
        return 1
    except Malformed as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def _send(chosen: argparse.Namespace) -> int:
    database, now = database_of(chosen), datetime.now(UTC)
    try:
        text = chosen.file.read_text("utf-8")
        with database.reading() as session:
            program = rules_at(session, now).program
        broadcasts = parse_broadcasts(text, chosen.file.name, program)
    except (FileRefused, OSError) as fault:
        print(fault, file=sys.stderr)
        return 1
    for broadcast in broadcasts:
        result = send_to_all(database, broadcast, now)
        print(f"{broadcast.id}: {result.sent} sent, {result.held_back} held back by preferences")
    return 0


def _secret(chosen: argparse.Namespace) -> int:
    print(secret_told(keys_in(chosen.keys)))
    return 0


def _who(*, is_mine: bool) -> str:
    return "member" if is_mine else "support"
