"""The commands there are, as argparse knows them."""

import argparse
import importlib
from collections.abc import Iterator, Mapping
from functools import cache

from kopilka_cli.main import VERBS


@cache
def commands() -> Mapping[str, argparse.ArgumentParser]:
    """By name, like `kopilka till add`."""
    parser = argparse.ArgumentParser()
    verbs = parser.add_subparsers()
    for verb in VERBS:
        importlib.import_module(f"kopilka_cli.{verb}").register(verbs)
    return dict(_leaves("kopilka", parser))


def options(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """What may be given to this command, without what every command has."""
    return (
        action
        for action in parser._actions
        if action.option_strings and not isinstance(action, argparse._HelpAction)
    )


def command_names() -> tuple[str, ...]:
    return tuple(commands())


def option_names(command: str) -> set[str]:
    return {name for option in options(commands()[command]) for name in option.option_strings}


def _leaves(
    name: str, parser: argparse.ArgumentParser
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    below = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    if not below:
        yield name, parser
    for one in below:
        for verb, inner in one.choices.items():
            yield from _leaves(f"{name} {verb}", inner)
