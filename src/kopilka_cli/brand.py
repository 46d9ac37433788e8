"""`kopilka brand`: check a brand file and its languages, begin another language."""

import argparse
from functools import partial
from pathlib import Path
from typing import Final

from kopilka.ui.look.brand import Brand, BrokenBrand, load_brand
from kopilka.ui.look.formats import Language, Plural
from kopilka.ui.look.plurals import forms_of, rule_of
from kopilka.ui.look.texts import saying, spoken_in
from kopilka_cli.language_check import Fault, faults_of, words_of
from kopilka_cli.terminal import complain, say

BRAND: Final = Path("assets/brand.toml")


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka brand check|words`."""
    nouns = verbs.add_parser("brand", help="the brand file and its languages").add_subparsers(
        metavar="VERB", required=True
    )
    checking = nouns.add_parser(
        "check", help="say what is wrong with it and its languages, and in which line"
    )
    checking.add_argument("file", type=Path, nargs="?", default=BRAND, metavar="FILE")
    checking.set_defaults(run=_check)
    beginning = nouns.add_parser(
        "words", help="print a language file to be filled in: every word as a remark"
    )
    beginning.add_argument("language", metavar="TAG", help="ISO 639, as kk or hy")
    beginning.add_argument(
        "--otherwise",
        choices=[str(one) for one in Language],
        default=str(Language.EN),
        help="the language that stands in for what is not said yet",
    )
    beginning.set_defaults(run=_words)


def _check(chosen: argparse.Namespace) -> int:
    try:
        brand = load_brand(chosen.file)
        faults = _faults_in(brand)
    except (BrokenBrand, OSError) as fault:
        complain(f"{chosen.file.name}: {fault}")
        return 1
    say(*faults)
    languages = ", ".join([*Language, *brand.languages])
    say(f"{chosen.file.name}: {len(faults)} faults in the languages: {languages}")
    return 1 if faults else 0


def _faults_in(brand: Brand) -> list[Fault]:
    from kopilka_cli.web.fonts import letters_lacking
    from kopilka_cli.web.places import MANROPE

    lacking = partial(letters_lacking, source=brand.font or MANROPE)
    for language, said in brand.texts.items():
        saying(spoken_in(language, brand.languages).texts, said)
    return [fault for file in brand.languages.values() for fault in faults_of(file, lacking)]


def _words(chosen: argparse.Namespace) -> int:
    rule = rule_of(chosen.language)
    if rule is None:
        complain(f"{chosen.language}: its plural forms are not known: name a language by ISO 639")
        return 1
    say(
        f'language = ""  # what {chosen.language} calls itself',
        f'otherwise = "{chosen.otherwise}"  # stands in for what is not said here',
    )
    groups: dict[str, list[str]] = {"": []}
    for key, phrase in words_of(spoken_in(chosen.otherwise, {})).items():
        path, _, word = key.rpartition(".")
        groups.setdefault(path, []).append(f"# {word} = {_written(phrase, forms_of(rule))}")
    for path, words in groups.items():
        say(*(["", f"[{path}]"] if path else []), *words)
    return 0


def _written(phrase: str | Plural, forms: tuple[str, ...]) -> str:
    if isinstance(phrase, str):
        return _quoted(phrase)
    said = (f"{form} = {_quoted(getattr(phrase, form, None) or phrase.many)}" for form in forms)
    return f"{{ {', '.join(said)} }}"


def _quoted(phrase: str) -> str:
    escaped = phrase.replace("\\", "\\\\").replace('"', '\\"').replace("\u00a0", "\\u00a0")
    return f'"{escaped}"'
