"""The service worker: the list of what it keeps, by content hash, put into its script."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from kopilka_cli.web.contract_page import PATH as CONTRACT
from kopilka_cli.web.licences import PAGE as LICENCES
from kopilka_cli.web.parts import Part
from kopilka_cli.web.scripts import bundle

SERVICE_WORKER: Final = "service_worker.js"
SERVER_PATHS: Final = ("v1", "till", "cashier", "desk", "demo", "healthz", "readyz")

_ONLY_FOR: Final[Mapping[str, str]] = {
    "canvaskit/skwasm.js": "skwasm",
    "canvaskit/skwasm.wasm": "skwasm",
    "main.dart.mjs": "skwasm",
    "main.dart.wasm": "skwasm",
    "canvaskit/canvaskit.js": "canvaskit",
    "canvaskit/canvaskit.wasm": "canvaskit",
    "main.dart.js": "canvaskit",
}
_NEVER_ASKED_FOR = "assets/NOTICES"

Entry = Mapping[str, str | None]


def write_service_worker(folder: Path, parts: Iterable[Part], plain: Part) -> None:
    """Write the worker that keeps the page in `folder` and these parts, and `plain` once it was asked for."""
    page = (folder / "index.html").read_bytes()
    files: dict[str, list[Entry]] = {"all": [], "skwasm": [], "canvaskit": []}
    files["all"].append({"url": "/index.html", "revision": hashlib.sha256(page).hexdigest()})
    for part in parts:
        for name in part.files:
            if not name.startswith(_NEVER_ASKED_FOR):
                renderer = _ONLY_FOR.get(name, "all")
                files[renderer].append({"url": f"/{part.name}/{name}", "revision": None})
    constants = {
        "FILES": files,
        "KEPT_WHEN_ASKED_FOR": [f"/{plain.name}/{name}" for name in plain.files],
        "SERVER_PATHS": (*SERVER_PATHS, CONTRACT, LICENCES),
        "process.env.NODE_ENV": "production",
    }
    bundle(SERVICE_WORKER, folder / SERVICE_WORKER, constants)
