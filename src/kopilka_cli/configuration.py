"""Settings of a server from one TOML file or the environment: each is an option of `kopilka serve`.

What the command line says comes first, then the environment (`KOPILKA_PORT`), then the file (`port`).
"""

import argparse
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from kopilka_cli.options.database import DATABASE_URL, LISTEN_URL, READ_URL
from loyalty_server.toml_file import FileRefused, read_text

PREFIX: Final = "KOPILKA_"
FILE: Final = "config"
NAMED_APART: Final = {
    "database_url": DATABASE_URL,
    "listen_url": LISTEN_URL,
    "read_url": READ_URL,
}
"""Their variables may hold passwords and are read where the database is opened."""

TRUTH: Final = {"true": True, "1": True, "false": False, "0": False}
AddSettings = Callable[[argparse.ArgumentParser], None]


def configured(add_settings: AddSettings, given: Sequence[str]) -> argparse.Namespace:
    """All settings, of which the command line gave these. Raises `FileRefused`."""
    said = _said(add_settings, given)
    file = said.get(FILE) or os.environ.get(f"{PREFIX}{FILE.upper()}")
    settings = _read(add_settings, Path(file)) if file else {}
    settings |= dict(_of_environment(add_settings))
    for name, variable in NAMED_APART.items():
        if os.environ.get(variable):
            settings.pop(name, None)
    words = [word for name, words in settings.items() if name not in said for word in words]
    return _parser(add_settings).parse_args([*words, *given])


def settings_in(add_settings: AddSettings, file: Path) -> Mapping[str, Any]:
    """What the file sets, each as the server would understand it. Raises `FileRefused`."""
    read = _read(add_settings, file)
    chosen = vars(
        _parser(add_settings).parse_args([word for words in read.values() for word in words])
    )
    return {name: chosen[name] for name in read}


def _said(add_settings: AddSettings, given: Sequence[str]) -> Mapping[str, Any]:
    """What the command line itself gave."""
    parser = _parser(add_settings)
    parser.set_defaults(**dict.fromkeys(_names(add_settings)))
    return {
        name: value for name, value in vars(parser.parse_args(given)).items() if value is not None
    }


def _parser(add_settings: AddSettings) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("kopilka serve", exit_on_error=False, allow_abbrev=False)
    parser.add_argument(f"--{FILE}")
    add_settings(parser)
    return parser


def _names(add_settings: AddSettings) -> frozenset[str]:
    return frozenset(vars(_parser(add_settings).parse_args([])))


def _read(add_settings: AddSettings, file: Path) -> dict[str, Sequence[str]]:
    """The words that stand for each setting of the file."""
    text = read_text(file)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise FileRefused(f"{file.name}: {fault}") from None
    names = _names(add_settings) - {FILE}
    for name in tables:
        if name not in names:
            raise FileRefused(f"{file.name}: {name}: no such setting; there are: {_listed(names)}")
    return {
        name: _checked(add_settings, name, value, f"{file.name}: {name}")
        for name, value in tables.items()
    }


def _of_environment(add_settings: AddSettings) -> Iterator[tuple[str, Sequence[str]]]:
    """Lists are separated by spaces."""
    parser = _parser(add_settings)
    for name in sorted(_names(add_settings) - {FILE, *NAMED_APART}):
        variable = PREFIX + name.upper()
        if not (text := os.environ.get(variable)):
            continue
        value: object = text
        match parser.get_default(name):
            case list():
                value = text.split()
            case bool():
                value = TRUTH.get(text.lower(), text)
        yield name, _checked(add_settings, name, value, variable)


def _checked(add_settings: AddSettings, name: str, value: Any, place: str) -> Sequence[str]:
    """The value as words of a command line. Raises `FileRefused` for one that makes no sense."""
    parser = _parser(add_settings)
    option = f"--{name.replace('_', '-')}"
    match parser.get_default(name), value:
        case bool(), bool():
            return [option] if value else []
        case list(), list():
            words = [f"{option}={one}" for one in value]
        case (list() | bool()) as default, _:
            needed = "a list" if isinstance(default, list) else "true or false"
            raise FileRefused(f"{place}: {needed} is needed")
        case _, (bool() | list() | dict()):
            raise FileRefused(f"{place}: one value is needed")
        case _:
            words = [f"{option}={value}"]
    try:
        parser.parse_args(words)
    except argparse.ArgumentError as fault:
        raise FileRefused(f"{place}: {fault.message}") from None
    return words


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))
