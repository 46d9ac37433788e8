"""Reading a programme file."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from loyalty_server.languages import Language, added_languages
from loyalty_server.programme.check import require_sound
from loyalty_server.programme.elsewhere import ours_for
from loyalty_server.programme.other_forms import require_our_forms
from loyalty_server.programme.program import Program
from loyalty_server.programme.texts import (
    can_speak,
    in_language,
    languages_of,
    own_and_other,
    require_every_language,
)
from loyalty_server.programme.translation import SAME, Translator, translator
from loyalty_server.toml_file import parse_toml, read_text


def read_program(file: Path) -> Program:
    """The programme in this file. Raises `FileRefused`."""
    return parse_program(read_text(file), file.name)


def kept_program(text: str, language: Language | None = None) -> Program:
    """A programme that was published, by the rules of its day: what is checked today was not then.

    With its texts in this language where it speaks it, otherwise in its own.
    """
    prepare = partial(in_language, language=language)
    return parse_toml(Program, text, "programme", lambda _: None, prepare)


def programs_in(text: str) -> Iterator[Program]:
    """A sound programme in each of its languages."""
    for language in sorted(languages_of(tomllib.loads(text))):
        yield kept_program(text, language)


def translator_of(text: str, language: Language | None) -> Translator:
    """What says texts kept in this published programme's own language in another that it speaks."""
    data = tomllib.loads(text)
    if language is None or not can_speak(data, language):
        return SAME
    return translator(own_and_other(data, language), Language(data["language"]), language)


def other_languages(text: str) -> Sequence[Language]:
    """Those that this published programme can be read in besides its own, the brand's last."""
    data = tomllib.loads(text)
    spoken = [one for one in Language if one in languages_of(data)]
    return [one for one in (*spoken, *added_languages()) if one != data["language"]]


def parse_program(text: str, name: str) -> Program:
    """The programme in this text, sound in every language; `name` is what its faults are told under.

    Raises `FileRefused`.
    """

    def checked(data: Mapping[str, Any]) -> Mapping[str, Any]:
        require_our_forms(data)
        require_every_language(data)
        return in_language(data, None)

    program = parse_toml(Program, text, name, require_sound, checked, ours_for)
    for language in languages_of(tomllib.loads(text)) - {program.language}:
        prepare = partial(in_language, language=language)
        parse_toml(Program, text, name, require_sound, prepare)
    return program
