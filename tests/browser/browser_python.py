"""Python as browsers run it, in tabs that share what they keep: the wallet's own ports, without its screens."""

import io
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from zipfile import ZipFile

import uvicorn
from playwright.sync_api import BrowserContext, Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kopilka_cli.web.places import APP_PACKAGES, PYODIDE

BEGIN = """
<script type="module">
  import { loadPyodide } from "/pyodide/pyodide.mjs";
  const python = await loadPyodide();
  python.unpackArchive(await (await fetch("/packages.zip")).arrayBuffer(), "zip");
  globalThis.python = python;
</script>
"""
PATIENCE_MS = 60_000


@dataclass(frozen=True)
class Tab:
    """One tab; its variables stay from one `run` to the next."""

    page: Page

    def run(self, code: str) -> Any:
        """The last value of this Python, which may await."""
        told: str = self.page.evaluate(
            "code => python.runPythonAsync(code)",
            f"import json\nasync def _run():\n{_indented(code)}\njson.dumps(await _run())",
        )
        return json.loads(told)

    def begin(self, code: str) -> None:
        """Start it and do not wait for its end."""
        self.page.evaluate("code => { python.runPythonAsync(code); }", code)


@contextmanager
def tabs_at(context: BrowserContext) -> Iterator["Tabs"]:
    """A site with nothing on it but Python."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(_site(), log_level="warning"))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield Tabs(context, f"http://127.0.0.1:{listening.getsockname()[1]}/")
    finally:
        server.should_exit = True
        thread.join()


@dataclass(frozen=True)
class Tabs:
    """Opens tabs of one browser."""

    context: BrowserContext
    address: str

    def another(self) -> Tab:
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(self.address)
        page.wait_for_function("globalThis.python")
        return Tab(page)


def _site() -> Starlette:
    packages = _packed()

    async def begin(_: Request) -> Response:
        return HTMLResponse(BEGIN)

    async def all_packages(_: Request) -> Response:
        return Response(packages)

    pyodide = Mount("/pyodide", StaticFiles(directory=PYODIDE))
    return Starlette(routes=[Route("/", begin), Route("/packages.zip", all_packages), pyodide])


def _packed() -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for package in APP_PACKAGES:
            for module in package.rglob("*.py"):
                archive.write(module, module.relative_to(package.parent))
    return packed.getvalue()


def _indented(code: str) -> str:
    return "\n".join(f"    {line}" for line in code.strip().splitlines())
