"""What any web server has to know of the site, read from the site and from what serves it here."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from kopilka_cli.static_site import FONT, NO_PLACE, NOTO, PART, StaticSite

INDEX: Final = "index.html"
SERVERS_OWN: Final = r"(v1/|(cashier|desk)(/|$)|\.well-known/|healthz$|readyz$)"
"""A regular expression of the paths, after their slash, that the loyalty server answers and no file."""


@dataclass(frozen=True)
class SiteRules:
    """The site's own answers.

    `parts` are folders kept for ever and `part` the form of their names, `noto` and `no_place` the forms of paths that
    get `font` or nothing. `pages` are the HTML files with their headers; the others share `file` or, in a part,
    `in_part`. No set of headers holds the media type.
    """

    parts: tuple[str, ...]
    pages: Mapping[str, Mapping[str, str]]
    file: Mapping[str, str]
    in_part: Mapping[str, str]
    font: str
    part: str = PART.pattern.removesuffix("$")
    noto: str = NOTO.pattern
    no_place: str = NO_PLACE.pattern


def rules_of(site: Path, api: str) -> SiteRules:
    """Those of a built site; `api` is the address of the server where it has another origin, or empty."""
    serving = StaticSite(site, [_origin(api)] if api else [])
    parts = sorted(one.name for one in site.iterdir() if PART.match(one.name))
    pages = sorted(
        one for one in site.rglob("*.html") if one.relative_to(site).parts[0] not in parts
    )
    font = next(site.glob(FONT))
    return SiteRules(
        tuple(parts),
        {page.relative_to(site).as_posix(): _without_type(serving.headers(page)) for page in pages},
        _without_type(serving.headers(site / "service_worker.js")),
        _without_type(serving.headers(font)),
        font.relative_to(site).as_posix(),
    )


def path_of(page: str) -> str:
    """A regular expression of the paths, after their slash, at which a page is; a folder answers with its index."""
    path = PurePosixPath(page)
    if path.name == INDEX != page:
        return rf"{path.parent}(/(index\.html)?)?$"
    return page.replace(".", r"\.") + "$"


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _without_type(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "Content-Type"}
