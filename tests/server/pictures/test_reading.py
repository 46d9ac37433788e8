"""The pictures of a programme file: found beside it or in the web, or refused with their place."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kopilka_cli.main import main
from loyalty_server.pictures.reading import read_pictures
from loyalty_server.programme.file import parse_program
from loyalty_server.toml_file import FileRefused
from tests.server.house import PROGRAM
from tests.server.pictures.drawn import SVG, bomb, png
from tests.serving import POLLS

STORE = '[[stores]]\nid = "tverskaya"\n'


def with_picture(said: str) -> str:
    """The programme with this said of its first store."""
    assert STORE in PROGRAM
    return PROGRAM.replace(STORE, f"{STORE}picture = {said}\n")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "programme"
    folder.mkdir()
    (tmp_path / "outside.png").write_bytes(png())
    (folder / "inner").mkdir()
    (folder / "shop.png").write_bytes(png())
    (folder / "other.png").write_bytes(png(color="#FFB547"))
    (folder / "drawing.svg").write_bytes(SVG)
    (folder / "bomb.png").write_bytes(bomb())
    (folder / "cut.png").write_bytes(png()[:500])
    (folder / "way-out.png").symlink_to(tmp_path / "outside.png")
    return folder / "programme.toml"


def test_pictures_of_every_language_are_read(file: Path) -> None:
    text = with_picture('{ file = { ru = "shop.png", en = "other.png" }, alt = "A shop" }')
    assert set(read_pictures(text, file)) == {"shop.png", "other.png"}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("no.png", "no such file in the programme's folder"),
        ("way-out.png", "no such file in the programme's folder"),
        ("drawing.svg", "SVG drawing"),
        ("bomb.png", "more than 40 million pixels"),
        ("cut.png", "cannot be read to its end"),
        ("inner", "no such file in the programme's folder"),
    ],
)
def test_check_refuses_a_picture_with_its_place(
    file: Path, name: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = with_picture(f'{{ file = "{name}", alt = "A shop" }}')
    file.write_text(text)
    line = text[: text.index("picture =")].count("\n") + 1
    assert main(["program", "check", str(file)]) == 1
    told = capsys.readouterr().err
    assert f"programme.toml:{line}: stores[0].picture.file: {name}: " in told
    assert why in told


def test_check_counts_the_pictures(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(with_picture('{ file = "shop.png", alt = "A shop" }'))
    assert main(["program", "check", str(file)]) == 0
    assert "1 pictures" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('{ file = "a.png" }', "stores[0].picture"),
        ('{ alt = "A shop" }', "stores[0].picture: either a file or a url"),
        ('{ file = "a.png", url = "https://a.example/a.png", alt = "A" }', "either a file or"),
        ('{ file = "a.png", alt = " " }', "stores[0].picture.alt: what is to be seen"),
        ('{ file = "../a.png", alt = "A" }', "stores[0].picture.file: a file in"),
        ('{ file = "/etc/a.png", alt = "A" }', "stores[0].picture.file: a file in"),
        ('{ url = "http://a.example/a.png", alt = "A" }', "stores[0].picture.url: an address"),
        ('{ url = "file:///etc/passwd", alt = "A" }', "stores[0].picture.url: an address"),
        ('{ url = "https://me:secret@a.example/", alt = "A" }', "stores[0].picture.url: an"),
        ('{ file = "a.png", alt = { ru = "А" } }', ""),
    ],
)
def test_what_is_said_of_a_picture_is_checked(said: str, told: str) -> None:
    text = with_picture(said)
    if not told:
        assert parse_program(text, "programme.toml").stores[0].picture
        return
    with pytest.raises(FileRefused) as refused:
        parse_program(text, "programme.toml")
    assert told in str(refused.value)


class _Web(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = {"/shop.png": (200, png()), "/away": (302, b""), "/endless": (200, bytes(1))}
        status, body = found.get(self.path, (404, b""))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/shop.png")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def web() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Web)
    thread = threading.Thread(target=server.serve_forever, args=(POLLS,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_address_is_asked_when_the_programme_is_read(file: Path, web: str) -> None:
    text = with_picture(f'{{ url = "{web}/shop.png", alt = "A shop" }}')
    (made,) = read_pictures(text, file).values()
    assert made.color == "#146B55"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/no.png", "the address answers 404"),
        ("/away", "the address answers 302"),
        ("/endless", "no PNG, JPEG or WebP"),
    ],
)
def test_address_without_a_picture_is_told(file: Path, web: str, path: str, why: str) -> None:
    text = with_picture(f'{{ url = "{web}{path}", alt = "A shop" }}')
    with pytest.raises(FileRefused, match=rf"stores\[0\]\.picture\.url: .*{why}"):
        read_pictures(text, file)


def test_address_that_nobody_answers_at_is_told(file: Path) -> None:
    text = with_picture('{ url = "http://127.0.0.1:1/a.png", alt = "A shop" }')
    with pytest.raises(FileRefused, match="does not answer"):
        read_pictures(text, file)
