"""`kopilka messages`: who waits for an answer, answer, write to many, the webhooks' secret."""

import argparse
from collections.abc import Sequence
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path

from kopilka_cli.options.database import add_database_option, database_of
from kopilka_cli.options.keys import add_keys_option, keys_of
from kopilka_cli.tables import print_table
from kopilka_cli.terminal import complain, say
from loyalty_api.malformed import Malformed
from loyalty_server.database.transactions import Database
from loyalty_server.members.found import member_named
from loyalty_server.messages.broadcasting import send_to_all
from loyalty_server.messages.broadcasts import Broadcast, parse_broadcasts
from loyalty_server.messages.log import Logged, log_of
from loyalty_server.messages.replies import reply, thread_of, waiting_for_answer
from loyalty_server.messages.results import results_of
from loyalty_server.messages.schedule import put_off, stop, try_on
from loyalty_server.messages.support_desk import secret_told
from loyalty_server.problems import Refused
from loyalty_server.programme.versions import rules_at
from loyalty_server.tables import MessageRow
from loyalty_server.toml_file import read_text

LOG_HEAD = ("at", "kind", "title", "why", "besides the inbox")
HEAD = ("member", "at", "who", "text")
MEMBER = "the number of a card, or a member's id"


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka messages list|log|reply|send|stop|results|secret`."""
    nouns = verbs.add_parser("messages", help="the thread with support, and news").add_subparsers(
        metavar="VERB", required=True
    )
    listing = nouns.add_parser("list", help="who waits for an answer, or one member's thread")
    listing.add_argument("member", nargs="?", help=MEMBER)
    listing.set_defaults(run=_list)
    replying = nouns.add_parser("reply", help="write to a member as support")
    replying.add_argument("member", help=MEMBER)
    replying.add_argument("text")
    replying.set_defaults(run=_reply)
    sending = nouns.add_parser("send", help="send news, events and notes; nobody gets one twice")
    sending.add_argument("file", type=Path, metavar="FILE", help="`[[messages]]` in TOML")
    sending.add_argument(
        "--to",
        metavar="MEMBER",
        help=f"try them on this member alone ({MEMBER}), as all would see them",
    )
    sending.set_defaults(run=_send)
    stopping = nouns.add_parser("stop", help="send a message to nobody more")
    stopping.add_argument("id", help="the message's id in its file")
    stopping.set_defaults(run=_stop)
    telling = nouns.add_parser("results", help="who got a message, opened it and bought")
    telling.add_argument("id", help="the message's id in its file")
    telling.set_defaults(run=_results)
    logging = nouns.add_parser("log", help="what a member was sent, why, and what became of it")
    logging.add_argument("member", help=MEMBER)
    logging.set_defaults(run=_log)
    for verb in (logging, listing, replying, sending, stopping, telling):
        add_database_option(verb)
    telling = nouns.add_parser("secret", help="the secret that signs every webhook")
    add_keys_option(telling)
    add_database_option(telling)
    telling.set_defaults(run=_secret)


def _list(chosen: argparse.Namespace) -> int:
    with database_of(chosen) as database, database.reading() as session:
        if chosen.member:
            try:
                rows = thread_of(session, member_named(session, chosen.member))
            except Refused:
                return _nobody(chosen.member)
        else:
            rows = waiting_for_answer(session)
        print_table(
            HEAD,
            ((row.member_id, f"{row.at:%Y-%m-%d %H:%M}", _who(row), row.text) for row in rows),
        )
    return 0


def _log(chosen: argparse.Namespace) -> int:
    with database_of(chosen) as database, database.reading() as session:
        try:
            rows = log_of(session, member_named(session, chosen.member))
        except Refused:
            return _nobody(chosen.member)
        print_table(
            LOG_HEAD,
            (
                (f"{one.at:%Y-%m-%d %H:%M}", one.kind, one.title, one.reason, _ways(one))
                for one in rows
            ),
        )
    return 0


def _nobody(said: str) -> int:
    complain(f"there is no member {said!r}")
    return 1


def _ways(one: Logged) -> str:
    return ", ".join(f"{channel}: {ending}" for channel, ending in one.channels.items()) or "inbox"


def _reply(chosen: argparse.Namespace) -> int:
    try:
        with database_of(chosen) as database, database.writing() as session:
            member_id = member_named(session, chosen.member)
            reply(session, member_id, chosen.text, datetime.now(UTC))
    except Refused:
        return _nobody(chosen.member)
    except Malformed as fault:
        complain(fault)
        return 1
    return 0


def _send(chosen: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    with database_of(chosen) as database:
        broadcasts = _read(chosen.file, database, now)
        try:
            for broadcast in broadcasts:
                say(f"{broadcast.id}: {_sent(database, broadcast, chosen.to, now)}")
        except Refused:
            return _nobody(chosen.to)
    return 0


def _sent(database: Database, broadcast: Broadcast, to: str | None, now: datetime) -> str:
    """What became of it, in words. Raises `Refused` where there is no such member."""
    if to:
        database.write(lambda session: try_on(session, broadcast, member_named(session, to), now))
        return f"tried on {to}"
    if broadcast.send_at and broadcast.send_at > now:
        at = database.write(lambda session: put_off(session, broadcast))
        return f"goes at {at:%Y-%m-%d %H:%M} UTC, while a server runs"
    result = send_to_all(database, broadcast, now)
    return f"{result.sent} sent, {result.held_back} held back"


def _stop(chosen: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    try:
        with database_of(chosen) as database, database.writing() as session:
            stop(session, chosen.id, now)
    except Refused:
        complain(f"there is no message {chosen.id!r}")
        return 1
    return 0


def _results(chosen: argparse.Namespace) -> int:
    with database_of(chosen) as database, database.reading() as session:
        results = results_of(session, chosen.id)
    held = ", ".join(f"{size} by {why}" for why, size in sorted(results.held.items()))
    say(f"sent {results.sent}, opened {results.opened}; held back: {held or 'nobody'}")
    for channel, by in results.channels.items():
        why = ", ".join(f"{size} by {why}" for why, size in sorted(by.held.items()))
        say(
            f"{channel}: sent {by.sent}, {by.opened} of them opened it and {by.bought} bought; "
            f"{by.waiting} wait; not sent: {why or 'none'}"
        )
    told, out = results.told, results.held_out
    say(
        f"bought within 14 days: {told.of_them} of {told.members} told, {out.of_them} of {out.members} not"
    )
    if results.difference is None:
        say("not enough members yet to say what it did")
    else:
        more, low, high = (100 * one for one in astuple(results.difference))
        say(
            f"difference: {more:+.1f} points of a hundred, in 95 cases of 100 {low:+.1f} to {high:+.1f}"
        )
    if results.stopped:
        say("it was stopped")
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


def _who(row: MessageRow) -> str:
    if not row.is_mine:
        return "support"
    return "member, asks to be called" if row.call_back else "member"
