"""Caddy and nginx, told what `kopilka web --servers` wrote, answer for every file and place as our own server does."""

import hashlib
import json
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from kopilka_cli.static_site import StaticSite
from kopilka_cli.web.places import CONTRACT, REPOSITORY
from kopilka_cli.web.servers import write_server_files
from kopilka_cli.web.servers.rules import SERVERS_OWN
from loyalty_server.desk.routes import ROUTERS as DESK
from loyalty_server.face import cashier_page, operations
from tests.serving import serving

pytestmark = pytest.mark.slow

SITE = REPOSITORY / "dist/web"
API = "https://api.example"
POLICY = "Content-Security-Policy"
TWINS = (".br", ".gz")
PLACES = (
    "/",
    "/history",
    "/rewards/17",
    "/docs",
    "/docs/",
    "/docs/nothing",
    "/licences.html",
    "/metrics",
    "/v2/wallet",
    "/V1/wallet",
    "/.env",
    "/join/.git/HEAD",
    "/demo",
    "/nothing.js",
    "/engine-0123456789abcdef/nothing.wasm",
)
OF_A_SERVERS_OWN = (
    "accept-ranges",
    "connection",
    "content-encoding",
    "content-length",
    "date",
    "etag",
    "last-modified",
    "server",
    "transfer-encoding",
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What was written for a site with another origin's API, and a loyalty server that names the path it was asked."""
    folder = tmp_path_factory.mktemp("servers")

    async def named(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"{request.url.path} for {request.headers['x-forwarded-for']}")

    with serving(Starlette(routes=[Route("/{path:path}", named)])) as upstream:
        write_server_files(folder, SITE, f"{API}/here", upstream.removeprefix("http://"))
        yield folder


@pytest.fixture(scope="module", params=["caddy", "nginx"])
def server(
    request: pytest.FixtureRequest, told: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a real one that includes what was written."""
    folder = tmp_path_factory.mktemp(request.param)
    starts = {"caddy": _caddy, "nginx": _nginx}[request.param]
    port = _free_port()
    with _running(starts(folder, told, port), folder) as process:
        _wait_until_answering(process, port, folder / "log")
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("encodings", ["identity", "gzip", "gzip, deflate, br, zstd"])
def test_answers_as_our_own_server(server: str, encodings: str) -> None:
    files = [file for file in SITE.rglob("*") if file.is_file() and file.suffix not in TWINS]
    font = next(SITE.glob("assets-*/assets/fonts"))
    paths = [f"/{file.relative_to(SITE).as_posix()}" for file in files] + [
        *PLACES,
        f"/{font.relative_to(SITE).as_posix()}/notosansarabic/v18/nothing.woff2",
    ]
    asks = {"Accept-Encoding": encodings}
    with (
        serving(Starlette(routes=[Mount("/", StaticSite(SITE, [API]))])) as ours,
        httpx.Client(base_url=ours, headers=asks) as here,
        httpx.Client(base_url=server, headers=asks) as there,
    ):
        differing = {
            path: (expected, seen)
            for path in paths
            if (expected := _answer(here.get(path))) != (seen := _answer(there.get(path)))
        }
    assert len(paths) > len(PLACES) + 20
    assert not differing


@pytest.mark.parametrize(
    "path",
    [
        "/v1/wallet",
        "/.well-known/assetlinks.json",
        "/.well-known/apple-app-site-association",
        "/healthz",
        "/readyz",
        "/cashier",
        "/cashier/",
        "/desk",
    ],
)
def test_loyalty_server_is_asked_by_who_is_really_there(server: str, path: str) -> None:
    answer = httpx.get(server + path, headers={"X-Forwarded-For": "203.0.113.7"})
    assert answer.text == f"{path} for 127.0.0.1"


def test_every_path_of_the_loyalty_server_is_its_own() -> None:
    published = json.loads(CONTRACT.read_text())["paths"]
    rooms = (operations.routes, cashier_page.routes, *DESK)
    paths = [*published, *(route.path for room in rooms for route in room.routes)]
    assert [path for path in paths if not re.match(SERVERS_OWN, path.removeprefix("/"))] == []


def test_cdn_says_each_header_once_for_every_path(told: Path) -> None:
    ours = StaticSite(SITE, [API])
    rules = _rules((told / "_headers").read_text())
    for file in (one for one in SITE.rglob("*") if one.is_file() and one.suffix not in TWINS):
        path = f"/{file.relative_to(SITE).as_posix()}"
        said = [line for where, lines in rules if fnmatchcase(path, where) for line in lines]
        told_of = dict(line.split(": ", 1) for line in said)
        expected = ours.headers(file)
        assert len(told_of) == len(said)
        assert told_of.get("Cache-Control", "no-cache") == expected["Cache-Control"]
        assert _sources(expected[POLICY]) <= _sources(told_of[POLICY])
        for name in ("Cross-Origin-Opener-Policy", "Referrer-Policy", "X-Content-Type-Options"):
            assert told_of[name] == expected[name]


def _rules(text: str) -> list[tuple[str, list[str]]]:
    """Paths, and the lines indented below each."""
    rules: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith(" "):
            rules[-1][1].append(line.strip())
        else:
            rules.append((line, []))
    return rules


def _sources(policy: str) -> set[tuple[str, str]]:
    """Each directive with each of its sources."""
    directives = (one.split() for one in policy.split(";"))
    return {(name, source) for name, *sources in directives for source in sources}


def _answer(response: httpx.Response) -> tuple[int, dict[str, str], str]:
    """What matters to a browser; of an answer without a file, only that there is none."""
    if response.status_code == httpx.codes.NOT_FOUND:
        return response.status_code, {}, ""
    told = {name: value for name, value in response.headers.items() if name not in OF_A_SERVERS_OWN}
    return response.status_code, told, hashlib.sha256(response.content).hexdigest()


def _caddy(folder: Path, told: Path, port: int) -> list[str]:
    (folder / "Caddyfile").write_text(
        f"{{\n\tadmin off\n}}\nhttp://127.0.0.1:{port} {{\n"
        f"\troot * {SITE}\n\timport {told / 'kopilka.caddy'}\n}}\n"
    )
    return ["caddy", "run", "--config", str(folder / "Caddyfile")]


def _nginx(folder: Path, told: Path, port: int) -> list[str]:
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;\n"
        f"server {{ listen 127.0.0.1:{port}; root {SITE}; include {told / 'kopilka.nginx'}; }} }}\n"
    )
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]


@contextmanager
def _running(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {"HOME": str(folder), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


def _wait_until_answering(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    while process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            continue
        return
    pytest.fail(log.read_text())


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])
