"""A page of the desk: its template, its words, and the headers that let it do only what it needs."""

from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Final

from fastapi import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse

from loyalty_api.programme import ProgramKind
from loyalty_server.desk.words import words_of
from loyalty_server.languages import Language

PAGES: Final = Path(__file__).parent / "pages"
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""No script at all. `same-origin`: with less a browser without Fetch Metadata would not tell whose form it is."""


@dataclass(frozen=True)
class Sheet:
    """What a page is filled in with besides its own values."""

    language: Language
    brand: str
    kind: ProgramKind = ProgramKind.POINTS


def drawn(
    sheet: Sheet, page: str, status: int = HTTPStatus.OK, /, **values: object
) -> HTMLResponse:
    """The page; nothing of the values can be markup."""
    words = words_of(sheet.language, sheet.kind)
    given = {"t": words, "language": sheet.language, "brand": sheet.brand, **values}
    text = _environment().get_template(page).render(given)
    return HTMLResponse(text, status, headers=HEADERS)


def elsewhere(path: str, said: str = "") -> Response:
    """After something was done: the page to look at, and which sentence it says first."""
    query = f"?said={said}" if said else ""
    return RedirectResponse(path + query, HTTPStatus.SEE_OTHER, headers=HEADERS)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
