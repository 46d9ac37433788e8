"""Serves what `kopilka web` made: compressed twins, caching for ever, app routes, security headers."""

import hashlib
import os
import re
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from stat import S_ISDIR
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import PathLike, StaticFiles
from starlette.types import Scope

_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ASK_FIRST: Final = "no-cache"
PART: Final = re.compile(r"[a-z]+-[0-9a-f]{16}$")
"""The name of a folder whose content never changes."""

NOTO: Final = re.compile(r"assets-[0-9a-f]{16}/assets/fonts/noto")
"""Where Flutter looks for a font with a glyph that ours lack."""

FONT: Final = "assets-*/assets/fonts/Manrope.woff2"
NO_PLACE: Final = re.compile(
    r"(([vV][0-9]+|docs|redoc|metrics|demo|healthz|readyz|cashier|desk)(/|$)|(.*/)?\.[^/])"
)
"""Names of a server's own, and those that begin with a dot, which are asked for by who looks for something of a
server's: what it does not answer is no place inside the app."""
_NOT_WANTED: Final = re.compile(r"0(\.0*)?")
_INLINE_SCRIPT: Final = re.compile(r"<script(?![^>]* src=)[^>]*>(.*?)</script>", re.DOTALL)
TWINS: Final = {"br": ".br", "gzip": ".gz"}
ANY_TYPE: Final = "application/octet-stream"
MEDIA_TYPES: Final = {
    ".bin": ANY_TYPE,
    ".css": "text/css; charset=utf-8",
    ".frag": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}


class StaticSite(StaticFiles):
    """An ASGI app that serves the site in `folder`; mount it last, at `/`.

    A path without a file and without a suffix is a place inside the app and gets index.html.
    `api_origins` are the origins beside its own that the wallet may talk to (`https://api.example`).
    """

    def __init__(self, folder: Path, api_origins: Sequence[str] = ()) -> None:
        super().__init__(directory=folder)
        self._folder = folder.resolve()
        self._api_origins = tuple(api_origins)

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """The file that answers for this path, and its status; none for a file that is not there."""
        found, status = super().lookup_path(path)
        if status is not None and found != str(self._folder):
            if S_ISDIR(status.st_mode):
                return super().lookup_path(f"{path}/index.html")
            return found, status
        if NOTO.match(path):
            return super().lookup_path(self._any_font())
        if NO_PLACE.match(path) or "." in Path(path).name.removeprefix("."):
            return "", None
        return super().lookup_path("index.html")

    def file_response(
        self,
        full_path: PathLike,
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The file, or its compressed twin for a browser that takes one."""
        file = Path(full_path)
        headers = self.headers(file)
        for encoding, suffix in TWINS.items():
            twin = file.with_name(file.name + suffix)
            if _accepts(scope, encoding) and twin.is_file():
                full_path, stat_result = twin, twin.stat()
                headers["Content-Encoding"] = encoding
                break
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(headers)
        return response

    def _any_font(self) -> str:
        """For a glyph our fonts lack Flutter asks for Noto, and for ever when it gets no font."""
        return next(self._folder.glob(FONT)).relative_to(self._folder).as_posix()

    def headers(self, file: Path) -> dict[str, str]:
        """What goes with this file of the site."""
        part = file.relative_to(self._folder).parts[0]
        return {
            "Content-Type": MEDIA_TYPES.get(file.suffix, ANY_TYPE),
            "Cache-Control": _FOR_EVER if PART.match(part) else _ASK_FIRST,
            "Content-Security-Policy": self._content_security_policy(file),
            "Cross-Origin-Opener-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Vary": "Accept-Encoding",
        }

    def _content_security_policy(self, file: Path) -> str:
        """The site itself and the API, nothing else. Inline scripts go by hash; Flutter sets styles."""
        scripts = ["'self'", "'wasm-unsafe-eval'"]
        if file.suffix == ".html":
            scripts += [_hash(script) for script in _INLINE_SCRIPT.findall(file.read_text())]
        rules = {
            "default-src": ["'self'"],
            "script-src": scripts,
            "connect-src": ["'self'", *self._api_origins],
            "img-src": ["'self'", "data:", "blob:"],
            "style-src": ["'self'", "'unsafe-inline'"],
            "object-src": ["'none'"],
            "base-uri": ["'self'"],
            "form-action": ["'self'"],
            "frame-ancestors": ["'none'"],
        }
        return "; ".join(f"{rule} {' '.join(sources)}" for rule, sources in rules.items())


def _accepts(scope: Scope, encoding: str) -> bool:
    """By `Accept-Encoding` (RFC 9110, 12.5.3); the weight 0 says no."""
    accepted = Headers(scope=scope).get("accept-encoding", "").lower()
    offers = (offer.replace(" ", "").partition(";q=") for offer in accepted.split(","))
    return any(name == encoding and not _NOT_WANTED.fullmatch(weight) for name, _, weight in offers)


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{b64encode(digest).decode()}'"
