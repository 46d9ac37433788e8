"""The demo till at `/till`: one plain page that talks to the public till API and nothing else."""

from dataclasses import dataclass, field
from typing import Final

from fastapi import APIRouter, FastAPI
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles

from loyalty_api.codec import encode
from loyalty_api.currencies import minor_digits
from loyalty_api.programme import ProgramKind
from loyalty_server.demo.catalogue import catalogue
from loyalty_server.languages import Language
from loyalty_server.till_page.files import HEADERS, PAGE, Document, font_file, rendered
from loyalty_server.till_page.look import PageLook

BRAND_STYLE: Final = '<link rel="stylesheet" href="till/brand.css">'


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
    kind: ProgramKind = ProgramKind.POINTS


def mount_till_page(app: FastAPI, page: TillPage, look: PageLook) -> None:
    """Serves `/till` and its files. The key is in the page itself, never in an address."""
    html = rendered(
        Document(
            title=page.program,
            language=page.language,
            folder="till/",
            script="demo.js",
            config={**encode(page), "minor_digits": minor_digits(page.currency)},
            catalogue=catalogue(page.language),
            head=BRAND_STYLE,
            added=look.words,
        )
    )
    router = APIRouter(include_in_schema=False)

    @router.get("/till")
    def till() -> HTMLResponse:
        return HTMLResponse(html, headers=HEADERS)

    @router.get("/till/brand.css")
    def brand() -> Response:
        return Response(look.style(), media_type="text/css")

    @router.get("/till/manrope.ttf")
    def font() -> FileResponse:
        return font_file()

    app.include_router(router)
    app.mount("/till", StaticFiles(directory=PAGE), name="till files")
