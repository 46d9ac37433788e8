"""How the shell looks and what it says: the brand's colours and the wallet's own words."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Final

from kopilka.ui.look.brand import Brand, Palette
from kopilka.ui.look.formats import Plural
from kopilka.ui.look.texts import Texts, asked_for, catalogue, languages_of
from kopilka.ui.look.texts.language_file import language_file
from kopilka.ui.look.texts.way_in_shape import JoinTexts
from kopilka_cli.web.icons import character
from loyalty_api.problems import ProblemCode

UNUSED: Final = frozenset({"warning", "warning_container"})
"""Colours of the app alone; the page is sent before anything else and is kept small."""

ICONS: Final = frozenset({"STAR_ROUNDED", "WB_SUNNY_OUTLINED", "CLOSE_ROUNDED"})

_SIGN_IN_WORDS: Final = [
    "address",
    "address_hint",
    "address_wrong",
    "send",
    "code",
    "code_sent",
    "resend",
    "resend_in",
    "other_address",
    "enter",
    "consents",
    "consents_hint",
    "required",
    "agree",
    "rest",
    "rest_hint",
    "first_name",
    "not_kept",
    "working",
]
_JOIN_PROBLEMS: Final = (
    ProblemCode.INVALID,
    ProblemCode.NOT_FOUND,
    ProblemCode.UNAUTHENTICATED,
    ProblemCode.RATE_LIMITED,
    ProblemCode.UPGRADE_REQUIRED,
    ProblemCode.SIGN_IN_CODE_WRONG,
    ProblemCode.SIGN_IN_CODE_EXPIRED,
    ProblemCode.CONSENTS_REQUIRED,
    ProblemCode.RECEIPT_USED,
    ProblemCode.JOIN_EXPIRED,
    ProblemCode.JOIN_TAKEN,
)


def words(brand: Brand) -> Mapping[str, Mapping[str, str]]:
    """What the shell says, by language."""
    return {
        language: {
            **_said(_texts(brand, language)),
            "name": brand.name_in(language),
            "asked_for": asked_for(brand.languages, language),
        }
        for language in languages_of(brand.languages)
    }


def join_words(brand: Brand) -> Mapping[str, Mapping[str, object]]:
    """What the join page and the seldom forms of the code say, by language."""
    return {
        language: _said_when_joining(_texts(brand, language))
        for language in languages_of(brand.languages)
    }


def promise(brand: Brand, language: str) -> str:
    """What a card is good for, in a sentence: what a search engine tells of the wallet."""
    return _texts(brand, language).display.title


def letters_of(brand: Brand) -> str:
    """Every letter of the languages that the brand adds, each once."""
    files = map(language_file, brand.languages.values())
    return "".join(sorted({letter for file in files for letter in file.letters}))


def style_values(brand: Brand) -> Mapping[str, str]:
    """What the style sheet leaves open: colours as custom properties, the card's gradient, icons."""
    return {
        "light": _properties(brand.light),
        "dark": _properties(brand.dark),
        "to_till": brand.light.on_container,
        "card_gradient": _gradient(brand.card_gradient),
        "icons": "\n".join(_icon_rule(name) for name in sorted(ICONS)),
    }


def _texts(brand: Brand, language: str) -> Texts:
    return catalogue(language, brand.texts.get(language, {}), brand.languages)


def _said(texts: Texts) -> dict[str, str]:
    return {
        "yours": texts.card.yours,
        "qr": texts.card.qr,
        "number": texts.card.number,
        "card_changes_in": texts.card.changes_in,
        "to_till": texts.card.to_till,
        "balance": texts.card.balance,
        "discount": texts.card.discount,
        "discount_hint": texts.card.discount_hint,
        "as_of": texts.common.as_of,
        "close": texts.common.close,
        "retry": texts.common.retry,
        "not_started": texts.shell.not_started,
        "not_started_hint": texts.shell.not_started_hint,
        "lacking": texts.shell.lacking,
        "lacking_hint": texts.shell.lacking_hint,
        "kept_nowhere": texts.shell.kept_nowhere,
        "brighter": texts.till.brighter,
        "till_changes_in": f"{texts.till.changes_in} · {texts.till.works_offline}",
    }


def _said_when_joining(texts: Texts) -> dict[str, object]:
    sign_in = asdict(texts.sign_in)
    return {
        **{name: sign_in[name] for name in _SIGN_IN_WORDS},
        **_with_forms(texts.join),
        "sign_in_title": texts.sign_in.title,
        "sign_in_hint": texts.sign_in.hint,
        "barcode": texts.till.barcode,
        "earn_only": texts.till.earn_only,
        "manual_code": texts.till.manual_code,
        "manual_hint": texts.till.manual_hint,
        "problems": {code: texts.problem(code) for code in _JOIN_PROBLEMS},
        "refused": texts.refused,
        "unreachable": texts.unreachable,
        "wait_seconds": {
            form: phrase if form == "spoken" else texts.wait.format(span=phrase)
            for form, phrase in _forms(texts.common.seconds).items()
        },
        "retry": texts.common.retry,
    }


def _with_forms(texts: JoinTexts) -> dict[str, object]:
    said = {field.name: getattr(texts, field.name) for field in fields(texts)}
    return {name: _forms(word) if isinstance(word, Plural) else word for name, word in said.items()}


def _forms(plural: Plural) -> dict[str, str]:
    return {form: phrase for form, phrase in asdict(plural).items() if phrase is not None}


def _properties(palette: Palette) -> str:
    return "".join(
        f"--{name.replace('_', '-')}:{colour};"
        for name, colour in asdict(palette).items()
        if name not in UNUSED
    )


def _gradient(colours: tuple[str, str, str]) -> str:
    first, second, third = colours
    return f"{first}, {second} 45%, {third}"


def _icon_rule(icon: str) -> str:
    return f'#shell .{icon.lower()}::before {{ content: "{character(icon)}"; }}'
