"""For Caddy 2 (https://caddyserver.com/docs/caddyfile): a file to import inside a site, after its `root`."""

from collections.abc import Mapping
from textwrap import indent

from kopilka_cli.static_site import ANY_TYPE, MEDIA_TYPES
from kopilka_cli.web.servers.rules import INDEX, SERVERS_OWN, SiteRules, path_of

_HEAD = "# Made by `kopilka web`. Inside a site of your Caddyfile, after `root * FOLDER`: import kopilka.caddy\n"
_FILES = "file_server {\n\tprecompressed br gzip\n}"


def caddy_file(rules: SiteRules, upstream: str) -> str:
    """The blocks of a site, the first that fits answers."""
    noto = f"@noto path_regexp ^/{rules.noto}\nrewrite @noto /{rules.font}\n"
    untyped = _typed("untyped", "path_regexp /[^./]+$", ANY_TYPE)
    blocks = [
        *(_typed(suffix[1:], f"path *{suffix}", kind) for suffix, kind in MEDIA_TYPES.items()),
        _block("server", SERVERS_OWN, f"reverse_proxy {upstream} {{\n\tflush_interval -1\n}}"),
        _block("part", f"{rules.part}/", noto + untyped + _headers(rules.in_part) + _FILES),
        *(
            _block(
                _name(page),
                path_of(page),
                f"rewrite * /{page}\n{_headers(rules.pages[page])}{_FILES}",
            )
            for page in rules.pages
        ),
        _block("file", r"(.*/)?[^/]+\.[^/]*$", _headers(rules.file) + _FILES),
        _block("nothing", rules.no_place, "respond 404"),
        _block("place", "", f"rewrite * /{INDEX}\n{_headers(rules.pages[INDEX])}{_FILES}"),
    ]
    return _HEAD + "\n".join(block.strip() for block in blocks) + "\n"


def _block(name: str, path: str, what: str) -> str:
    inside = indent(what, "\t")
    return f"@{name} path_regexp ^/{path}\nhandle @{name} {{\n{inside}\n}}"


def _typed(name: str, which: str, kind: str) -> str:
    return f"@{name} {which}\n" + _headers({"Content-Type": kind}, f"@{name} ")


def _headers(headers: Mapping[str, str], where: str = "") -> str:
    """Set once the file server has said its own."""
    lines = "".join(f'\t{name} "{value}"\n' for name, value in headers.items())
    return f"header {where}{{\n{lines}\tdefer\n}}\n"


def _name(page: str) -> str:
    return page.replace("/", "_").removesuffix(".html")
