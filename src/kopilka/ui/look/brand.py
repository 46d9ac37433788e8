"""The brand file: one retailer's names, colours, logo, words and API address."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final

LANGUAGES: Final = "languages"
"""The folder beside the brand file with a file for each language that the brand adds."""


class BrokenBrand(ValueError):
    """The brand file cannot be used; the message names the key that is wrong."""


@dataclass(frozen=True)
class Palette:
    """The colours of one theme, each `#RRGGBB`; pairs that carry text meet WCAG AA (tested)."""

    background: str
    surface: str
    bar: str
    ink: str
    muted: str
    line: str
    primary: str
    on_primary: str
    container: str
    on_container: str
    warning: str
    warning_container: str
    danger: str


@dataclass(frozen=True)
class Brand:
    """What a retailer changes.

    `logo` is a picture, drawn on `card_gradient`, which runs from the card's top right corner.
    `languages` are the files of those it adds, `font` is its own typeface in place of Manrope.
    """

    name: Mapping[str, str]
    logo: bytes
    api: str
    light: Palette
    dark: Palette
    card_gradient: tuple[str, str, str]
    progress: tuple[str, str]
    texts: Mapping[str, Mapping[str, str]]
    languages: Mapping[str, Path] = field(default_factory=dict)
    font: Path | None = None

    def name_in(self, language: str) -> str:
        """Its name in this language, else its first."""
        return self.name.get(language, next(iter(self.name.values()), ""))


def load_brand(path: Path) -> Brand:
    """The brand from a TOML file and the logo beside it. Raises `BrokenBrand`."""
    table = _read(path)
    card = _table(table, "card")
    return Brand(
        name=_words(table, "name"),
        logo=_picture(path, table),
        api=_text(table, "api"),
        light=_palette(table, "light"),
        dark=_palette(table, "dark"),
        card_gradient=_three(_colours(card, "gradient", 3)),
        progress=_two(_colours(card, "progress", 2)),
        texts={language: _words(table["texts"], language) for language in table.get("texts", {})},
        languages=_languages(path),
        font=path.with_name(_text(table, "font")) if "font" in table else None,
    )


def logo_file(path: Path) -> Path:
    """The picture that the brand file names."""
    return path.with_name(_text(_read(path), "logo"))


def brand_files(path: Path) -> tuple[Path, ...]:
    """What goes wherever the wallet goes: the brand file, its logo and its languages."""
    return path, logo_file(path), *_languages(path).values()


def _languages(path: Path) -> Mapping[str, Path]:
    return {file.stem: file for file in sorted((path.parent / LANGUAGES).glob("*.toml"))}


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BrokenBrand(f"{path.name}:{line}: not UTF-8; save it as UTF-8") from None
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise BrokenBrand(f"{path.name}: {error}") from error


def _picture(path: Path, table: Mapping[str, Any]) -> bytes:
    name = _text(table, "logo")
    try:
        return path.with_name(name).read_bytes()
    except OSError as error:
        raise BrokenBrand(f"logo: {name} cannot be read") from error


def _palette(table: Mapping[str, Any], theme: str) -> Palette:
    colours = _table(table, theme)
    return Palette(**{field.name: _colour(colours, field.name) for field in fields(Palette)})


def _table(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = table.get(key)
    if not isinstance(value, dict):
        raise BrokenBrand(f"{key}: a table is needed")
    return value


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str):
        raise BrokenBrand(f"{key}: a text is needed")
    return value


def _words(table: Mapping[str, Any], key: str) -> Mapping[str, str]:
    words = _table(table, key)
    return {name: _text(words, name) for name in words}


def _colour(table: Mapping[str, Any], key: str) -> str:
    return _checked_colour(key, table.get(key))


def _colours(table: Mapping[str, Any], key: str, count: int) -> tuple[str, ...]:
    values = table.get(key)
    if not isinstance(values, list) or len(values) != count:
        raise BrokenBrand(f"{key}: {count} colours are needed")
    return tuple(_checked_colour(key, value) for value in values)


def _checked_colour(key: str, value: object) -> str:
    if not isinstance(value, str) or len(value) != 7 or not value.startswith("#"):
        raise BrokenBrand(f"{key}: a colour like #146B55 is needed")
    try:
        int(value[1:], 16)
    except ValueError:
        raise BrokenBrand(f"{key}: a colour like #146B55 is needed") from None
    return value


def _three(colours: tuple[str, ...]) -> tuple[str, str, str]:
    first, second, third = colours
    return first, second, third


def _two(colours: tuple[str, ...]) -> tuple[str, str]:
    first, second = colours
    return first, second
