"""The languages the programme speaks, and which of them a request prefers."""

from enum import StrEnum


class Language(StrEnum):
    """Russian and English, by their ISO 639 codes."""

    RU = "ru"
    EN = "en"


def preferred_language(accept_language: str, otherwise: Language) -> Language:
    """The best of an `Accept-Language` header (RFC 9110, 12.5.4), `otherwise` when it has none."""
    return named_language(accept_language) or otherwise


def named_language(accept_language: str) -> Language | None:
    """The best of the header, None when it names no language that is known here."""
    weighed = [_weighed(part) for part in accept_language.split(",")]
    known = [(weight, tag) for weight, tag in weighed if weight > 0 and tag in tuple(Language)]
    return Language(max(known, key=lambda pair: pair[0])[1]) if known else None


def _weighed(part: str) -> tuple[float, str]:
    tag, _, weight = part.partition(";")
    language = tag.strip().partition("-")[0].lower()
    if not weight:
        return 1.0, language
    try:
        return float(weight.strip().removeprefix("q=")), language
    except ValueError:
        return 0.0, language
