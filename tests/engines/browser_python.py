"""Python as browsers run it, in tabs that share what they keep: the wallet's own ports, without its screens."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx
import idna
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kopilka_cli.web.places import APP_PACKAGES, PYODIDE
from tests.engines.person import Person
from tests.engines.view import View
from tests.serving import serving

BEGIN = """
<!DOCTYPE html>
<script type="module">
  import { loadPyodide } from "/pyodide/pyodide.mjs";
  const python = await loadPyodide();
  python.unpackArchive(await (await fetch("/packages.zip")).arrayBuffer(), "zip");
  globalThis.python = python;
</script>
"""
PACKAGES = (*APP_PACKAGES, *(Path(module.__file__).parent for module in (httpx, idna)))
WORDS = (b"one", b"two")


@dataclass(frozen=True)
class Tab:
    """One tab; its variables stay from one `run` to the next."""

    view: View

    def run(self, code: str) -> Any:
        """The last value of this Python, which may await."""
        told: str = self.view.evaluate(
            "code => python.runPythonAsync(code)",
            f"import json\nasync def _run():\n{_indented(code)}\njson.dumps(await _run())",
        )
        return json.loads(told)

    def begin(self, code: str) -> None:
        """Start it and do not wait for its end."""
        self.view.evaluate("code => { python.runPythonAsync(code); }", code)

    @property
    def title(self) -> str:
        return str(self.view.evaluate("() => document.title"))

    def until(self, condition: str) -> None:
        """Wait for this JavaScript to be true, or a promise of it."""
        look = f"async () => (await ({condition})) || null"
        Person(self.view).eventually(lambda: self.view.evaluate(look), condition)


@dataclass(frozen=True)
class Tabs:
    """Opens tabs of one visitor."""

    first: View
    address: str

    def another(self) -> Tab:
        tab = Tab(self.first.another())
        tab.view.open(self.address)
        tab.until("!!globalThis.python")
        return tab


@contextmanager
def tabs_of(view: View) -> Iterator[Tabs]:
    """Beside this window; on a site with nothing on it but Python, and an answer that comes word by word."""
    with serving(_site()) as address:
        yield Tabs(view, address)


def _site() -> Starlette:
    packages = _packed()
    heard = asyncio.Event()

    async def begin(_: Request) -> Response:
        return HTMLResponse(BEGIN)

    async def all_packages(_: Request) -> Response:
        return Response(packages)

    async def words() -> AsyncIterator[bytes]:
        yield WORDS[0]
        await heard.wait()
        yield WORDS[1]

    async def word_by_word(_: Request) -> Response:
        return StreamingResponse(words(), media_type="text/event-stream")

    async def more(_: Request) -> Response:
        heard.set()
        return Response()

    return Starlette(
        routes=[
            Route("/", begin),
            Route("/packages.zip", all_packages),
            Route("/words", word_by_word),
            Route("/more", more, methods=["POST"]),
            Mount("/pyodide", StaticFiles(directory=PYODIDE)),
        ]
    )


def _packed() -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for package in PACKAGES:
            for module in package.rglob("*.py"):
                archive.write(module, module.relative_to(package.parent))
    return packed.getvalue()


def _indented(code: str) -> str:
    return "\n".join(f"    {line}" for line in code.strip().splitlines())
