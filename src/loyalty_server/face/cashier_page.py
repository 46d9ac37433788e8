"""`/cashier/`: the installable page of a till, the same file by file as the demo's; no secret is in it."""

import json
from hashlib import sha256
from html import escape
from string import Template
from typing import Final

from fastapi import APIRouter
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from loyalty_api.problems import ProblemCode
from loyalty_server.face.asking import Now, RequestLanguage, Settings
from loyalty_server.face.engine_desk import OwnLedger
from loyalty_server.languages import Language, Phrases
from loyalty_server.passes.picture import tile
from loyalty_server.problems import Refused
from loyalty_server.programme.versions import rules_at
from loyalty_server.settings import ServerSettings
from loyalty_server.till_page.files import A_WEEK, HEADERS, PAGE, Document, font_file, rendered

ASK_FIRST: Final = {"Cache-Control": "no-cache"}
SIDES: Final = (192, 512)
KINDS: Final = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
WORKER: Final = "worker.js"
"""It is served filled in: with what it keeps and by which version."""

ASKS_US_ALONE: Final = {"Content-Security-Policy": "default-src 'none'; connect-src 'self'"}
"""A worker is bound by the policy of its own file."""

NOT_HERE: Final = {"demo.js", WORKER}
HEAD: Final = Template("""<link rel="manifest" href="manifest.webmanifest">
    <link rel="apple-touch-icon" href="icon-192.png">
    <meta name="apple-mobile-web-app-capable" content="yes">
    <meta name="apple-mobile-web-app-title" content="$name">
    <link rel="stylesheet" href="brand.css">""")
TILL: Final = Phrases("cashier", {Language.RU: "касса", Language.EN: "till"})
routes = APIRouter(prefix="/cashier", include_in_schema=False, dependencies=[OwnLedger])


@routes.get("")
def cashier() -> Response:
    """The page stands in a folder, which is what its service worker may serve."""
    return RedirectResponse("/cashier/", headers=ASK_FIRST)


@routes.get("/")
def page(settings: Settings, language: RequestLanguage, now: Now) -> Response:
    """The page; which till it is it asks for afterwards."""
    return HTMLResponse(
        _document(settings, language, _name(settings, language, now)), headers=HEADERS
    )


@routes.get("/brand.css")
def brand(settings: Settings) -> Response:
    """The retailer's colours."""
    return Response(settings.look.style(), headers=ASK_FIRST, media_type="text/css")


@routes.get("/manifest.webmanifest")
def manifest(settings: Settings, language: RequestLanguage, now: Now) -> Response:
    """What makes it installable."""
    name = _name(settings, language, now)
    icons = [
        {"src": f"icon-{side}.png", "sizes": f"{side}x{side}", "type": "image/png", "purpose": use}
        for side in SIDES
        for use in ("any", "maskable")
    ]
    said = {
        "name": f"{name} · {TILL[language]}",
        "short_name": name,
        "lang": language,
        "id": "/cashier/",
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "background_color": settings.look.light.get("background", "#F6F5F1"),
        "theme_color": settings.look.light.get("background", "#F6F5F1"),
        "icons": icons,
    }
    text = json.dumps(said, ensure_ascii=False)
    return Response(text, headers=ASK_FIRST, media_type="application/manifest+json")


@routes.get("/icon-{side}.png")
def icon(settings: Settings, now: Now, language: RequestLanguage, side: int) -> Response:
    """A tile in the brand's colour."""
    if side not in SIDES:
        raise Refused(ProblemCode.NOT_FOUND)
    colour = settings.look.light.get("primary", "#146B55")
    letter = _name(settings, language, now)[:1].upper()
    return Response(tile(colour, letter, side), headers=A_WEEK, media_type="image/png")


@routes.get("/manrope.ttf")
def font() -> FileResponse:
    """The page's type."""
    return font_file()


@routes.get(f"/{WORKER}")
def worker(settings: Settings, language: RequestLanguage, now: Now) -> Response:
    """What keeps the page in the browser, under a version that changes with any of its files."""
    names = sorted(name for name in _files() if name not in NOT_HERE)
    digest = sha256(settings.look.style().encode())
    digest.update(_document(settings, language, _name(settings, language, now)).encode())
    for name in names:
        digest.update((PAGE / name).read_bytes())
    kept = ["./", "brand.css", "manrope.ttf", "manifest.webmanifest", *names]
    told = {"version": digest.hexdigest()[:16], "files": kept}
    text = f"self.KEPT = {json.dumps(told)};\n" + (PAGE / WORKER).read_text("utf-8")
    return Response(text, headers=ASK_FIRST | ASKS_US_ALONE, media_type="text/javascript")


@routes.get("/{name}")
def file(name: str) -> Response:
    """A script or a style sheet of the page."""
    if name not in _files() or name in NOT_HERE:
        raise Refused(ProblemCode.NOT_FOUND)
    path = PAGE / name
    return FileResponse(path, headers=ASK_FIRST, media_type=KINDS[path.suffix])


def _files() -> set[str]:
    return {one.name for one in PAGE.iterdir() if one.suffix in KINDS}


def _document(settings: ServerSettings, language: Language, name: str) -> str:
    return rendered(
        Document(
            title=name,
            language=language,
            folder="",
            script="cashier.js",
            config={"program": name, "api": ""},
            catalogue=settings.goods,
            head=HEAD.substitute(name=escape(name)),
            added=settings.look.words,
        )
    )


def _name(settings: ServerSettings, language: Language, now: Now) -> str:
    """The brand's where there is one, else the programme's."""
    if language in settings.look.name:
        return settings.look.name[language]
    with settings.database.reading() as session:
        return rules_at(session, now).program.name
