"""`kopilka serve`: the loyalty server alone, for a retailer's own deployment."""

import argparse
import sys
from pathlib import Path

import uvicorn

from kopilka_cli.database_option import add_database_option, database_of
from kopilka_cli.sender_options import add_sender_options, sender_of
from loyalty_server.app import create_app
from loyalty_server.keys import keys_in
from loyalty_server.messages.support_desk import SupportDesk
from loyalty_server.publishing import publish
from loyalty_server.settings import ServerSettings
from loyalty_server.toml_file import FileRefused

GRACE_SECONDS = 3


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka serve`."""
    parser = verbs.add_parser("serve", help="run the loyalty server alone")
    add_database_option(parser)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8560)
    parser.add_argument(
        "--keys", type=Path, default=Path("kopilka.key"), metavar="FILE", help="the server's secret"
    )
    parser.add_argument(
        "--program", type=Path, metavar="FILE", help="publish this programme before starting"
    )
    parser.add_argument("--public-url", metavar="URL", help="where shoppers reach this server")
    parser.add_argument(
        "--allowed-origin", action="append", default=[], metavar="ORIGIN", dest="origins"
    )
    parser.add_argument(
        "--support-webhook",
        metavar="URL",
        help="tell the support desk here what members write (see `kopilka messages secret`)",
    )
    add_sender_options(parser)
    parser.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    keys, desk = keys_in(chosen.keys), chosen.support_webhook
    settings = ServerSettings(
        database=database_of(chosen),
        keys=keys,
        sender=sender_of(chosen, keys),
        support=SupportDesk(desk, keys.telling) if desk else None,
        public_url=chosen.public_url or f"http://{chosen.host}:{chosen.port}",
        allowed_origins=tuple(chosen.origins),
    )
    if chosen.program:
        try:
            _publish(settings, chosen.program)
        except (FileRefused, OSError) as fault:
            print(fault, file=sys.stderr)
            return 1
    uvicorn.run(
        create_app(settings),
        host=chosen.host,
        port=chosen.port,
        access_log=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    return 0


def _publish(settings: ServerSettings, file: Path) -> None:
    text = file.read_text("utf-8")
    with settings.database.writing() as session:
        publish(session, text, settings.clock(), file.name)
