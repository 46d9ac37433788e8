"""A site with the real page and service worker around parts of a few bytes, in versions."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from kopilka.ui.look.brand import load_brand
from kopilka_cli.web.page import Addresses, write_app, write_join, write_page
from kopilka_cli.web.parts import Part
from kopilka_cli.web.places import BRAND
from kopilka_cli.web.precache import write_service_worker

STILL = "still-0000000000000000/nothing.json"
_WORKER = """
addEventListener("message", ({ data }) => { (globalThis.told ??= []).push(data); });
"""
_FLUTTER = "_flutter.loader = { load: async () => {} };"


@dataclass(frozen=True)
class SmallSite:
    """The folder that is served and its address; `publish` replaces what is served."""

    folder: Path
    address: str

    def publish(self, version: int, *, missing: str = "", brand_file: Path = BRAND) -> None:
        """Publish a version, whose brand is `Kopilka VERSION`; `missing` is a file that got lost."""
        own = load_brand(brand_file)
        for path in self.folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
        engine = self._part("engine", version, {"flutter.js": _FLUTTER, "main.dart.js": "1"})
        worker = self._part("worker", version, {"worker.js": _WORKER})
        write_app(worker.folder)
        join = self._part("join", version, {"join.js": ""})
        write_join(join.folder, own)
        plain = self._part("plain", version, {"modules.zip": f"plain {version}"})
        archive = self._part("app", version, {"modules.zip": str(version)})
        addresses = Addresses(
            engine=f"/{engine.name}/",
            assets=f"/{engine.name}/",
            python=f"/{engine.name}/",
            join=f"/{join.name}/join.js",
            app=f"/{worker.name}/app.js",
            worker=f"/{worker.name}/worker.js",
            memory=f"/{archive.name}/",
            plain=f"/{plain.name}/",
            icons=f"/{engine.name}/",
        )
        name = f"Kopilka {version}"
        brand = replace(own, name={"ru": name, "en": name})
        write_page(self.folder, addresses, brand)
        write_service_worker(self.folder, [engine, worker, join, archive], plain)
        self._write(STILL, "{}")
        if missing:
            (self.folder / f"{missing}-{version:016x}").rename(self.folder / "lost")

    def _part(self, kind: str, version: int, files: dict[str, str]) -> Part:
        name = f"{kind}-{version:016x}"
        for file, content in files.items():
            self._write(f"{name}/{file}", content)
        return Part(name, self.folder / name)

    def _write(self, name: str, content: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
