"""One small app, made once: the real command, its tools and classes around a site of a few bytes."""

from pathlib import Path

import pytest

from kopilka_cli.main import main

HOST = "card.shop.example"
PART = "assets-0123456789abcdef/assets/fonts"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `kopilka web` leaves, small: a page with a script inside, a font, compressed twins."""
    folder = tmp_path_factory.mktemp("site")
    (folder / PART).mkdir(parents=True)
    (folder / PART / "Manrope.woff2").write_bytes(b"font")
    (folder / "index.html").write_text("<!DOCTYPE html><script>start()</script>")
    (folder / "index.html.br").write_bytes(b"twin")
    (folder / "service_worker.js").write_text("self.oninstall = () => {};")
    return folder


@pytest.fixture(scope="session")
def made(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the app of that site."""
    folder = tmp_path_factory.mktemp("android")
    assert make(site, folder) == 0
    return folder


def make(site: Path, out: Path, *more: str) -> int:
    """`kopilka android` for this site; its exit status."""
    return main(
        ["android", "--site", str(site), "--out", str(out), "--api", f"https://{HOST}", *more]
    )
