"""The till's page as the server hands it out: the document with its words, and the files beside it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from starlette.responses import FileResponse

from loyalty_api.codec import encode
from loyalty_server.goods_file import Catalogue
from loyalty_server.languages import Language

PAGE = Path(__file__).parent / "page"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Permissions-Policy": "camera=(self)",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
A_WEEK = {"Cache-Control": "public, max-age=604800"}


@dataclass(frozen=True)
class Document:
    """One till's document: what it is called, where its files are, which script begins it, what it is told.

    `added` are the words of other languages than the page's own.
    """

    title: str
    language: Language
    folder: str
    script: str
    config: dict[str, Any]
    catalogue: Catalogue
    head: str = ""
    added: Mapping[str, Any] = field(default_factory=dict)


def rendered(document: Document) -> str:
    """The page; nothing in it can be markup but its own."""
    template = Template((PAGE / "till.html").read_text(encoding="utf-8"))
    words: dict[str, Any] = {language: words_of(language) for language in Language}
    words.update(document.added)
    shelves = encode(document.catalogue.category)
    return template.substitute(
        language=document.language,
        program=escape(document.title),
        description=escape(f"{words[document.language]['title']} · {document.title}"),
        folder=document.folder,
        script=document.script,
        head=document.head,
        config=_embedded({**document.config, "catalogue": shelves, "words": words}),
    )


def font_file() -> FileResponse:
    """Manrope, as its package has it."""
    path = files("font_manrope") / "files" / "Manrope-VariableFont_wght.ttf"
    return FileResponse(str(path), headers=A_WEEK)


def words_of(language: Language) -> Any:
    """What the page says in one of its own languages."""
    return json.loads((PAGE / "words" / f"{language}.json").read_text(encoding="utf-8"))


def _embedded(config: dict[str, Any]) -> str:
    """JSON that cannot end the script element it stands in."""
    return json.dumps(config, ensure_ascii=False).replace("<", "\\u003c")
