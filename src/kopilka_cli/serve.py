"""`kopilka serve`: the loyalty server alone, for a retailer's own deployment."""

import argparse
import json
import os
import socket
from dataclasses import replace
from functools import partial
from pathlib import Path

import uvicorn

from kopilka_cli.configuration import configured
from kopilka_cli.options.addresses import origin, public_url
from kopilka_cli.options.database import (
    add_database_option,
    add_ways_to_it,
    database_as_it_is,
    database_of,
    standby_of,
)
from kopilka_cli.options.engine import add_engine_options, engine_of
from kopilka_cli.options.keys import add_keys_option, keys_of
from kopilka_cli.options.page import add_page_options, goods_of, look_of, speak_as
from kopilka_cli.options.passes import add_passes_option, passes_of
from kopilka_cli.options.pushes import add_push_options, pusher_of
from kopilka_cli.options.senders import add_sender_options, carriers_of, sender_of
from kopilka_cli.secrets_in_words import url_without_password
from kopilka_cli.serving import ONLY_OURS, Server, uvicorn_config
from kopilka_cli.static_site import StaticSite
from kopilka_cli.terminal import complain
from kopilka_cli.tracing import traced
from kopilka_cli.watching import PORTS, add_watching_options, log_as, watched
from kopilka_cli.workers import Workers
from loyalty_server.app import create_app
from loyalty_server.app_versions import AppVersion, version_in
from loyalty_server.database.transactions import SERVING, Database
from loyalty_server.messages.support_desk import SupportDesk
from loyalty_server.pictures.reading import read_pictures
from loyalty_server.programme.file import parse_program
from loyalty_server.publishing import publish
from loyalty_server.settings import ServerSettings
from loyalty_server.toml_file import read_text

