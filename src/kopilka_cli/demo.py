"""`kopilka demo`: the API, the wallet, the till and the in-store display, in one process."""

import argparse
import asyncio
import json
import socket
import sys
import webbrowser
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import uvicorn

from kopilka_cli.static_site import StaticSite
from loyalty_server.app import create_app
from loyalty_server.database.transactions import Database
from loyalty_server.demo.mount import DemoLinks, mount_demo
from loyalty_server.demo.programme import program_text
from loyalty_server.demo.shop import open_shop
from loyalty_server.keys import keys_in
from loyalty_server.languages import Language
from loyalty_server.migrations import migrate
from loyalty_server.settings import ServerSettings

HOST = "127.0.0.1"
GRACE_SECONDS = 1


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka demo`."""
    parser = verbs.add_parser("demo", help="show the whole thing working on this machine")
    parser.add_argument("--port", type=int, default=8550, help="0 takes a free one")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="keep the demo's data here (else it is forgotten)"
    )
    parser.add_argument("--lang", choices=[str(language) for language in Language], default="ru")
    parser.add_argument("--no-browser", action="store_true", help="open no browser")
    parser.add_argument(
        "--ready-file", type=Path, metavar="PATH", help="write the addresses here when all answers"
    )
    parser.add_argument(
        "--site", type=Path, default=Path("dist/web"), metavar="DIR", help="what `kopilka web` made"
    )
    parser.set_defaults(run=_run)


def _run(chosen: argparse.Namespace) -> int:
    if not (chosen.site / "index.html").is_file():
        print(f"{chosen.site} holds no browser app: run `kopilka web` first", file=sys.stderr)
        return 1
    with TemporaryDirectory(prefix="kopilka-") as forgotten:
        folder: Path = chosen.data or Path(forgotten)
        folder.mkdir(parents=True, exist_ok=True)
        with socket.create_server((HOST, chosen.port)) as listening:
            asyncio.run(_show(chosen, folder, listening))
    return 0


async def _show(chosen: argparse.Namespace, folder: Path, listening: socket.socket) -> None:
    settings = _settings(folder, Language(chosen.lang), listening.getsockname()[1])
    migrate(settings.database)
    shop = open_shop(settings, program_text(settings.language, settings.clock().date()))
    app = create_app(settings)
    links = mount_demo(app, settings, shop)
    app.mount("/", StaticSite(chosen.site))
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=GRACE_SECONDS
    )
    server = uvicorn.Server(config)
    announcing = asyncio.create_task(_announce(links, chosen))
    try:
        await server.serve([listening])
    finally:
        announcing.cancel()


def _settings(folder: Path, language: Language, port: int) -> ServerSettings:
    return ServerSettings(
        database=Database(f"sqlite:///{folder / 'kopilka.db'}"),
        keys=keys_in(folder / "server.key"),
        language=language,
        public_url=f"http://{HOST}:{port}",
    )


async def _announce(links: DemoLinks, chosen: argparse.Namespace) -> None:
    """Tell where everything is, once all of it answers."""
    await _answers(links)
    print(f"wallet   {links.wallet_signed_in}", flush=True)
    print(f"till     {links.till}", flush=True)
    print(f"display  {links.display}", flush=True)
    print(f"sign in  {links.phone} (the code is printed here)", flush=True)
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
