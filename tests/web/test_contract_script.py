"""The join page's calls of the contract, run in node against answers that are not of it."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kopilka_cli.web.places import NODE, SHELL
from tests.serving import POLLS

CALL = """
const { contract } = await import(process.argv[1]);
const ask = contract(process.argv[2], "ru");
console.log(await ask("GET", process.argv[3]).then(
  (answer) => (answer.value === null ? "nothing" : `${answer.value.length} letters`),
  (fault) => fault.constructor.name,
));
"""


LONGEST = 1024 * 1024 - 1
"""Letters of two bytes that a body may have, in quotes."""


class _Answers(BaseHTTPRequestHandler):
    """`/2000` answers a word of so many letters, `/0` nothing at all."""

    def do_GET(self) -> None:
        letters = int(self.path.rpartition("/")[2])
        self.send_response(200 if letters else 204)
        self.end_headers()
        with suppress(ConnectionError):
            self.wfile.write(f'"{"я" * letters}"'.encode() if letters else b"")

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture(scope="module")
def api() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        serving = threading.Thread(target=server.serve_forever, args=(POLLS,))
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()


@pytest.mark.parametrize(
    ("letters", "said"),
    [(0, "nothing"), (LONGEST, f"{LONGEST} letters"), (LONGEST + 1, "Unreachable")],
)
def test_answer_beyond_all_bounds_is_not_taken(api: str, letters: int, said: str) -> None:
    script = (SHELL / "scripts/contract.js").as_uri()
    command = [NODE, "--input-type=module", "--eval", CALL, script, api, f"/{letters}"]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert ended.stdout.strip() == said
