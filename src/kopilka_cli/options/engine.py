"""`--engine`: the loyalty engine of somebody else's that keeps the points in the place of our ledger."""

import argparse
from pathlib import Path
from typing import Final

from kopilka_cli.options.secrets_given import secret_given
from kopilka_cli.secrets_in_words import url_without_password
from loyalty_server.engines.calling import Behind
from loyalty_server.engines.named import OURS, EngineSettings, engine_named
from loyalty_server.engines.port import Engine

SECRET: Final = "KOPILKA_ENGINE_SECRET"  # noqa: S105, the name of where it is


def add_engine_options(parser: argparse.ArgumentParser) -> None:
    """Let this command be told which engine, and how it is reached."""
    parser.add_argument(
        "--engine",
        metavar="NAME",
        help=f"points are kept by {', '.join(OURS)} or a Python module of yours (docs/engines.md)",
    )
    add_settings_of_engine(parser)


def add_settings_of_engine(parser: argparse.ArgumentParser) -> None:
    """What any engine can be told."""
    parser.add_argument("--engine-file", type=Path, metavar="FILE", help="what the engine reads")
    parser.add_argument(
        "--engine-url",
        metavar="URL",
        type=url_without_password,
        help=f"where the engine is; what it is signed in to with is {SECRET} in the environment",
    )


def engine_of(chosen: argparse.Namespace) -> Behind | None:
    """The engine behind, or None where our own ledger keeps the points. Exits in words."""
    if chosen.engine is None:
        return None
    return Behind(chosen.engine, made_engine(chosen))


def made_engine(chosen: argparse.Namespace) -> Engine:
    """The engine that was named. Exits in words for what is wrong with its settings."""
    settings = EngineSettings(chosen.engine_file, chosen.engine_url, secret_given(SECRET))
    try:
        return engine_named(chosen.engine, settings)
    except (ValueError, OSError) as fault:
        raise SystemExit(f"--engine {chosen.engine}: {fault}") from fault
