"""Serving the browser app: caching, compression, app routes, headers."""

import asyncio
import hashlib
from base64 import b64encode
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from kopilka_cli.static_site import StaticSite
from tests.serving import serving

PART = "engine-0123456789abcdef"
FONTS = "assets-0123456789abcdef/assets/fonts"
SCRIPT = "start()"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "index.html": f"<html><script>{SCRIPT}</script></html>".encode(),
        "index.html.br": b"brotli",
        f"{PART}/client.wasm": b"\0asm",
        f"{PART}/client.wasm.br": b"brotli",
        f"{PART}/client.wasm.gz": b"gzip",
        f"{PART}/client.mjs": b"export {}",
        f"{FONTS}/Manrope.woff2": b"font",
    }
    for name, content in files.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (tmp_path / "secret.txt").write_text("outside the site")
    return tmp_path / "site"


@pytest.fixture
async def browser(folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(routes=[Mount("/", StaticSite(folder, ["https://api.example"]))])
    transport = httpx.ASGITransport(app)
    plain = {"Accept-Encoding": "identity"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://test", headers=plain
    ) as client:
        yield client


async def test_part_is_kept_by_the_browser_for_ever(browser: httpx.AsyncClient) -> None:
    answer = await browser.get(f"/{PART}/client.mjs")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"


async def test_page_is_asked_for_anew_and_not_sent_twice(browser: httpx.AsyncClient) -> None:
    first = await browser.get("/")
    assert first.headers["cache-control"] == "no-cache"
    again = await browser.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("accepted", "encoding", "suffix"),
    [
        ("gzip, deflate, br, zstd", "br", ".br"),
        ("gzip", "gzip", ".gz"),
        ("br;q=0, gzip;q=0.5", "gzip", ".gz"),
        ("identity", None, ""),
        ("br;q=much", "br", ".br"),
        ("br;q=0.000", None, ""),
    ],
)
async def test_browser_gets_the_smallest_form_it_takes(
    browser: httpx.AsyncClient,
    folder: Path,
    accepted: str,
    encoding: str | None,
    suffix: str,
) -> None:
    request = browser.build_request(
        "GET", f"/{PART}/client.wasm", headers={"Accept-Encoding": accepted}
    )
    answer = await browser.send(request, stream=True)
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["content-type"] == "application/wasm"
    assert answer.headers["vary"] == "Accept-Encoding"
    sent = b"".join([chunk async for chunk in answer.aiter_raw()])
    assert sent == (folder / PART / f"client.wasm{suffix}").read_bytes()


@pytest.mark.parametrize("path", ["/", "/history", "/offers/42", "/join/AB12", "/purchases/"])
async def test_deep_link_opens_the_app(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)
    assert SCRIPT in answer.text


@pytest.mark.parametrize("path", ["/missing.js", f"/{PART}/missing.wasm", "/.git/config.toml"])
async def test_missing_file_is_not_answered_with_the_page(
    browser: httpx.AsyncClient, path: str
) -> None:
    assert (await browser.get(path)).status_code == 404


SERVERS_OWN = [
    *("/v1", "/v1/none", "/v2/wallet", "/docs", "/docs/a", "/redoc/", "/metrics", "/demo/x"),
    *("/V1/none", "//v1/none", "/%761/none", "/v1%2fnone", "/x/../v1/none", "/./v1/none", "/v1/?a"),
    *(
        "/readyz/",
        "/healthz/x",
        "/cashier/a/b",
        "/desk/members",
        "/.env",
        "/.git/config",
        "/x/.git/HEAD",
    ),
    *("/.well-known/change-password", "/.well-known/apple-app-site-association"),
]


@pytest.mark.parametrize("path", SERVERS_OWN)
async def test_what_is_a_servers_own_is_not_answered_with_the_page(
    browser: httpx.AsyncClient, path: str
) -> None:
    answer = await browser.get(f"http://test{path}")
    assert answer.status_code == httpx.codes.NOT_FOUND


WAYS_OUT = [
    *("/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%252e%252e%252fsecret.txt"),
    *("/..%5csecret.txt", "/..\\secret.txt", "/....//secret.txt", "/%c0%ae%c0%ae/secret.txt"),
    *("/../site2/secret.txt", f"/{PART}/../../secret.txt", f"/{PART}/..%2f..%2fsecret.txt"),
    *("/link.txt", "/beside/secret.txt", "/beside", "/index.html%00.txt", "/%00/../secret.txt"),
    f"/{FONTS}/noto/..%2f..%2f..%2f..%2fsecret.txt",
]


@pytest.mark.parametrize("path", WAYS_OUT)
async def test_nothing_outside_the_site_is_served(folder: Path, path: str) -> None:
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "beside").symlink_to(folder.parent)
    (folder.parent / "site2").mkdir()
    (folder.parent / "site2" / "secret.txt").write_text("outside the site")
    head = f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    with serving(Starlette(routes=[Mount("/", StaticSite(folder))])) as address:
        host, port = address.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(head)
        answer = await reader.read()
        writer.close()
    assert answer.startswith((b"HTTP/1.1 404", b"HTTP/1.1 200"))
    assert b"outside" not in answer


async def test_glyph_that_no_font_has_is_answered_with_a_font(browser: httpx.AsyncClient) -> None:
    answer = await browser.get(f"/{FONTS}/notosanssymbols2/v24/I3.woff2")
    assert answer.content == b"font"
    assert answer.headers["content-type"] == "font/woff2"


async def test_page_may_run_its_own_scripts_and_reach_its_api_only(
    browser: httpx.AsyncClient,
) -> None:
    headers = (await browser.get("/history")).headers
    digest = b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    rules = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert rules["script-src"] == f"'self' 'wasm-unsafe-eval' 'sha256-{digest}'"
    assert rules["connect-src"] == "'self' https://api.example"
    assert rules["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"


async def test_site_only_answers_reading(browser: httpx.AsyncClient) -> None:
    assert (await browser.post("/")).status_code == 405
    assert (await browser.head(f"/{PART}/client.mjs")).status_code == 200
