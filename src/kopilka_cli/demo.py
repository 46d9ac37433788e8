"""`kopilka demo`: the API, the wallet, the till and the in-store display, in one process."""

import argparse
import asyncio
import json
import os
import socket
import webbrowser
from contextlib import closing, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from kopilka_cli.console_sender import ConsoleCarrier, ConsoleSender
from kopilka_cli.options.page import add_brand_option, look_of, speak_as
from kopilka_cli.serving import ONLY_OURS, Server, uvicorn_config
from kopilka_cli.static_site import StaticSite
from kopilka_cli.terminal import complain, say
from loyalty_api.programme import ProgramKind
from loyalty_server.app import create_app
from loyalty_server.database.transactions import Database
from loyalty_server.demo.mount import DemoLinks, mount_demo
from loyalty_server.demo.pictures import shipped_pictures
from loyalty_server.demo.programme import program_text
from loyalty_server.demo.shop import open_shop
from loyalty_server.dispatches.deliveries import OUTSIDE
from loyalty_server.languages import Language
from loyalty_server.migrations import migrate
from loyalty_server.pictures.reading import read_pictures
from loyalty_server.programme.file import parse_program
from loyalty_server.publishing import CurrencyKept
from loyalty_server.pushes.pusher import WebPusher
from loyalty_server.pushes.sender_key import make_sender_key, sender_key_in
from loyalty_server.settings import ServerSettings
from loyalty_server.sign_in.server_secret import keys_for
from loyalty_server.toml_file import read_text

HOST = "127.0.0.1"
CONTACT = "mailto:demo@kopilka.invalid"
GRACE_SECONDS = 1


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka demo`."""
    parser = verbs.add_parser("demo", help="show the whole thing working on this machine")
    parser.add_argument("--port", type=int, default=8550, help="0 takes a free one")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="keep the demo's data here (else it is forgotten)"
    )
    parser.add_argument("--lang", choices=[str(language) for language in Language], default="ru")
    programme = parser.add_mutually_exclusive_group()
    programme.add_argument(
        "--kind",
        choices=[str(kind) for kind in ProgramKind],
        default=str(ProgramKind.POINTS),
        help="which of the demo's programmes is shown",
    )
    programme.add_argument(
        "--program", type=Path, metavar="FILE", help="show this programme instead of the demo's"
    )
    parser.add_argument("--no-browser", action="store_true", help="open no browser")
    parser.add_argument(
        "--ready-file", type=Path, metavar="PATH", help="write the addresses here when all answers"
    )
    add_brand_option(parser)
    parser.add_argument(
        "--site", type=Path, default=Path("dist/web"), metavar="DIR", help="what `kopilka web` made"
    )
    parser.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    if not (chosen.site / "index.html").is_file():
        complain(f"{chosen.site} holds no browser app: run `kopilka web` first")
        return 1
    try:
        chosen.text = _programme(chosen)
    except ValueError as error:
        complain(error)
        return 1
    os.umask(ONLY_OURS)
    with TemporaryDirectory(prefix="kopilka-") as forgotten:
        folder: Path = chosen.data or Path(forgotten)
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with socket.create_server((HOST, chosen.port)) as listening:
                asyncio.run(_show(chosen, folder, listening))
        except CurrencyKept as other:
            complain(
                f"{folder} holds a demo in {other.kept}, and this one would be in {other.asked}:"
                " take another folder for --data"
            )
            return 1
    return 0


def _programme(chosen: argparse.Namespace) -> str:
    """The programme's text. Raises `FileRefused` for a file that makes no sense."""
    chosen.pictures = shipped_pictures()
    if chosen.program is None:
        today, kind = datetime.now(UTC).date(), ProgramKind(chosen.kind)
        return program_text(Language(chosen.lang), today, kind)
    text = read_text(chosen.program)
    chosen.lang = str(parse_program(text, chosen.program.name).language)
    chosen.pictures = read_pictures(text, chosen.program)
    return text


async def _show(chosen: argparse.Namespace, folder: Path, listening: socket.socket) -> None:
    speak_as(chosen)
    with closing(Database(f"sqlite:///{folder / 'kopilka.db'}")) as database:
        migrate(database)
        keys = keys_for(database, folder / "server.key", datetime.now(UTC))
        settings = ServerSettings(
            database,
            keys,
            sender=ConsoleSender(),
            language=Language(chosen.lang),
            public_url=f"http://{HOST}:{listening.getsockname()[1]}",
            pusher=_pusher(folder / "push.pem"),
            carriers=dict.fromkeys(OUTSIDE, ConsoleCarrier()),
            look=look_of(chosen),
        )
        await _serve(chosen, settings, listening)


def _pusher(file: Path) -> WebPusher:
    with suppress(FileExistsError):
        make_sender_key(file)
    return WebPusher(sender_key_in(file, CONTACT))


async def _serve(
    chosen: argparse.Namespace, settings: ServerSettings, listening: socket.socket
) -> None:
    shop = open_shop(settings, chosen.text, chosen.pictures)
    app = create_app(settings)
    links = mount_demo(app, settings, shop)
    app.mount("/", StaticSite(chosen.site))
    config = uvicorn_config(app, log_level="warning", timeout_graceful_shutdown=GRACE_SECONDS)
    server = Server(config, settings)
    announcing = asyncio.create_task(_announce(links, chosen))
    try:
        await server.serve([listening])
    finally:
        announcing.cancel()


async def _announce(links: DemoLinks, chosen: argparse.Namespace) -> None:
    """Tell where everything is, once all of it answers."""
    await _answers(links)
    say(f"wallet   {links.wallet_signed_in}")
    say(f"till     {links.till}")
    say(f"display  {links.display}")
    say(f"sign in  {links.phone} (the code is printed here)")
    keys = ", ".join(f"{name} {key}" for name, key in links.desk_keys.items())
    say(f"desk     {links.desk} (keys: {keys})")
    if chosen.ready_file:
        _write_whole(chosen.ready_file, json.dumps(asdict(links), indent=2))
    if not chosen.no_browser:
        await asyncio.to_thread(webbrowser.open, links.wallet_signed_in)


async def _answers(links: DemoLinks) -> None:
    pages = (links.wallet, links.till, links.display, links.api.removesuffix("/v1") + "/readyz")
    async with httpx.AsyncClient() as client:
        for page in pages:
            await _until_it_answers(client, page)


async def _until_it_answers(client: httpx.AsyncClient, page: str) -> None:
    while True:
        try:
            if (await client.get(page)).is_success:
                return
        except httpx.TransportError:
            pass
        await asyncio.sleep(0.02)


def _write_whole(file: Path, text: str) -> None:
    """A reader sees all of it or nothing."""
    draft = file.with_name(f"{file.name}.draft")
    draft.write_text(text + "\n")
    draft.replace(file)