GRACE_SECONDS = 3
MOST_WORKERS = 64


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka serve`."""
    parser = verbs.add_parser("serve", help="run the loyalty server alone")
    parser.add_argument(
        "--config", metavar="FILE", help="these settings in TOML, like `port = 8560`"
    )
    add_settings(parser)
    parser.set_defaults(run=_run)


def add_settings(parser: argparse.ArgumentParser) -> None:
    """Everything that a server can be told."""
    add_database_option(parser)
    add_ways_to_it(parser)
    parser.add_argument(
        "--no-migrate",
        action="store_true",
        help="do not start on a schema of another version (see `kopilka migrate`)",
    )
    parser.add_argument(
        "--site",
        type=_site,
        metavar="DIR",
        help="serve the browser app that `kopilka web` made, too",
    )
    _add_addresses(parser)
    parser.add_argument(
        "--workers",
        type=_workers,
        default=1,
        metavar="N",
        help="so many processes at this address, on PostgreSQL; about one a core",
    )
    add_keys_option(parser)
    parser.add_argument(
        "--program", type=Path, metavar="FILE", help="publish this programme before starting"
    )
    _add_apps_and_support(parser)
    add_page_options(parser)
    add_passes_option(parser)
    add_engine_options(parser)
    add_sender_options(parser)
    add_push_options(parser)
    add_watching_options(parser)


def _add_apps_and_support(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--support-webhook",
        metavar="URL",
        type=url_without_password,
        help="tell the support desk here what members write (see `kopilka messages secret`)",
    )
    parser.add_argument(
        "--oldest-app",
        type=_app_version,
        metavar="VERSION",
        help="ask wallets before this version to be updated, like 1.4.0",
    )
    parser.add_argument(
        "--app-links",
        metavar="FILE",
        type=_app_links,
        help="the assetlinks.json that `kopilka android` wrote: links of this host open the app",
    )
    parser.add_argument(
        "--apple-links",
        metavar="FILE",
        type=_apple_links,
        help="the apple-app-site-association that `kopilka targets` wrote, the same for iPhones",
    )


def _add_addresses(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=_port, default=8560)
    parser.add_argument(
        "--public-url", metavar="URL", type=public_url, help="where shoppers reach this server"
    )
    parser.add_argument(
        "--allowed-origin", action="append", default=[], metavar="ORIGIN", type=origin
    )


def _run(chosen: argparse.Namespace) -> int:
    os.umask(ONLY_OURS)
    chosen = configured(add_settings, chosen.given)
    opened = database_of if not chosen.no_migrate else database_as_it_is
    with opened(chosen, SERVING) as database, standby_of(chosen) as standby:
        settings = replace(_settings(chosen, database), standby=standby)
        if chosen.workers > 1 and database.is_sqlite:
            complain("--workers: SQLite has one writer and tells no other process; use PostgreSQL")
            return 1
        try:
            if chosen.program:
                _publish(settings, chosen.program)
            if chosen.workers == 1:
                return _serve(chosen, settings)
        except OSError as fault:
            complain(fault)
            return 1
    listening = uvicorn.Config("", host=chosen.host, port=chosen.port).bind_socket()
    return Workers(chosen.workers, partial(_work, chosen), listening).run()


def _work(chosen: argparse.Namespace, number: int, listening: socket.socket) -> int:
    """One worker of several; what is done once was done before it."""
    os.umask(ONLY_OURS)
    if chosen.metrics:
        host, port = chosen.metrics
        chosen.metrics = host, port + number
    with database_as_it_is(chosen, SERVING) as database, standby_of(chosen) as standby:
        try:
            settings = replace(_settings(chosen, database), standby=standby)
            return _serve(chosen, settings, listening)
        except OSError as fault:
            complain(fault)
            return 1


def _settings(chosen: argparse.Namespace, database: Database) -> ServerSettings:
    speak_as(chosen)
    keys = keys_of(chosen, database)
    desk = chosen.support_webhook and SupportDesk(
        chosen.support_webhook, keys.telling, replaced=keys.replaced_tellings
    )
    reached_at = chosen.public_url or f"http://{chosen.host}:{chosen.port}"
    return ServerSettings(
        database=database,
        keys=keys,
        sender=sender_of(chosen, keys),
        carriers=carriers_of(chosen, keys),
        support=desk,
        oldest_app=chosen.oldest_app,
        app_links=chosen.app_links,
        apple_links=chosen.apple_links,
        goods=goods_of(chosen),
        look=look_of(chosen),
        passes=passes_of(chosen, reached_at),
        engine=engine_of(chosen),
        pusher=pusher_of(chosen),
        public_url=reached_at,
        allowed_origins=tuple(chosen.allowed_origin),
    )


def _serve(
    chosen: argparse.Namespace, settings: ServerSettings, listening: socket.socket | None = None
) -> int:
    """Until it is told to stop. Raises `OSError` where its addresses are not free."""
    logged = log_as(chosen)
    with (
        watched(chosen, settings) as metrics,
        traced(settings.database.engine) as traces,
    ):
        app = create_app(settings, metrics, traces)
        if chosen.site:
            app.mount("/", StaticSite(chosen.site))
        config = uvicorn_config(
            app,
            host=chosen.host,
            port=chosen.port,
            timeout_graceful_shutdown=GRACE_SECONDS,
            **logged,
        )
        Server(config, settings).run(sockets=[listening] if listening else None)
    return 0


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) not in PORTS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of a port")
    return int(text)


def _workers(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to {MOST_WORKERS}")
    return int(text)


def _site(folder: str) -> Path:
    if not Path(folder, "index.html").is_file():
        raise argparse.ArgumentTypeError(f"{folder} holds no browser app: `kopilka web` makes one")
    return Path(folder)


def _app_version(text: str) -> AppVersion:
    version = version_in(text)
    if version is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no version like 1.4.0")
    return version


def _app_links(file: str) -> str:
    text, said = _json(file)
    if not isinstance(said, list):
        raise argparse.ArgumentTypeError(f"{file}: a list of statements is needed")
    return text


def _apple_links(file: str) -> str:
    text, said = _json(file)
    if not isinstance(said, dict) or "applinks" not in said:
        raise argparse.ArgumentTypeError(f"{file}: an object with `applinks` is needed")
    return text


def _json(file: str) -> tuple[str, object]:
    try:
        text = read_text(Path(file))
        return text, json.loads(text)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(f"{file}: {fault}") from None


def _publish(settings: ServerSettings, file: Path) -> None:
    text = read_text(file)
    parse_program(text, file.name)
    pictures = read_pictures(text, file)
    with settings.database.writing() as session:
        publish(session, text, settings.clock(), file.name, pictures)
