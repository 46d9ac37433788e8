"""The demo till at `/till`: one plain page that talks to the public till API and nothing else."""

import json
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.responses import FileResponse, HTMLResponse
from starlette.staticfiles import StaticFiles

from loyalty_api.codec import encode
from loyalty_api.currencies import minor_digits
from loyalty_server.demo.catalogue import catalogue
from loyalty_server.languages import Language

PAGE = Path(__file__).parent / "page"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Permissions-Policy": "camera=(self)",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class TillPage:
    """What one till's page is told: who it is, its key, and where the customer's display is."""

    program: str
    till: str
    store: str
    currency: str
    language: Language
    till_key: str = field(repr=False)
    display: str
    api: str = ""


def mount_till_page(app: FastAPI, page: TillPage) -> None:
    """Serves `/till` and its files. The key is in the page itself, never in an address."""
    html = _rendered(page)
    router = APIRouter(include_in_schema=False)

    @router.get("/till")
    def till() -> HTMLResponse:
        return HTMLResponse(html, headers=HEADERS)

    @router.get("/till/manrope.ttf")
    def font() -> FileResponse:
        path = files("font_manrope") / "files" / "Manrope-VariableFont_wght.ttf"
        return FileResponse(str(path), headers={"Cache-Control": "public, max-age=604800"})

    app.include_router(router)
    app.mount("/till", StaticFiles(directory=PAGE), name="till files")


def _rendered(page: TillPage) -> str:
    template = Template((PAGE / "till.html").read_text(encoding="utf-8"))
    return template.substitute(
        language=page.language, program=escape(page.program), config=_embedded(_config(page))
    )


def _config(page: TillPage) -> dict[str, Any]:
    words = {language: _words(language) for language in Language}
    shelves = encode(catalogue(page.language).category)
    digits = minor_digits(page.currency)
    return {**encode(page), "minor_digits": digits, "catalogue": shelves, "words": words}


def _words(language: Language) -> Any:
    return json.loads((PAGE / "words" / f"{language}.json").read_text(encoding="utf-8"))


def _embedded(config: dict[str, Any]) -> str:
    """JSON that cannot end the script element it stands in."""
    return json.dumps(config, ensure_ascii=False).replace("<", "\\u003c")
