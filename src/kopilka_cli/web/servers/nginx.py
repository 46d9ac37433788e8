"""For nginx (https://nginx.org/en/docs): a file to include inside a `server`, after its `root`."""

from collections.abc import Mapping
from textwrap import indent

from kopilka_cli.static_site import ANY_TYPE, MEDIA_TYPES
from kopilka_cli.web.servers.rules import INDEX, SERVERS_OWN, SiteRules, path_of

_HEAD = """\
# Made by `kopilka web`. Inside a `server` of nginx, after `root FOLDER;`: include kopilka.nginx;
gzip_static on;
# brotli_static on;  # where nginx has the module of this name
"""
_STREAMS_FOR = "75s"
"""A stream says something every 15 seconds."""


def nginx_file(rules: SiteRules, upstream: str) -> str:
    """Locations by regular expression, the first that fits answers."""
    kinds = "".join(
        f'    "{kind}" {suffix.removeprefix(".")};\n' for suffix, kind in MEDIA_TYPES.items()
    )
    blocks = [
        f"types {{\n{kinds}}}",
        f"default_type {ANY_TYPE};",
        f'rewrite "^/{rules.noto}" /{rules.font} last;',
        _location(SERVERS_OWN, _proxied(upstream)),
        _location(f"{rules.part}/", _headers(rules.in_part) + "try_files $uri =404;"),
        *(
            _location(path_of(page), f"{_headers(headers)}try_files /{page} =404;")
            for page, headers in rules.pages.items()
        ),
        _location(r"(.*/)?[^/]+\.[^/]*$", _headers(rules.file) + "try_files $uri =404;"),
        _location(rules.no_place, "return 404;"),
        _location("", f"{_headers(rules.pages[INDEX])}try_files /{INDEX} =404;"),
    ]
    return _HEAD + "\n".join(blocks) + "\n"


def _location(path: str, what: str) -> str:
    inside = indent(what, "    ")
    return f'location ~ "^/{path}" {{\n{inside}\n}}'


def _headers(headers: Mapping[str, str]) -> str:
    return "".join(f'add_header {name} "{value}";\n' for name, value in headers.items())


def _proxied(upstream: str) -> str:
    return f"""\
proxy_pass http://{upstream};
proxy_http_version 1.1;
proxy_set_header Host $host;
proxy_set_header X-Forwarded-For $remote_addr;
proxy_set_header X-Forwarded-Proto $scheme;
proxy_set_header Connection "";
proxy_read_timeout {_STREAMS_FOR};"""
